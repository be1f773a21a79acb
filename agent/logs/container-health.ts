import { type Container, containersOfPod, type Ending } from '#lib/kubernetes/containers.ts';
import type { KubeObject } from '#lib/kubernetes/kinds.ts';
import { condition } from '#lib/kubernetes/object.ts';

/** A container as far as the reading of its log depends on it. */
export interface ContainerDigest {
  name: string;
  /** Why its log is worth reading closely; undefined for one that is well. */
  unwell: string | undefined;
  /** Whether its current or last instance has a log to read. */
  hasLog: boolean;
  /** Identifies the instance that ended, where the log can't grow any more. */
  endedInstance: string | undefined;
  /** Identifies the instance before the one that runs now, where there is one. */
  previousInstance: string | undefined;
}

/** A pod as far as the reading of its logs depends on it. */
export interface PodDigest {
  uid: string;
  namespace: string;
  name: string;
  /** What the pod is one of: its owner, or itself. One pod of a workload speaks for the others. */
  workload: string;
  ready: boolean;
  containers: ContainerDigest[];
}

/** A container that restarted this recently is not well yet, though it runs. */
const RECENT_RESTART_MS = 10 * 60_000;

/** What matters of a pod for reading its logs. `now` in epoch ms: restarts age. */
export function digestPod(pod: KubeObject, now: number): PodDigest {
  const { uid, name, namespace = '' } = pod.metadata;
  const owner = (pod.metadata.ownerReferences as { uid?: string }[] | undefined)?.[0]?.uid;
  return {
    uid,
    namespace,
    name,
    workload: owner ?? uid,
    ready: condition(pod, 'Ready')?.status === 'True',
    containers: containersOfPod(pod).map((container) => digestContainer(container, now)),
  };
}

function digestContainer(container: Container, now: number): ContainerDigest {
  const { name, running, terminated, last } = container;
  const isWaiting = !running && !terminated;
  return {
    name,
    unwell: whyUnwell(container, now),
    hasLog: Boolean(running || terminated || last),
    endedInstance: instanceOf(terminated ?? (isWaiting ? last : undefined)),
    previousInstance: isWaiting ? undefined : instanceOf(last),
  };
}

function whyUnwell({ init, ready, restarts, waiting, running, terminated, last }: Container, now: number): string | undefined {
  if (terminated) return terminated.exitCode === 0 ? undefined : (terminated.reason ?? `exit code ${terminated.exitCode}`);
  if (!running) return last ? (waiting?.reason ?? 'waiting') : undefined;
  if (!init && !ready) return 'not ready';
  return restarts > 0 && last?.finishedAt !== undefined && now - last.finishedAt < RECENT_RESTART_MS ? 'restarted' : undefined;
}

function instanceOf(ended: Ending | undefined): string | undefined {
  return ended && (ended.containerId ?? (ended.finishedAt === undefined ? 'ended' : String(ended.finishedAt)));
}
