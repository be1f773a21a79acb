import { type Container, containersOfPod, type Ending } from '#lib/kubernetes/containers.ts';
import type { KubeObject } from '#lib/kubernetes/kinds.ts';
import { condition } from '#lib/kubernetes/object.ts';

/** A container as far as the reading of its log depends on it. */
export interface ContainerDigest {
  name: string;
  /** Its log is worth reading closely. */
  unwell: boolean;
  /** When it last restarted, epoch ms, if it has run well since. It counts as unwell for a while after that. */
  restartedAt: number | undefined;
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

/** Whether the log of a container is worth reading closely. `now` in epoch ms: restarts age. */
export function isUnwell({ unwell, restartedAt }: ContainerDigest, now: number): boolean {
  return unwell || (restartedAt !== undefined && now - restartedAt < RECENT_RESTART_MS);
}

/** What matters of a pod for reading its logs. It is small, since it is kept for every pod of the cluster. */
export function digestPod(pod: KubeObject): PodDigest {
  const { uid, name, namespace = '' } = pod.metadata;
  const owner = (pod.metadata.ownerReferences as { uid?: string }[] | undefined)?.[0]?.uid;
  return {
    uid,
    namespace,
    name,
    workload: owner ?? uid,
    ready: condition(pod, 'Ready')?.status === 'True',
    containers: containersOfPod(pod).map(digestContainer),
  };
}

function digestContainer(container: Container): ContainerDigest {
  const { name, running, terminated, last, restarts } = container;
  const unwell = isUnwellNow(container);
  const isWaiting = !running && !terminated;
  return {
    name,
    unwell,
    restartedAt: running && !unwell && restarts > 0 ? last?.finishedAt : undefined,
    hasLog: Boolean(running || terminated || last),
    endedInstance: instanceOf(terminated ?? (isWaiting ? last : undefined)),
    previousInstance: isWaiting ? undefined : instanceOf(last),
  };
}

function isUnwellNow({ init, ready, running, terminated, last }: Container): boolean {
  if (terminated) return terminated.exitCode !== 0;
  return running ? !init && !ready : last !== undefined;
}

function instanceOf(ended: Ending | undefined): string | undefined {
  return ended && (ended.containerId ?? (ended.finishedAt === undefined ? 'ended' : String(ended.finishedAt)));
}
