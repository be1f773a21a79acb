import { keyOf, shown } from '#lib/kubernetes/refs.ts';
import type { CausalEdge, Diagnosis, RankedCause, Remedy } from '#lib/rca/types.ts';
import { forTerminal, shortened } from '#lib/text/index.ts';

/** The layout of the text. */
export interface Layout {
  /** Columns of the terminal. */
  width: number;
  colour: boolean;
  /** The number of causes to print in full. */
  limit: number;
}

const SHOWN = { affected: 10, timeline: 12, evidence: 6, symptoms: 8, against: 2 };
const TIERS = { confirmed: 'Confirmed', likely: 'Likely', possible: 'Possible' } as const;
const CODES = { bold: '1', dim: '2', red: '31', green: '32', yellow: '33' } as const;

/** A diagnosis as text: causes with evidence, the chain as a tree, remedies, symptoms, affected objects and the timeline. */
export function diagnosisText(raw: Diagnosis, { width, colour, limit }: Layout): string {
  const diagnosis = forThisTerminal(raw);
  const paint = (code: keyof typeof CODES, text: string) => (colour ? `\u001b[${CODES[code]}m${text}\u001b[0m` : text);
  const lines: string[] = [];
  const line = (text = '', indent = 0, hanging = indent) => lines.push(...wrapped(text, width, indent, hanging));
  const heading = (text: string) => lines.push('', ...wrapped(text, width, 0, 2).map((one) => paint('bold', one)));

  if (diagnosis.verdict === 'no_incident') {
    lines.push(paint('green', 'No incident'));
    line(diagnosis.reason);
  } else {
    const [first] = diagnosis.causes;
    lines.push(paint('red', first ? 'Incident' : 'Incident, cause unknown'));
    line(first ? first.title : diagnosis.reason);
    for (const cause of diagnosis.causes.slice(0, limit)) lines.push(...causeText(cause, width, paint));
    const more = diagnosis.causes.length - limit;
    if (more > 0)
      lines.push(
        '',
        paint(
          'dim',
          `and ${more} less likely ${more === 1 ? 'cause' : 'causes'} (use --limit ${diagnosis.causes.length} to show ${more === 1 ? 'it' : 'them'})`,
        ),
      );
    heading(`Symptoms (${diagnosis.symptoms.length})`);
    for (const { object, what, message } of diagnosis.symptoms.slice(0, SHOWN.symptoms))
      line(`${shown(object)}: ${what}${message && message !== what ? `, ${shortenedTo(oneLine(message), 200)}` : ''}`, 2, 4);
    addRemaining(lines, diagnosis.symptoms.length - SHOWN.symptoms, paint);
    const reached = diagnosis.blastRadius.affected.filter(({ hops }) => hops > 0);
    if (reached.length > 0) {
      const { workloads, pods, services, namespaces } = diagnosis.blastRadius.counts;
      heading(
        `Affected: ${count(workloads, 'workload')}, ${count(pods, 'pod')}, ${count(services, 'service')} in ${count(namespaces, 'namespace')}`,
      );
      for (const { object, impact, hops } of reached.slice(0, SHOWN.affected))
        line(`${impact.padEnd(8)}  ${shown(object)}${hops > 1 ? ` (${hops} steps away)` : ''}`, 2, 12);
      addRemaining(lines, reached.length - SHOWN.affected, paint);
    }
    if (diagnosis.timeline.length > 0) {
      heading('Timeline, newest last');
      for (const { at, lane, text } of diagnosis.timeline.slice(-SHOWN.timeline))
        lines.push(shortenedTo(`  ${clock(at)}  ${lane.padEnd(6)}  ${oneLine(text)}`, width));
      addRemaining(lines, diagnosis.timeline.length - SHOWN.timeline, paint, 'earlier');
    }
  }
  if (diagnosis.inquiry) {
    heading('Looked at');
    for (const text of diagnosis.inquiry.lookedAt) line(text, 2, 4);
    heading('What to look at next');
    lines.push(...remedyLines(diagnosis.inquiry.next, width, paint, 2));
  }
  if (diagnosis.gaps.length > 0) {
    heading('Missing information, which makes the diagnosis less certain');
    for (const gap of diagnosis.gaps) line(gap, 2, 4);
  }
  return `${lines.join('\n')}\n`;
}

/** Names, messages and log lines are written by strangers: nothing of them controls the terminal or begins a line of its own. */
function forThisTerminal(diagnosis: Diagnosis): Diagnosis {
  return JSON.parse(JSON.stringify(diagnosis), (_, value) =>
    typeof value === 'string' ? forTerminal(value).replaceAll('\n', ' ') : value,
  );
}

type Paint = (code: keyof typeof CODES, text: string) => string;

function causeText(cause: RankedCause, width: number, paint: Paint): string[] {
  const tone = cause.tier === 'confirmed' ? 'green' : cause.tier === 'likely' ? 'yellow' : 'dim';
  const lines = [
    '',
    `${paint('bold', `${cause.rank}. ${cause.title}`)}`,
    `   ${paint(tone, TIERS[cause.tier])} (${Math.round(cause.confidence * 100)} %)  ${paint('dim', cause.code)}`,
    ...wrapped(oneLine(cause.summary), width, 3, 3),
  ];
  for (const { text } of cause.evidenceFor.slice(0, SHOWN.evidence)) lines.push(...wrapped(`+ ${oneLine(text)}`, width, 3, 5));
  for (const { text } of cause.evidenceAgainst.slice(0, SHOWN.against)) lines.push(...wrapped(`- ${oneLine(text)}`, width, 3, 5));
  if (cause.chain.length > 0) lines.push('   How it spreads:', ...chainText(cause, width).map((text) => `     ${text}`));
  if (cause.remedies.length > 0) lines.push('   What to do:');
  lines.push(...remedyLines(cause.remedies, width, paint, 5));
  return lines;
}

function remedyLines(remedies: readonly Remedy[], width: number, paint: Paint, indent: number): string[] {
  return remedies.flatMap(({ text, command }) => [
    ...wrapped(text, width, indent, indent),
    // Commands are never wrapped, so that they can be copied.
    ...(command ? [`${' '.repeat(indent + 2)}${paint('bold', `$ ${command}`)}`] : []),
  ]);
}

/** The causal chain as a tree, from the root cause to what fails, with the mechanism on each branch. */
function chainText({ object, chain }: RankedCause, width: number): string[] {
  const lines = [shown(object)];
  const shownKeys = new Set([keyOf(object)]);
  const below = (key: string) => chain.filter(({ from }) => keyOf(from) === key);
  const walk = (key: string, indent: string) => {
    const edges = below(key).filter(({ to }) => !shownKeys.has(keyOf(to)));
    for (const { to } of edges) shownKeys.add(keyOf(to));
    edges.forEach((edge, index) => {
      const isLast = index === edges.length - 1;
      lines.push(shortenedTo(`${indent}${isLast ? '└─' : '├─'} ${branch(edge)}`, width - 5));
      walk(keyOf(edge.to), `${indent}${isLast ? '   ' : '│  '}`);
    });
  };
  walk(keyOf(object), '');
  return lines;
}

function branch({ mechanism, to }: CausalEdge): string {
  return `${oneLine(mechanism)} → ${shown(to)}`;
}

function addRemaining(lines: string[], more: number, paint: Paint, word = 'more'): void {
  if (more > 0) lines.push(paint('dim', `  and ${more} ${word}`));
}

/** Wraps a text at spaces: the first line is indented by `indent`, the others by `hanging`. A word longer than a line is not split. */
function wrapped(text: string, width: number, indent: number, hanging: number): string[] {
  const lines: string[] = [];
  let line = ' '.repeat(indent);
  let isEmpty = true;
  for (const word of text.split(' ')) {
    if (!isEmpty && line.length + 1 + word.length > width) {
      lines.push(line);
      line = `${' '.repeat(hanging)}${word}`;
    } else {
      line += isEmpty ? word : ` ${word}`;
    }
    isEmpty = false;
  }
  return [...lines, line];
}

function oneLine(text: string): string {
  const plain = text.replaceAll(/\s+/g, ' ').trim();
  return shortenedTo(plain, 400);
}

function shortenedTo(text: string, width: number): string {
  return text.length <= width ? text : shortened(text, Math.max(1, width - 1));
}

function count(n: number, word: string): string {
  return `${n} ${word}${n === 1 ? '' : 's'}`;
}

function clock(ms: number): string {
  return new Date(ms).toISOString().slice(11, 19);
}
