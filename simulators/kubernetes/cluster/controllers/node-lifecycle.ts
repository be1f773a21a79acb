import type { Obj } from '../../store/object.ts';
import { type Condition, conditionOf, isTrue } from '../api-machinery/conditions.ts';
import { type Taint, tolerationOf } from '../api-machinery/selectors.ts';
import type { World } from '../world.ts';
import { isReady } from './pods.ts';

const UNREACHABLE = 'node.kubernetes.io/unreachable';
const NOT_READY = 'node.kubernetes.io/not-ready';
const UNSCHEDULABLE = 'node.kubernetes.io/unschedulable';
const PRESSURES: Record<string, string> = {
  MemoryPressure: 'node.kubernetes.io/memory-pressure',
  DiskPressure: 'node.kubernetes.io/disk-pressure',
  PIDPressure: 'node.kubernetes.io/pid-pressure',
};
const KEPT_HERE = [UNREACHABLE, NOT_READY, UNSCHEDULABLE, ...Object.values(PRESSURES)];

/**
 * Monitors the nodes: one whose Lease is no longer renewed becomes Unknown, is tainted, and its pods are evicted after a
 * while.
 */
export function nodeLifecycle(world: World): () => void {
  const seen = new Map<string, { renewTime: string; at: number }>();
  const ready = new Set<string>();
  return () => {
    for (const node of world.list('Node')) {
      const lease = world.store.find('Lease', 'kube-node-lease', node.metadata.name);
      const renewTime = lease?.spec.renewTime ?? '';
      const last = seen.get(node.metadata.name);
      if (!last || last.renewTime !== renewTime) seen.set(node.metadata.name, { renewTime, at: world.now() });
      else if (world.now() - last.at > world.times.nodeMonitorGrace) markUnknown(world, node);
      const { name } = node.metadata;
      if (isTrue(node, 'Ready')) ready.add(name);
      else if (ready.delete(name) && conditionOf(node, 'Ready')?.status === 'False') tellNotReady(world, node);
      taint(world, node);
    }
    for (const pod of world.list('Pod')) evict(world, pod);
  };
}

function markUnknown(world: World, node: Obj): void {
  const conditions: Condition[] = node.status?.conditions ?? [];
  if (conditions.length === 0 || conditions.every((one) => one.status === 'Unknown')) return;
  const wasReady = isTrue(node, 'Ready');
  const time = world.time();
  world.setStatus(node, {
    ...node.status,
    conditions: conditions.map((one) => ({
      ...one,
      status: 'Unknown',
      reason: 'NodeStatusUnknown',
      message: 'Kubelet stopped posting node status.',
      lastTransitionTime: one.status === 'Unknown' ? one.lastTransitionTime : time,
    })),
  });
  if (wasReady) tellNotReady(world, node);
}

/** Records the Event of a node that is no longer ready, and marks its pods as not ready. */
function tellNotReady(world: World, node: Obj): void {
  const { name } = node.metadata;
  const time = world.time();
  world.events.record(node, {
    type: 'Normal',
    reason: 'NodeNotReady',
    message: `Node ${name} status is now: NodeNotReady`,
    component: 'node-controller',
  });
  for (const pod of world.list('Pod').filter((one) => one.spec.nodeName === name && isReady(one))) {
    world.setStatus(pod, {
      ...pod.status,
      conditions: pod.status.conditions.map((one: Condition) =>
        one.type === 'Ready' ? { ...one, status: 'False', lastTransitionTime: time } : one,
      ),
    });
    world.events.record(pod, { type: 'Warning', reason: 'NodeNotReady', message: 'Node is not ready', component: 'node-controller' });
  }
}

/** Updates the taints of a node from its Ready condition and its cordon. */
function taint(world: World, node: Obj): void {
  const status = conditionOf(node, 'Ready')?.status;
  const key = status === 'Unknown' ? UNREACHABLE : status === 'False' ? NOT_READY : undefined;
  const present: Taint[] = node.spec.taints ?? [];
  const wanted = present.filter((one) => !KEPT_HERE.includes(one.key) || isWanted(one, key, node));
  const add = (one: Taint) => {
    if (!wanted.some((other) => other.key === one.key && other.effect === one.effect)) wanted.push({ ...one, timeAdded: world.time() });
  };
  if (node.spec.unschedulable) add({ key: UNSCHEDULABLE, effect: 'NoSchedule' });
  for (const [type, pressure] of Object.entries(PRESSURES)) if (isTrue(node, type)) add({ key: pressure, effect: 'NoSchedule' });
  if (key) add({ key, effect: 'NoSchedule' });
  // NoExecute is added by another worker a moment later: in the next round.
  if (key && present.some((one) => one.key === key && one.effect === 'NoSchedule')) add({ key, effect: 'NoExecute' });
  if (JSON.stringify(wanted) === JSON.stringify(present)) return;
  world.change(node, { spec: { taints: wanted.length > 0 ? wanted : null } });
}

function isWanted({ key }: Taint, ready: string | undefined, node: Obj): boolean {
  const pressure = Object.entries(PRESSURES).find(([, one]) => one === key);
  if (pressure) return isTrue(node, pressure[0]);
  return key === UNSCHEDULABLE ? Boolean(node.spec.unschedulable) : key === ready;
}

/** Deletes a pod that does not, or no longer, tolerate a NoExecute taint of its node, and one whose node is gone. */
function evict(world: World, pod: Obj): void {
  if (!pod.spec.nodeName) return;
  const node = world.store.find('Node', undefined, pod.spec.nodeName);
  if (!node) {
    world.store.remove(pod);
    return;
  }
  if (pod.metadata.deletionTimestamp || pod.metadata.annotations?.['kubernetes.io/config.mirror']) return;
  const taints: Taint[] = (node.spec.taints ?? []).filter((one: Taint) => one.effect === 'NoExecute');
  const due = taints.some((one) => {
    const toleration = tolerationOf(pod.spec, one);
    if (!toleration) return true;
    const since = Date.parse(one.timeAdded ?? world.time());
    return toleration.tolerationSeconds !== undefined && world.now() - since >= toleration.tolerationSeconds * 1000;
  });
  if (!due) return;
  const { namespace, name } = pod.metadata;
  world.events.record(pod, {
    type: 'Normal',
    reason: 'TaintManagerEviction',
    message: `Marking for deletion Pod ${namespace}/${name}`,
    component: 'taint-eviction-controller',
  });
  const condition: Condition = {
    type: 'DisruptionTarget',
    status: 'True',
    reason: 'DeletionByTaintManager',
    message: 'Taint manager: deleting due to NoExecute taint',
    lastProbeTime: null,
    lastTransitionTime: world.time(),
  };
  world.setStatus(pod, { ...pod.status, conditions: [...(pod.status?.conditions ?? []), condition] });
  world.delete(pod);
}
