import type { Obj } from '../../store/object.ts';
import { AGE, type Column, column, hasCondition, NAME, NONE, since, wide } from './columns.ts';

/** One line of `kubectl get pods`: the summary of the containers' states. */
interface PodSummary {
  ready: number;
  total: number;
  status: string;
  restarts: number;
  /** When a container last ended (epoch ms); 0 if none has. */
  lastRestart: number;
}

type ContainerStatus = Obj['status'];

/**
 * The displayed status of a pod, by the rules of the real printer: the waiting or termination reason of the last container
 * that has one; among init containers, of the first that has not finished; deletion takes precedence.
 */
export function summaryOf(pod: Obj): PodSummary {
  const { spec, status = {}, metadata } = pod;
  const inits: Obj['spec'][] = spec?.initContainers ?? [];
  const sidecars = new Set(inits.filter((one) => one.restartPolicy === 'Always').map((one) => one.name));
  const summary: PodSummary = {
    ready: 0,
    total: (spec?.containers ?? []).length + sidecars.size,
    status: statusBeforeContainers(status),
    restarts: 0,
    lastRestart: 0,
  };

  const sidecarRestarts = { restarts: 0, lastRestart: 0 };
  const waitingInit = countInits(status.initContainerStatuses ?? [], inits.length, sidecars, summary, sidecarRestarts);
  if (waitingInit !== undefined) summary.status = waitingInit;
  if (waitingInit === undefined || hasCondition(pod, 'Initialized')) {
    Object.assign(summary, sidecarRestarts);
    countContainers(pod, summary);
  }

  const over = status.phase === 'Succeeded' || status.phase === 'Failed';
  if (metadata.deletionTimestamp && status.reason === 'NodeLost') summary.status = 'Unknown';
  else if (metadata.deletionTimestamp && !over) summary.status = 'Terminating';
  return summary;
}

function statusBeforeContainers(status: Obj['status']): string {
  const gated = (status.conditions ?? []).some(
    (condition: { type: string; reason?: string }) => condition.type === 'PodScheduled' && condition.reason === 'SchedulingGated',
  );
  return gated ? 'SchedulingGated' : (status.reason ?? status.phase ?? '');
}

/** Counts the init containers; returns the pod's status if one of them has not finished. */
function countInits(
  statuses: ContainerStatus[],
  total: number,
  sidecars: ReadonlySet<string>,
  summary: PodSummary,
  sidecarRestarts: { restarts: number; lastRestart: number },
): string | undefined {
  for (const [index, container] of statuses.entries()) {
    const { waiting, terminated } = container.state ?? {};
    count(container, summary);
    if (sidecars.has(container.name)) count(container, sidecarRestarts);
    if (terminated?.exitCode === 0) continue;
    if (sidecars.has(container.name) && container.started) {
      if (container.ready) summary.ready++;
      continue;
    }
    if (terminated) return `Init:${endingOf(terminated)}`;
    if (waiting?.reason && waiting.reason !== 'PodInitializing') return `Init:${waiting.reason}`;
    return `Init:${index}/${total}`;
  }
  return undefined;
}

function countContainers(pod: Obj, summary: PodSummary): void {
  let running = false;
  for (const container of [...(pod.status?.containerStatuses ?? [])].reverse()) {
    const { waiting, terminated } = container.state ?? {};
    count(container, summary);
    if (waiting?.reason) summary.status = waiting.reason;
    else if (terminated) summary.status = endingOf(terminated);
    else if (container.ready && container.state?.running) {
      running = true;
      summary.ready++;
    }
  }
  if (summary.status === 'Completed' && running) summary.status = hasCondition(pod, 'Ready') ? 'Running' : 'NotReady';
}

function endingOf({ reason, signal, exitCode }: { reason?: string; signal?: number; exitCode: number }): string {
  return reason || (signal ? `Signal:${signal}` : `ExitCode:${exitCode}`);
}

function count(container: ContainerStatus, into: { restarts: number; lastRestart: number }): void {
  into.restarts += container.restartCount ?? 0;
  const ended = Date.parse(container.lastState?.terminated?.finishedAt ?? '');
  if (ended > into.lastRestart) into.lastRestart = ended;
}

function readinessGates(pod: Obj): string {
  const gates: { conditionType: string }[] = pod.spec?.readinessGates ?? [];
  if (gates.length === 0) return NONE;
  const open = gates.filter(({ conditionType }) => hasCondition(pod, conditionType));
  return `${open.length}/${gates.length}`;
}

/** The columns of pods. */
export const POD: Record<string, Column[]> = {
  Pod: [
    NAME,
    column('Ready', (pod) => {
      const { ready, total } = summaryOf(pod);
      return `${ready}/${total}`;
    }),
    column('Status', (pod) => summaryOf(pod).status),
    column('Restarts', (pod, now) => {
      const { restarts, lastRestart } = summaryOf(pod);
      return restarts > 0 && lastRestart > 0 ? `${restarts} (${since(new Date(lastRestart).toISOString(), now)} ago)` : String(restarts);
    }),
    AGE,
    wide('IP', ({ status }) => status?.podIPs?.[0]?.ip || status?.podIP || NONE),
    wide('Node', ({ spec }) => spec?.nodeName || NONE),
    wide('Nominated Node', ({ status }) => status?.nominatedNodeName || NONE),
    wide('Readiness Gates', readinessGates),
  ],
};
