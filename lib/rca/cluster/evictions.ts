import { byText } from '#lib/kubernetes/canonical.ts';
import type { Window } from '../types.ts';
import type { ClusterEvent, ReadEvent } from './events.ts';
import type { Workload } from './workloads.ts';

/**
 * Who takes pods away from their nodes, as its events say: the descheduler; the controller that evicts pods from tainted nodes;
 * the kubelet, which refuses a pod that was bound to its node past the scheduler.
 */
const EVICTORS = ['descheduler', 'taint-controller', 'kubelet'] as const;
export type Evictor = (typeof EVICTORS)[number];

/** A pod that was taken away. It is usually gone, so its event is about an object that the snapshot lacks. */
export interface Eviction {
  by: Evictor;
  event: ClusterEvent;
  at: number;
}

/** The evictions of each workload's pods within the window, oldest first, one for each pod, by the workload's key. */
export function evictionsOf(events: readonly ReadEvent[], workloads: readonly Workload[], window: Window): Map<string, Eviction[]> {
  const evictions = events.flatMap(({ event }) => {
    const by = evictorOf(event);
    if (!by || event.lastAt === undefined || event.lastAt < window.from) return [];
    const workload = ownerByPodName(event, workloads);
    return workload ? [{ by, event, at: event.lastAt, workload }] : [];
  });
  // Of several events about a pod the last one here counts: that of the kubelet says most, whatever the order of the input.
  evictions.sort((a, b) => EVICTORS.indexOf(a.by) - EVICTORS.indexOf(b.by) || a.at - b.at || byText(a.event.message, b.event.message));
  const byPod = new Map(evictions.map((one) => [one.event.aboutKey, one]));
  const found = Map.groupBy(byPod.values(), ({ workload }) => workload.key);
  for (const list of found.values()) list.sort((a, b) => a.at - b.at || byText(a.event.aboutKey, b.event.aboutKey));
  return found;
}

/**
 * Sources: sigs.k8s.io/descheduler, pkg/descheduler/evictions ("pod evicted from … node by sigs.k8s.io/descheduler");
 * kubernetes/pkg/controller/tainteviction ("Marking for deletion Pod …"); kubernetes/pkg/kubelet/lifecycle/predicate.go
 * ("Predicate TaintToleration failed").
 */
function evictorOf({ about, reason, message, component = '' }: ClusterEvent): Evictor | undefined {
  if (about.kind !== 'Pod') return undefined;
  if (/descheduler/.test(component) || /evicted (?:from .{1,253} )?by sigs\.k8s\.io\/descheduler/.test(message)) return 'descheduler';
  if (reason === 'TaintManagerEviction' && message.startsWith('Marking for deletion')) return 'taint-controller';
  if (/^(TaintToleration|NodeAffinity)$/.test(reason)) return 'kubelet';
  return undefined;
}

/** The workload of a pod that is gone, by its name: those of Deployments end with the hash of the template and five characters more. */
export function ownerByPodName({ about }: Pick<ClusterEvent, 'about'>, workloads: readonly Workload[]): Workload | undefined {
  return workloads.find(
    ({ ref, replicaSets, pods }) =>
      ref.namespace === about.namespace &&
      (pods.some((pod) => pod.ref.name === about.name) ||
        [ref, ...replicaSets.map((set) => set.ref)].some((owner) => isMadeBy(about.name, owner.name))),
  );
}

function isMadeBy(pod: string, owner: string): boolean {
  return pod.startsWith(`${owner}-`) && /^([a-z0-9]{5}|\d{1,5})$/.test(pod.slice(owner.length + 1));
}
