import { shown } from '#lib/kubernetes/refs.ts';
import { causeTitle } from '#lib/rca/cause-titles.ts';
import type { Diagnosis, Remedy } from '#lib/rca/types.ts';

/** What a report tells of an incident. Times as dates. */
export interface ReportedIncident {
  number: number;
  cluster: string;
  title: string;
  severity: string;
  openedAt: Date;
  closedAt: Date | null;
  acknowledgedAt: Date | null;
  acknowledgedBy: string | null;
  resolvedAt: Date | null;
  resolvedBy: string | null;
  resolutionCode: string | null;
  resolutionNote: string | null;
  assignee: { name: string } | null;
  diagnosis: Diagnosis;
  history: { at: Date; kind: string; text: string }[];
  comments: { at: Date; author: string; body: string }[];
}

/** An incident as Markdown, to be pasted into a chat, a ticket or a wiki: cause, change, impact, what to do, timeline, what people said. */
export function incidentMarkdown(incident: ReportedIncident): string {
  const { diagnosis } = incident;
  return document([
    `# Incident ${incident.number}: ${plain(incident.title)}`,
    facts(incident),
    ...section('Cause', causeOf(diagnosis)),
    ...section('The change that did it', changeOf(diagnosis)),
    ...section('What to do', remediesOf(diagnosis)),
    ...section('Impact', impactOf(diagnosis)),
    ...section('Timeline', timelineOf(incident)),
    ...section(
      'Comments',
      incident.comments.map(({ at, author, body }) => `**${plain(author)}**, ${time(at)}:\n\n${quoted(body)}`),
    ),
  ]);
}

/**
 * A draft of a postmortem: what the product knows is filled in, and what only people know is asked for. The headings are those of the
 * example in Google's SRE book (sre.google/sre-book/example-postmortem).
 */
export function postmortemMarkdown(incident: ReportedIncident): string {
  const { diagnosis, closedAt, openedAt, resolutionNote, resolutionCode } = incident;
  const resolution = [
    closedAt
      ? `Everything that failed was healthy again at ${time(closedAt)}, after ${minutes(closedAt.getTime() - openedAt.getTime())}.`
      : 'It is still open.',
    ...(resolutionCode ? [`Cause as people found it: ${causeTitle(resolutionCode)}.`] : []),
    ...(resolutionNote ? [quoted(resolutionNote)] : []),
  ];
  return document([
    `# Postmortem of incident ${incident.number}: ${plain(incident.title)}`,
    facts(incident),
    ...section('Summary', [plain(diagnosis.reason), '_Say in two sentences what users noticed._']),
    ...section('Impact', [...impactOf(diagnosis), '_Add requests lost, users affected, money._']),
    ...section('Root cause', causeOf(diagnosis)),
    ...section('Trigger', changeOf(diagnosis)),
    ...section('Resolution', resolution),
    ...section('Detection', [detectionOf(incident)]),
    ...section('Timeline', timelineOf(incident)),
    ...section('Lessons learned', ['- What went well:', '- What went wrong:', '- Where we were lucky:']),
    ...section('Action items', ['| What | Who | Until |', '| --- | --- | --- |', '|  |  |  |'], '\n'),
  ]);
}

function facts({
  cluster,
  severity,
  openedAt,
  closedAt,
  assignee,
  acknowledgedBy,
  acknowledgedAt,
  resolvedBy,
  resolvedAt,
}: ReportedIncident): string {
  const rows: [string, string][] = [
    ['Cluster', plain(cluster)],
    ['Severity', severity],
    ['Began', time(openedAt)],
    ['Recovered', closedAt ? time(closedAt) : 'not yet'],
    ...(assignee ? [['Assigned to', plain(assignee.name)] as [string, string]] : []),
    ...(acknowledgedBy && acknowledgedAt
      ? [['Acknowledged', `${time(acknowledgedAt)} by ${plain(acknowledgedBy)}`] as [string, string]]
      : []),
    ...(resolvedBy && resolvedAt ? [['Resolved', `${time(resolvedAt)} by ${plain(resolvedBy)}`] as [string, string]] : []),
  ];
  return rows.map(([name, value]) => `- ${name}: ${value}`).join('\n');
}

function causeOf({ causes: [cause] }: Diagnosis): string[] {
  if (!cause) return ['The cause is not known.'];
  return [
    `${plain(cause.title)} (${cause.tier}, ${plain(shown(cause.object))}). ${plain(cause.summary)}`,
    ...(cause.evidenceFor.length > 0 ? [list(cause.evidenceFor.map(({ text }) => text))] : []),
    ...(cause.evidenceAgainst.length > 0 ? ['Against it:', list(cause.evidenceAgainst.map(({ text }) => text))] : []),
  ];
}

function changeOf({ culprit }: Diagnosis): string[] {
  if (!culprit) return ['No change is known that led to it.'];
  return [`${plain(culprit.text)} (${time(new Date(culprit.at))}).`, ...(culprit.revert ? remedy(culprit.revert) : [])];
}

function remediesOf({ causes: [cause], inquiry }: Diagnosis): string[] {
  return (cause?.remedies ?? inquiry?.next ?? []).flatMap(remedy);
}

function remedy({ text, command }: Remedy): string[] {
  return [plain(text), ...(command ? [`\`\`\`sh\n${command}\n\`\`\``] : [])];
}

function impactOf({ blastRadius: { affected, counts } }: Diagnosis): string[] {
  const hurt = affected.filter(({ impact }) => impact !== 'at-risk');
  if (hurt.length === 0) return ['Nothing else was affected.'];
  return [
    `${counts.workloads} workloads, ${counts.pods} pods, ${counts.services} services in ${counts.namespaces} namespaces.`,
    list(hurt.map(({ object, impact, via }) => `${shown(object)}: ${impact}${via ? ` (${via.mechanism})` : ''}`)),
  ];
}

function detectionOf({ history, openedAt }: ReportedIncident): string {
  const [first] = history;
  return first
    ? `Opened ${minutes(first.at.getTime() - openedAt.getTime())} after the first failure. _Say who noticed it, and how._`
    : '_Say who noticed it, and how._';
}

/** What happened in the cluster and what people did, in order. */
function timelineOf({ diagnosis, history }: ReportedIncident): string[] {
  const rows = [
    ...diagnosis.timeline.map(({ at, text }) => ({ at, text })),
    ...history.filter(({ kind }) => !kind.startsWith('notified_')).map(({ at, text }) => ({ at: at.getTime(), text })),
  ].sort((a, b) => a.at - b.at);
  return rows.length === 0 ? [] : [list(rows.map(({ at, text }) => `${time(new Date(at))} ${text}`))];
}

const document = (parts: readonly string[]): string => `${parts.filter(Boolean).join('\n\n')}\n`;

function section(title: string, parts: readonly string[], between = '\n\n'): string[] {
  return parts.length === 0 ? [] : [`## ${title}`, parts.join(between)];
}

const list = (texts: readonly string[]): string => texts.map((text) => `- ${plain(text)}`).join('\n');

const quoted = (text: string): string =>
  text
    .split('\n')
    .map((line) => `> ${line}`)
    .join('\n');

/** A text of a cluster on one line, in which nothing is Markdown: a name must not become a link or a heading. */
function plain(text: string): string {
  return text
    .replace(/\s+/g, ' ')
    .trim()
    .replace(/[\\`*_[\]<>|~#]/g, '\\$&');
}

const time = (at: Date): string => `${at.toISOString().slice(0, 19).replace('T', ' ')} UTC`;

function minutes(ms: number): string {
  const seconds = Math.max(0, Math.round(ms / 1000));
  return seconds < 120 ? `${seconds} s` : `${Math.round(seconds / 60)} min`;
}
