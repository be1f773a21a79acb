import type { KubeObject } from '#lib/kubernetes/kinds.ts';

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

interface Terminated {
  exitCode?: number;
  reason?: string;
  finishedAt?: string;
  containerID?: string;
}

interface ContainerStatus {
  name: string;
  ready?: boolean;
  restartCount?: number;
  state?: { waiting?: { reason?: string }; running?: object; terminated?: Terminated };
  lastState?: { terminated?: Terminated };
}

interface PodStatus {
  conditions?: { type: string; status: string }[];
  containerStatuses?: ContainerStatus[];
  initContainerStatuses?: ContainerStatus[];
}

/** A container that restarted this recently is not well yet, though it runs. */
const RECENT_RESTART_MS = 10 * 60_000;

const instanceOf = (ended: Terminated | undefined) => ended && (ended.containerID || ended.finishedAt || 'ended');

function digestContainer(status: ContainerStatus, init: boolean, now: number): ContainerDigest {
  const { waiting, running, terminated } = status.state ?? {};
  const last = status.lastState?.terminated;
  return {
    name: status.name,
    unwell: whyUnwell(status, init, now),
    hasLog: Boolean(running || terminated || (waiting && last)),
    endedInstance: instanceOf(terminated ?? (waiting ? last : undefined)),
    previousInstance: waiting ? undefined : instanceOf(last),
  };
}

function whyUnwell({ ready, restartCount = 0, state = {}, lastState }: ContainerStatus, init: boolean, now: number): string | undefined {
  const { waiting, running, terminated } = state;
  const last = lastState?.terminated;
  if (terminated) return terminated.exitCode === 0 ? undefined : (terminated.reason ?? `exit code ${terminated.exitCode}`);
  if (waiting) return last ? (waiting.reason ?? 'waiting') : undefined;
  if (!running) return undefined;
  if (!init && !ready) return 'not ready';
  const endedAt = Date.parse(last?.finishedAt ?? '');
  return restartCount > 0 && now - endedAt < RECENT_RESTART_MS ? 'restarted' : undefined;
}

/** What matters of a pod for reading its logs. `now` in epoch ms: restarts age. */
export function digestPod(pod: KubeObject, now: number): PodDigest {
  const status = (pod.status ?? {}) as PodStatus;
  const { uid, name, namespace = '' } = pod.metadata;
  const owner = (pod.metadata.ownerReferences as { uid?: string }[] | undefined)?.[0]?.uid;
  return {
    uid,
    namespace,
    name,
    workload: owner ?? uid,
    ready: status.conditions?.some(({ type, status }) => type === 'Ready' && status === 'True') ?? false,
    containers: [
      ...(status.initContainerStatuses ?? []).map((container) => digestContainer(container, true, now)),
      ...(status.containerStatuses ?? []).map((container) => digestContainer(container, false, now)),
    ],
  };
}
