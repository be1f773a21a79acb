import { isoTime, type Obj } from '../../store/object.ts';
import { qosClass } from '../admission/qos.ts';
import { type Condition, withCondition } from '../api-machinery/conditions.ts';
import type { Container } from './container.ts';

interface PodFacts {
  hostIp: string;
  /** When the sandbox was ready. */
  podIp?: string;
  startedAt: number;
  time: string;
}

/** A pod's status derived from its containers, in the kubelet's words. */
export function podStatus(pod: Obj, containers: Container[], { hostIp, podIp, startedAt, time }: PodFacts): Obj['status'] {
  const init = containers.filter((one) => one.init);
  const main = containers.filter((one) => !one.init);
  const phase = phaseOf(pod, init, main);
  const done = phase === 'Succeeded' || phase === 'Failed';
  const observed = pod.metadata.generation === undefined ? {} : { observedGeneration: pod.metadata.generation };
  const set = (conditions: Condition[], type: string, ok: boolean, reason?: string, message?: string) =>
    withCondition(
      conditions,
      { type, status: ok ? 'True' : 'False', lastProbeTime: null, ...observed, ...(reason && { reason }), ...(message && { message }) },
      time,
    );
  const unready = main.filter((one) => !one.ready).map((one) => one.name);
  const initialized = init.every((one) => one.exit?.code === 0);
  const waitingFor = init.filter((one) => one.exit?.code !== 0).map((one) => one.name);
  const completed = phase === 'Succeeded' ? 'PodCompleted' : phase === 'Failed' ? 'PodFailed' : undefined;
  const why = completed
    ? ([completed, undefined] as const)
    : (['ContainersNotReady', `containers with unready status: [${unready.join(' ')}]`] as const);
  const allReady = !done && initialized && unready.length === 0;
  let conditions: Condition[] = pod.status?.conditions ?? [];
  conditions = set(conditions, 'PodReadyToStartContainers', Boolean(podIp) && !done);
  conditions = initialized
    ? set(conditions, 'Initialized', true, phase === 'Succeeded' ? 'PodCompleted' : undefined)
    : set(conditions, 'Initialized', false, 'ContainersNotInitialized', `containers with incomplete status: [${waitingFor.join(' ')}]`);
  conditions = allReady ? set(conditions, 'Ready', true) : set(conditions, 'Ready', false, ...why);
  conditions = allReady ? set(conditions, 'ContainersReady', true) : set(conditions, 'ContainersReady', false, ...why);
  conditions = set(conditions, 'PodScheduled', true);
  return {
    ...observed,
    phase,
    conditions: inOrder(conditions),
    hostIP: hostIp,
    hostIPs: [{ ip: hostIp }],
    ...(podIp && { podIP: podIp, podIPs: [{ ip: podIp }] }),
    startTime: pod.status?.startTime ?? isoTime(startedAt),
    ...(init.length > 0 && { initContainerStatuses: init.map((one) => one.status()) }),
    containerStatuses: main.map((one) => one.status()),
    qosClass: pod.status?.qosClass ?? qosClass(pod),
  };
}

const ORDER = ['PodReadyToStartContainers', 'Initialized', 'Ready', 'ContainersReady', 'PodScheduled'];

/** Conditions written by others come first, then the kubelet's in its own order. */
function inOrder(conditions: Condition[]): Condition[] {
  return [...conditions].sort((a, b) => ORDER.indexOf(a.type) - ORDER.indexOf(b.type));
}

function phaseOf(pod: Obj, init: Container[], main: Container[]): string {
  if (pod.status?.phase === 'Succeeded' || pod.status?.phase === 'Failed') return pod.status.phase;
  const never = pod.spec.restartPolicy === 'Never';
  if (never && init.some((one) => one.exit && one.exit.code !== 0)) return 'Failed';
  if (init.some((one) => one.exit?.code !== 0)) return 'Pending';
  if (main.some((one) => !one.running && !hasRun(one))) return 'Pending';
  if (main.some((one) => one.running) || pod.spec.restartPolicy === 'Always') return 'Running';
  const failed = main.some((one) => one.exit?.code !== 0);
  return failed ? (never ? 'Failed' : 'Running') : 'Succeeded';
}

function hasRun(container: Container): boolean {
  const { state, lastState } = container.status();
  return Boolean(state.terminated ?? lastState.terminated);
}
