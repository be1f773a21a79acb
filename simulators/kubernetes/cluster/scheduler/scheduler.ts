import type { Obj } from '../../store/object.ts';
import { type Condition, withCondition } from '../api-machinery/conditions.ts';
import { milliCpu } from '../api-machinery/quantity.ts';
import { controllerOf, type World } from '../world.ts';
import { loadOf, misfit } from './fit.ts';
import type { Misfit } from './misfit.ts';
import { chooseNode, chosenNode, claimProblem } from './volumes.ts';

/**
 * Binds pods to nodes. An unschedulable pod is retried when the cluster has changed in a way that may help (a node, a
 * claim, or a pod gone), and after a while in any case; every attempt is recorded as an Event.
 */
export function scheduler(world: World): () => void {
  const tried = new Map<string, { at: number; summary: string; message: string }>();
  return () => {
    const waiting = world.list('Pod').filter((pod) => !pod.spec.nodeName && !pod.metadata.deletionTimestamp);
    for (const uid of tried.keys()) if (!waiting.some((pod) => pod.metadata.uid === uid)) tried.delete(uid);
    for (const pod of [...waiting].sort((a, b) => (b.spec.priority ?? 0) - (a.spec.priority ?? 0))) {
      if (pod.spec.schedulingGates?.length) {
        noteGates(world, pod);
        continue;
      }
      const last = tried.get(pod.metadata.uid);
      const summary = stateSummary(world, pod);
      if (last && last.summary === summary && world.now() - last.at < world.times.schedulingRetry) continue;
      const message = place(world, pod);
      if (!message) continue;
      tried.set(pod.metadata.uid, { at: world.now(), summary, message });
      if (!last || last.message !== message || world.now() - last.at >= world.times.schedulingRetry) recordFailure(world, pod, message);
    }
  };
}

/** A summary of the state that a new attempt depends on. */
function stateSummary(world: World, pod: Obj): string {
  const nodes = world.list('Node').map((node) => JSON.stringify([node.spec, node.metadata.labels, node.status?.allocatable]));
  const claims = world
    .list('PersistentVolumeClaim', pod.metadata.namespace)
    .map((claim) => `${claim.metadata.name}${claim.spec.volumeName}`);
  const taken = world.list('Pod').filter((one) => one.spec.nodeName).length;
  return `${nodes}|${claims}|${taken}`;
}

/** Binds a pod to the best node; otherwise returns why there is none. */
function place(world: World, pod: Obj): string | undefined {
  const nodes = world.list('Node');
  const head = `0/${nodes.length} nodes are available:`;
  const problem = claimProblem(world, pod);
  // When a claim ends the attempt this early, 1.34 appends the empty result of its plugin for device claims.
  if (problem) return `${head} ${problem}. not found`;
  const misfits: Misfit[] = [];
  const fitting: Obj[] = [];
  for (const node of nodes) {
    const reason = misfit(world, pod, node);
    if (reason) misfits.push(reason);
    else fitting.push(node);
  }
  const best = fitting.find((node) => node.metadata.name === chosenNode(world, pod)) ?? bestOf(world, pod, fitting);
  if (best) {
    if (chooseNode(world, pod, best.metadata.name)) bind(world, pod, best.metadata.name);
    return undefined;
  }
  if (nodes.length === 0) return 'no nodes available to schedule pods';
  const final = misfits.filter((one) => one.final).length;
  const victims = misfits.length - final;
  const preemption = count([
    ...Array<string>(final).fill('Preemption is not helpful for scheduling'),
    ...Array<string>(victims).fill('No preemption victims found for incoming pod'),
  ]);
  return `${head} ${count(misfits.flatMap((one) => one.reasons))}. no new claims to deallocate, preemption: ${head} ${preemption}.`;
}

function count(reasons: string[]): string {
  const counts = new Map<string, number>();
  for (const reason of reasons) counts.set(reason, (counts.get(reason) ?? 0) + 1);
  return [...counts]
    .map(([reason, times]) => `${times} ${reason}`)
    .sort()
    .join(', ');
}

/** The node with the fewest pods of the same owner, then the least CPU in use. */
function bestOf(world: World, pod: Obj, nodes: Obj[]): Obj | undefined {
  const owner = controllerOf(pod)?.uid;
  const score = (node: Obj) => {
    const kin = world.list('Pod').filter((one) => one.spec.nodeName === node.metadata.name && owner && controllerOf(one)?.uid === owner);
    return kin.length * 10 + loadOf(world, node).cpu / Math.max(1, milliCpu(node.status?.allocatable?.cpu));
  };
  return nodes
    .map((node) => ({ node, score: score(node) }))
    .sort((a, b) => a.score - b.score || (a.node.metadata.name < b.node.metadata.name ? -1 : 1))[0]?.node;
}

function bind(world: World, pod: Obj, node: string): void {
  const scheduled: Condition = { type: 'PodScheduled', status: 'True', lastProbeTime: null };
  const { nodeName: _, ...spec } = pod.spec;
  world.store.update({
    ...pod,
    spec: { ...spec, nodeName: node },
    status: { ...pod.status, conditions: withCondition(pod.status?.conditions, scheduled, world.time()) },
  });
  const { namespace, name } = pod.metadata;
  recordEvent(world, pod, 'Normal', 'Scheduled', `Successfully assigned ${namespace}/${name} to ${node}`);
}

/** A pod with scheduling gates is not looked at, which is no event but a condition (kubernetes/pkg/registry/core/pod/strategy.go). */
function noteGates(world: World, pod: Obj): void {
  const known = (pod.status?.conditions ?? []).some((one: Condition) => one.type === 'PodScheduled' && one.reason === 'SchedulingGated');
  if (known) return;
  const gated: Condition = {
    type: 'PodScheduled',
    status: 'False',
    reason: 'SchedulingGated',
    message: 'Scheduling is blocked due to non-empty scheduling gates',
    lastProbeTime: null,
  };
  world.setStatus(pod, { ...pod.status, conditions: withCondition(pod.status?.conditions, gated, world.time()) });
}

function recordFailure(world: World, pod: Obj, message: string): void {
  const condition: Condition = {
    type: 'PodScheduled',
    status: 'False',
    reason: 'Unschedulable',
    message,
    lastProbeTime: null,
    ...(pod.metadata.generation && { observedGeneration: pod.metadata.generation }),
  };
  world.setStatus(pod, { ...pod.status, conditions: withCondition(pod.status?.conditions, condition, world.time()) });
  recordEvent(world, pod, 'Warning', 'FailedScheduling', message);
}

function recordEvent(world: World, pod: Obj, type: 'Normal' | 'Warning', reason: string, message: string): void {
  world.events.record(pod, { type, reason, message, component: 'default-scheduler' });
}
