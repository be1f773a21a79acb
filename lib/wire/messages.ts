import { hash } from 'node:crypto';
import { z } from 'zod';
import { CLUSTER_NAME, type Stream } from './names.ts';

/**
 * The messages of the five streams, version 1. The agent builds them, the edge and every consumer parse them.
 * Times are epoch milliseconds. Unknown fields are kept out: what is not named here does not enter the log.
 */

/** Largest serialized message the edge takes, in bytes. An object of Kubernetes is at most 1.5 MiB in etcd; projected ones are far smaller. */
export const MAX_MESSAGE_BYTES = 256 * 1024;

const time = z.number().int().nonnegative().max(8.64e15);
const text = z.string().max(1024);

/** The name a client gives to one of its clusters. */
export const clusterName = z
  .string()
  .regex(CLUSTER_NAME, 'a cluster name has 1 to 63 of a-z, 0-9, "-" and ".", and begins and ends with a letter or digit');

/** A Kubernetes API object as projected by the agent: identity is required, everything else is carried as it is. */
export const kubernetesObject = z.looseObject({
  apiVersion: z.string().min(1).max(253),
  kind: z.string().min(1).max(63),
  metadata: z.looseObject({
    name: z.string().min(1).max(253),
    uid: z.string().min(1).max(253),
    namespace: z.string().max(253).optional(),
    resourceVersion: z.string().max(64).optional(),
  }),
});

/** `state.k8s.resource`: an object as it is now, or (op delete) as it was last. Key: cluster/uid. */
export const stateMessage = z.object({
  op: z.enum(['upsert', 'delete']),
  observedAt: time,
  cluster: clusterName,
  object: kubernetesObject,
});

/** `events.normalized`: a core/v1 Event; eventId is `<uid>/<resourceVersion>`, so each update of a repeating event is a record of its own. Key: cluster/eventId. */
export const eventMessage = z.object({
  eventId: z.string().min(1).max(253),
  observedAt: time,
  cluster: clusterName,
  event: z.looseObject({
    metadata: z.looseObject({ name: z.string().max(253), namespace: z.string().max(253).optional(), uid: z.string().max(253).optional() }),
    involvedObject: z.looseObject({
      kind: z.string().max(63),
      name: z.string().max(253),
      namespace: z.string().max(253).optional(),
      uid: z.string().max(253).optional(),
    }),
    reason: z.string().max(1024).optional(),
    message: z.string().max(32_768).optional(),
    type: z.string().max(63).optional(),
  }),
});

/** `logs.normalized`: one line of a container. `previous` marks a line of the container before its last restart. Key: cluster/podUid. */
export const logMessage = z.object({
  eventId: z.string().min(1).max(253),
  observedAt: time,
  cluster: clusterName,
  pod: z.object({ uid: text, namespace: text, name: text }),
  container: text,
  previous: z.boolean().optional(),
  severity: z.enum(['debug', 'info', 'warning', 'error', 'fatal', 'unknown']),
  line: z.string().max(16_384),
});

/** `alerts.normalized`: an alert as Alertmanager's webhook gives it. Key: cluster/eventId. */
export const alertMessage = z.object({
  eventId: z.string().min(1).max(253),
  observedAt: time,
  cluster: clusterName,
  alert: z.looseObject({
    status: z.enum(['firing', 'resolved']),
    labels: z.record(z.string(), z.string()),
    annotations: z.record(z.string(), z.string()).optional(),
    startsAt: z.string().optional(),
    endsAt: z.string().optional(),
  }),
});

/** `metrics.normalized`: one sample. Metric names and units are those of docs/ (cpu_cores, memory_bytes, ...). Key: cluster/uid. */
export const metricMessage = z.object({
  eventId: z.string().min(1).max(253),
  observedAt: time,
  cluster: clusterName,
  resource: z.object({ kind: text, namespace: text.optional(), name: text, uid: text.optional() }),
  metric: z.string().min(1).max(128),
  value: z.number(),
});

export type StateMessage = z.infer<typeof stateMessage>;
export type EventMessage = z.infer<typeof eventMessage>;
export type LogMessage = z.infer<typeof logMessage>;
export type AlertMessage = z.infer<typeof alertMessage>;
export type MetricMessage = z.infer<typeof metricMessage>;

/** The message type of each stream. */
export interface Messages {
  'state.k8s.resource': StateMessage;
  'events.normalized': EventMessage;
  'logs.normalized': LogMessage;
  'alerts.normalized': AlertMessage;
  'metrics.normalized': MetricMessage;
}

/** The schema of each stream's messages. */
export const messageSchemas: { [S in Stream]: z.ZodType<Messages[S]> } = {
  'state.k8s.resource': stateMessage,
  'events.normalized': eventMessage,
  'logs.normalized': logMessage,
  'alerts.normalized': alertMessage,
  'metrics.normalized': metricMessage,
};

/** The key under which a message is appended: records of one key stay in order. */
export function messageKey<S extends Stream>(stream: S, message: Messages[S]): string {
  switch (stream) {
    case 'state.k8s.resource':
      return `${message.cluster}/${(message as StateMessage).object.metadata.uid}`;
    case 'logs.normalized':
      return `${message.cluster}/${(message as LogMessage).pod.uid}`;
    case 'metrics.normalized': {
      const { resource } = message as MetricMessage;
      return `${message.cluster}/${resource.uid ?? `${resource.kind}/${resource.namespace ?? ''}/${resource.name}`}`;
    }
    default:
      return `${message.cluster}/${(message as EventMessage | AlertMessage).eventId}`;
  }
}

/**
 * What makes a record the same as another: a second record of this identity is a duplicate and counts nothing.
 * State has no event id: an object at a resourceVersion is one observation, however often it is sent.
 */
export function messageIdentity<S extends Stream>(stream: S, message: Messages[S]): string {
  if (stream !== 'state.k8s.resource') return `${message.cluster}/${(message as EventMessage).eventId}`;
  const { op, object, observedAt } = message as StateMessage;
  return `${message.cluster}/${object.metadata.uid}/${op}/${object.metadata.resourceVersion ?? observedAt}`;
}

/** A record's identity as it is kept: the first 16 bytes of the SHA-256 of its stream and identity. */
export function identityDigest<S extends Stream>(stream: S, message: Messages[S]): Buffer {
  return hash('sha256', `${stream}\n${messageIdentity(stream, message)}`, 'buffer').subarray(0, 16);
}
