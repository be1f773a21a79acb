import { createHash } from 'node:crypto';
import { EVENT_KIND, type KubeObject, kindOf, type WatchedKind } from '#lib/kubernetes/kinds.ts';
import type { KeyedDigest } from '#lib/redaction/config-data.ts';
import { maskedExcerpt } from '#lib/redaction/mask.ts';
import { project } from '#lib/redaction/project.ts';
import { cut } from '#lib/text/index.ts';
import type { Stream } from '#lib/wire/names.ts';
import type { OtlpRecord } from './decode.ts';

const MAX_LINE = 16_384;
const MAX_MESSAGE = 32_768;

/** A log record as a record of one of the product's streams; or why it is none. */
export type Mapped = { stream: Stream; record: object } | { reason: string };

/**
 * Maps what a collector sends: events and objects of the k8sobjects receiver, events of the k8s_events receiver, lines of containers
 * of the filelog receiver with the attributes of the container parser or of the k8sattributes processor. Secrets are removed from all
 * of it as the agent does; `digest` is that of the client. `now` in epoch ms.
 */
export function recordOfLog(log: OtlpRecord, { cluster, digest, now }: { cluster: string; digest: KeyedDigest; now: number }): Mapped {
  const observedAt = log.time ?? now;
  const watched = objectIn(log.body);
  if (watched?.object.kind === 'Event') return recordOfCoreEvent(watched.object, cluster, digest, observedAt);
  if (watched) return recordOfObject(watched, cluster, digest, observedAt);
  if (log.resource['k8s.object.name'] !== undefined) return recordOfEvent(log, cluster, observedAt);
  if (log.resource['k8s.pod.name'] !== undefined) return recordOfLine(log, cluster, observedAt);
  return { reason: 'It is about no object of Kubernetes: the resource lacks k8s.pod.name and k8s.object.name.' };
}

type Fields = Record<string, unknown>;
const isFields = (value: unknown): value is Fields => typeof value === 'object' && value !== null && !Array.isArray(value);
const textOf = (value: unknown) => (typeof value === 'string' ? value : value === undefined || value === null ? '' : String(value));

/** What the k8sobjects receiver sends of an object. */
interface Watched {
  object: KubeObject;
  isDeleted: boolean;
}

/** The object in a body of the k8sobjects receiver: itself (mode pull), or within a watch event (mode watch). */
function objectIn(body: unknown): Watched | undefined {
  if (!isFields(body)) return undefined;
  const object = isFields(body.object) ? body.object : body;
  if (typeof object.kind !== 'string' || !isFields(object.metadata)) return undefined;
  return { object: object as unknown as KubeObject, isDeleted: body.type === 'DELETED' };
}

function recordOfObject({ object, isDeleted }: Watched, cluster: string, digest: KeyedDigest, observedAt: number): Mapped {
  const name = cut(object.kind ?? '', 63);
  if (name === 'Secret')
    return { reason: 'Secrets are not taken from a collector: their values would leave the cluster. Leave them out of k8sobjects.' };
  const kind = kindOf(name);
  if (!kind) return { reason: `Objects of the kind ${name} are not looked at. Leave them out of k8sobjects.` };
  const projected = project(kind as WatchedKind, object, digest);
  return { stream: 'state.k8s.resource', record: { op: isDeleted ? 'delete' : 'upsert', observedAt, cluster, object: projected } };
}

function recordOfCoreEvent(object: KubeObject, cluster: string, digest: KeyedDigest, observedAt: number): Mapped {
  const fields = object as unknown as Fields;
  const event = (isFields(fields.regarding) ? coreEventOf(fields) : fields) as unknown as KubeObject;
  const { uid, name, resourceVersion } = object.metadata;
  const message = maskedExcerpt(textOf((event as unknown as Fields).message), MAX_MESSAGE);
  return {
    stream: 'events.normalized',
    record: {
      eventId: `${uid || name}/${resourceVersion ?? ''}`,
      observedAt,
      cluster,
      event: { ...project(EVENT_KIND, event, digest), message },
    },
  };
}

/** An event of events.k8s.io/v1 in the fields of core/v1. */
function coreEventOf({ regarding, note, deprecatedCount, deprecatedFirstTimestamp, deprecatedLastTimestamp, ...event }: Fields): Fields {
  return {
    ...event,
    involvedObject: regarding,
    message: note,
    ...(deprecatedCount !== undefined && { count: deprecatedCount }),
    ...(deprecatedFirstTimestamp !== undefined && { firstTimestamp: deprecatedFirstTimestamp }),
    ...(deprecatedLastTimestamp !== undefined && { lastTimestamp: deprecatedLastTimestamp }),
  };
}

/**
 * An event of the k8s_events receiver
 * (opentelemetry-collector-contrib, receiver/k8seventsreceiver/k8s_event_to_logdata.go): the object in the resource, the event in the
 * attributes, its message as the body.
 */
function recordOfEvent({ resource, attributes, body, severityText }: OtlpRecord, cluster: string, observedAt: number): Mapped {
  const uid = textOf(attributes['k8s.event.uid']);
  if (!uid) return { reason: 'An event needs the attribute k8s.event.uid.' };
  const namespace = textOf(attributes['k8s.namespace.name'] ?? resource['k8s.namespace.name']);
  const count = Number(attributes['k8s.event.count'] ?? 1);
  const at = new Date(observedAt).toISOString();
  const start = textOf(attributes['k8s.event.start_time']);
  return {
    stream: 'events.normalized',
    record: {
      // The resource version that it has is that of the object. Every repetition raises the count.
      eventId: `${uid}/${count}`,
      observedAt,
      cluster,
      event: {
        metadata: { name: textOf(attributes['k8s.event.name']) || uid, uid, ...(namespace && { namespace }) },
        involvedObject: {
          kind: textOf(resource['k8s.object.kind']),
          name: textOf(resource['k8s.object.name']),
          ...(namespace && { namespace }),
          ...(resource['k8s.object.uid'] !== undefined && { uid: textOf(resource['k8s.object.uid']) }),
          ...(resource['k8s.object.fieldpath'] !== undefined && { fieldPath: textOf(resource['k8s.object.fieldpath']) }),
        },
        reason: textOf(attributes['k8s.event.reason']),
        message: maskedExcerpt(textOf(body), MAX_MESSAGE),
        type: /^warn/i.test(severityText) ? 'Warning' : 'Normal',
        count,
        ...(Number.isFinite(Date.parse(start)) && { firstTimestamp: new Date(start).toISOString() }),
        lastTimestamp: at,
      },
    },
  };
}

function recordOfLine(
  { resource, attributes, body, severityNumber, severityText, time }: OtlpRecord,
  cluster: string,
  observedAt: number,
): Mapped {
  const uid = textOf(resource['k8s.pod.uid']);
  if (!uid)
    return { reason: 'A line of a container needs k8s.pod.uid: use the container parser of filelog, or the k8sattributes processor.' };
  const pod = { uid, namespace: textOf(resource['k8s.namespace.name']), name: textOf(resource['k8s.pod.name']) };
  const container = textOf(resource['k8s.container.name']) || 'unknown';
  const line = maskedExcerpt(typeof body === 'object' && body !== null ? JSON.stringify(body) : textOf(body), MAX_LINE);
  // A collector that sends a batch again sends the same time and line.
  const print = createHash('sha256')
    .update(JSON.stringify([uid, container, time, attributes['log.iostream'], line]))
    .digest('hex');
  return {
    stream: 'logs.normalized',
    record: {
      eventId: print.slice(0, 32),
      observedAt,
      cluster,
      pod,
      container,
      severity: severityOf(severityNumber, severityText, line),
      line,
    },
  };
}

/** The severity numbers of OpenTelemetry (logs data model, SeverityNumber), or else the words that are in common use. */
function severityOf(number: number, text: string, line: string): string {
  if (number >= 21) return 'fatal';
  if (number >= 17) return 'error';
  if (number >= 13) return 'warning';
  if (number >= 9) return 'info';
  if (number >= 1) return 'debug';
  const word = /\b(fatal|panic|error|warn(?:ing)?|info|debug|trace)\b/i.exec(text || line.slice(0, 200))?.[1]?.toLowerCase();
  if (word === undefined) return 'unknown';
  if (word === 'panic') return 'fatal';
  return word === 'trace' ? 'debug' : word === 'warn' ? 'warning' : word;
}
