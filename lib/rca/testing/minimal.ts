import type { KubernetesObject } from '#lib/kubernetes/object.ts';
import { diagnose } from '../diagnose.ts';
import type { Diagnosis, LogExcerpt } from '../types.ts';
import { event, snapshotOf, stamp, WINDOW } from './snapshots.ts';

/** A dump of one to three objects: a description, the objects, events and logs, and the right answer. */
export interface Minimal {
  what: string;
  resources?: KubernetesObject[];
  events?: KubernetesObject[];
  logs?: LogExcerpt[];
  code: string;
  /** `Kind/name` of the object to blame. */
  blamed: string;
}

/** The whole answer to a dump of few objects. */
export function diagnosisOf({ resources = [], events = [], logs = [] }: Pick<Minimal, 'resources' | 'events' | 'logs'>): Diagnosis {
  return diagnose(snapshotOf(resources, { events, logs }), WINDOW);
}

/** `code Kind/name` of the first cause, or the reason why there is none. */
export function firstOf(dump: Pick<Minimal, 'resources' | 'events' | 'logs'>): string {
  const { causes, reason } = diagnosisOf(dump);
  const [first] = causes;
  return first ? `${first.code} ${first.object.kind}/${first.object.name}` : `no cause: ${reason}`;
}

/** A pod without an owner, as for trying things out; it waits with the given reason, if there is one. */
export function lonePod(
  name: string,
  options: {
    waiting?: [string, string?];
    spec?: KubernetesObject;
    container?: KubernetesObject;
    status?: KubernetesObject;
    state?: KubernetesObject;
  } = {},
): KubernetesObject {
  const { waiting } = options;
  const state =
    options.state ?? (waiting ? { state: { waiting: { reason: waiting[0], ...(waiting[1] && { message: waiting[1] }) } } } : undefined);
  return {
    apiVersion: 'v1',
    kind: 'Pod',
    metadata: { name, namespace: 'default', uid: `uid-${name}`, creationTimestamp: stamp(20), labels: { app: name } },
    spec: { nodeName: 'worker-1', containers: [{ name: 'main', image: 'example.org/app:1', ...options.container }], ...options.spec },
    status: {
      phase: waiting ? 'Pending' : 'Running',
      startTime: stamp(20),
      conditions: [
        { type: 'PodScheduled', status: 'True' },
        { type: 'Ready', status: 'False', lastTransitionTime: stamp(20) },
      ],
      containerStatuses: [{ name: 'main', ready: false, restartCount: 0, ...state }],
      ...options.status,
    },
  };
}

/** A container that exits and is restarted again and again. */
export function looping(exitCode: number, reason = 'Error', message?: string): KubernetesObject {
  return {
    restartCount: 7,
    state: { waiting: { reason: 'CrashLoopBackOff', message: 'back-off 5m0s restarting failed container=main' } },
    lastState: { terminated: { exitCode, reason, startedAt: stamp(2), finishedAt: stamp(1.9), ...(message && { message }) } },
  };
}

/** A pod that the scheduler could not schedule, with its verdict. */
export function unplaced(name: string, message: string, spec: KubernetesObject = {}): KubernetesObject {
  return lonePod(name, {
    spec: { nodeName: undefined, ...spec },
    status: {
      phase: 'Pending',
      conditions: [{ type: 'PodScheduled', status: 'False', reason: 'Unschedulable', message }],
      containerStatuses: undefined,
    },
  });
}

/** An event about an object in the namespace default. */
export function eventAbout(kind: string, name: string, reason: string, message: string, type = 'Warning'): KubernetesObject {
  return event({ kind, ...(kind !== 'Node' && { namespace: 'default' }), name }, reason, message, { type });
}

/** The same event in the format of events.k8s.io/v1. */
export function newStyle(old: KubernetesObject): KubernetesObject {
  const { involvedObject, message, count, firstTimestamp, lastTimestamp, metadata, type, reason } = old;
  return {
    apiVersion: 'events.k8s.io/v1',
    kind: 'Event',
    metadata,
    type,
    reason,
    note: message,
    regarding: involvedObject,
    eventTime: firstTimestamp,
    series: { count, lastObservedTime: lastTimestamp },
    reportingController: 'kubelet',
  };
}

/** The log of a pod's one container. */
export function logOf(pod: string, lines: string[], previous = true): LogExcerpt {
  return { namespace: 'default', pod, container: 'main', previous, lines };
}

/** An object in the namespace default. */
export function plain(kind: string, name: string, body: KubernetesObject = {}): KubernetesObject {
  return {
    apiVersion: 'v1',
    kind,
    metadata: { name, namespace: 'default', uid: `uid-${kind}-${name}`, creationTimestamp: stamp(60) },
    ...body,
  };
}
