import { count, fields, text, time } from '#lib/kubernetes/fields.ts';
import { STATE_KINDS } from '#lib/kubernetes/kinds.ts';
import { compareVersions } from '#lib/kubernetes/object.ts';
import { certainServices } from '#lib/kubernetes/service-hosts.ts';
import { cut } from '#lib/text/index.ts';
import type { AlertMessage, EventMessage, LogMessage } from '#lib/wire/messages.ts';
import type { BatchBuilder } from './batch-builder.ts';
import type { EvidenceLinks, Subject } from './evidence-links.ts';
import type { Known, KnownPattern } from './known.ts';
import { shortHash, templateOf } from './log-template.ts';

/** The facts of an event; times in epoch ms. */
export interface EventFacts {
  type: string;
  reason: string;
  message: string;
  count: number;
  firstAt: number;
  lastAt: number;
  /** The object it is about. */
  kind: string;
  namespace?: string;
  name: string;
}

/** Node keys of evidence. */
export const eventKey = ({ cluster, event, eventId }: EventMessage): string =>
  `${cluster}/${event.metadata.uid ?? eventId.replace(/\/[^/]*$/, '')}`;

/** The key of an alert's node, one for each firing: its labels and its start. */
export function alertKey({ cluster, alert }: AlertMessage): string {
  const labels = Object.entries(alert.labels).toSorted(([a], [b]) => (a < b ? -1 : 1));
  return `${cluster}/${shortHash(JSON.stringify(labels))}/${alert.startsAt ?? ''}`;
}

/** The container a line is from; lines of the instance before its last restart are kept apart. */
export const logSource = ({ cluster, pod, container, previous }: LogMessage): string =>
  `${cluster}/${pod.uid}/${container}${previous ? '/previous' : ''}`;

/** The facts of an event; `lastAt` is the time of its node. */
export function factsOfEvent(event: EventMessage['event'], lastAt: number): EventFacts {
  const { kind, namespace, name } = event.involvedObject;
  return {
    type: event.type ?? 'Normal',
    reason: event.reason ?? '',
    message: event.message ?? '',
    count: count(fields(event.series).count) || count(event.count) || 1,
    firstAt: time(event.firstTimestamp) ?? time(event.eventTime) ?? time(fields(event.metadata).creationTimestamp) ?? lastAt,
    lastAt,
    kind,
    ...(namespace && { namespace }),
    name,
  };
}

/**
 * Takes an event. Updates of one Kubernetes Event (its count grows) are one node; an older version changes nothing.
 * Returns whether the event warns.
 */
export function projectEvent(message: EventMessage, known: Known, evidenceLinks: EvidenceLinks, batch: BatchBuilder): boolean {
  const { cluster, observedAt, event } = message;
  const key = eventKey(message);
  const metadata = fields(event.metadata);
  const series = fields(event.series);
  const { kind, namespace, name, uid } = event.involvedObject;
  const resourceVersion = text(metadata.resourceVersion) ?? /\/([^/]+)$/.exec(message.eventId)?.[1];
  const lastAt =
    time(event.lastTimestamp) ?? time(series.lastObservedTime) ?? time(event.eventTime) ?? time(metadata.creationTimestamp) ?? observedAt;
  const before = known.events.get(key);
  if (before && (compareVersions(resourceVersion, before.resourceVersion) ?? lastAt - before.lastAt) <= 0) return false;
  known.events.set(key, { resourceVersion, lastAt });
  // Every property costs as much as the merging of the node: what else there is to tell stands in `event`.
  batch.node('Event', key, {
    cluster,
    reason: event.reason ?? '',
    type: event.type ?? 'Normal',
    lastAt,
    ...((resourceVersion !== undefined || before) && { resourceVersion: resourceVersion ?? null }),
    event: JSON.stringify(event),
  });
  // The kubelet names its node by its name where a uid should be (kubernetes/pkg/kubelet/kubelet.go, nodeRef).
  evidenceLinks.link(
    { label: 'Event', key },
    [{ cluster, kind, namespace: text(namespace), name, uid: kind === 'Node' ? undefined : text(uid) }],
    known,
    batch,
  );
  return event.type === 'Warning';
}

/** Labels that name the exporter that was scraped as often as the object: used only where no other label names an object. */
const GENERAL_LABELS = ['service', 'namespace'];
/** The labels by which alerts name objects, from the more particular kinds to the more general ones. */
const ALERT_LABELS = STATE_KINDS.flatMap(({ kind, namespaced, alertLabels }) => alertLabels.map((label) => ({ label, kind, namespaced })));
const PARTICULAR = ALERT_LABELS.filter(({ label }) => !GENERAL_LABELS.includes(label));
const GENERAL = GENERAL_LABELS.flatMap((general) => ALERT_LABELS.filter(({ label }) => label === general));

/** What an alert's labels name. A scraped target's own labels give way to `exported_...` ones (Prometheus, honor_labels). */
export function subjectsOfAlert(cluster: string, labels: Record<string, string>): Subject[] {
  const label = (name: string) => text(labels[`exported_${name}`]) ?? text(labels[name]);
  const named = (list: typeof ALERT_LABELS) =>
    list.flatMap(({ label: by, kind, namespaced }) => {
      const name = label(by);
      const namespace = namespaced ? label('namespace') : undefined;
      return name === undefined || (namespaced && namespace === undefined) ? [] : [{ cluster, kind, namespace, name, uid: undefined }];
    });
  const particular = named(PARTICULAR);
  return particular.length > 0 ? particular : named(GENERAL).slice(0, 1);
}

/** Takes an alert: firing and resolved of one start are one node, the later observation wins. Returns whether it fires. */
export function projectAlert(message: AlertMessage, known: Known, evidenceLinks: EvidenceLinks, batch: BatchBuilder): boolean {
  const { cluster, observedAt, alert } = message;
  const key = alertKey(message);
  const before = known.alerts.get(key);
  if (before && observedAt <= before.observedAt) return false;
  known.alerts.set(key, { observedAt });
  batch.node('Alert', key, {
    cluster,
    name: alert.labels.alertname ?? '',
    status: alert.status,
    startsAt: time(alert.startsAt) ?? null,
    observedAt,
    lastAt: observedAt,
    labels: JSON.stringify(alert.labels),
    annotations: JSON.stringify(alert.annotations ?? {}),
  });
  evidenceLinks.link({ label: 'Alert', key }, subjectsOfAlert(cluster, alert.labels), known, batch);
  return alert.status === 'firing';
}

/** Patterns kept of a container, and how many of them may be neither warnings nor errors. Lines beyond share a rest. */
const MAX_PATTERNS = 40;
const MAX_MILD_PATTERNS = 20;
const RECENT = 64;
const MAX_SAMPLE_CHARACTERS = 2_000;
const SEVERITIES = ['unknown', 'debug', 'info', 'warning', 'error', 'fatal'];
const isMild = (severity: string) => SEVERITIES.indexOf(severity) < SEVERITIES.indexOf('warning');

/**
 * Takes a log line into its pattern: counted, with the latest line as sample. A line that comes twice counts once: each
 * pattern remembers the last 64 lines it counted, and a line older than all of those that is not among them was counted
 * long ago. Returns whether the line tells of an error.
 */
export function projectLine(message: LogMessage, known: Known, evidenceLinks: EvidenceLinks, batch: BatchBuilder): boolean {
  const { cluster, pod, container, previous = false, severity, line, observedAt, eventId } = message;
  const source = logSource(message);
  const patterns = known.patterns.get(source) ?? new Map<string, KnownPattern>();
  known.patterns.set(source, patterns);
  const { key, template } = patternOf(source, message, patterns);
  const before = patterns.get(key);
  const mark = shortHash(eventId, 8);
  if (before && wasCounted(before, mark, observedAt)) return false;
  const after: KnownPattern = {
    count: (before?.count ?? 0) + 1,
    firstAt: Math.min(before?.firstAt ?? observedAt, observedAt),
    lastAt: Math.max(before?.lastAt ?? observedAt, observedAt),
    sampleId: eventId,
    severity: before && SEVERITIES.indexOf(before.severity) > SEVERITIES.indexOf(severity) ? before.severity : severity,
    ...remembered(before, mark, observedAt),
  };
  const isLatest = !before || observedAt > before.lastAt || (observedAt === before.lastAt && eventId > before.sampleId);
  if (!isLatest) after.sampleId = before.sampleId;
  patterns.set(key, after);
  batch.node('LogPattern', key, {
    cluster,
    source,
    podUid: pod.uid,
    namespace: pod.namespace,
    pod: pod.name,
    container,
    previous,
    template,
    ...after,
    ...(isLatest && { sample: cut(line, MAX_SAMPLE_CHARACTERS) }),
  });
  const targets = isMild(severity) ? [] : certainServices(line, pod.namespace);
  evidenceLinks.link(
    { label: 'LogPattern', key },
    [
      { cluster, kind: 'Pod', namespace: pod.namespace, name: pod.name, uid: pod.uid },
      ...targets.map((service) => ({ cluster, kind: 'Service', ...service, uid: undefined })),
    ],
    known,
    batch,
  );
  return !isMild(severity);
}

function patternOf(source: string, { line, severity }: LogMessage, patterns: Map<string, KnownPattern>): { key: string; template: string } {
  const template = templateOf(line);
  const key = `${source}/${shortHash(template)}`;
  if (patterns.has(key)) return { key, template };
  const room = isMild(severity)
    ? patterns.size < MAX_PATTERNS && [...patterns.values()].filter((one) => isMild(one.severity)).length < MAX_MILD_PATTERNS
    : patterns.size < MAX_PATTERNS;
  if (room) return { key, template };
  // Two rests, so that chatter never takes the sample of an error.
  return isMild(severity)
    ? { key: `${source}/other`, template: '(other lines)' }
    : { key: `${source}/other-errors`, template: '(other errors)' };
}

function wasCounted({ recent, recentFrom }: KnownPattern, mark: string, at: number): boolean {
  return recent.some((one) => one.startsWith(mark)) || (recent.length >= RECENT && at < recentFrom);
}

/** The marks of the lines counted last, each with its time, oldest first. */
function remembered(before: KnownPattern | undefined, mark: string, at: number): Pick<KnownPattern, 'recent' | 'recentFrom'> {
  const recent = [...(before?.recent ?? []), `${mark}@${at}`].slice(-RECENT);
  return { recent, recentFrom: Math.min(...recent.map((one) => Number(one.slice(mark.length + 1)))) };
}
