import { byText } from '#lib/kubernetes/canonical.ts';
import { type ObjectRef, ref } from '#lib/kubernetes/refs.ts';
import type { Window } from '../types.ts';
import type { Inventory } from './entities.ts';
import type { ClusterEvent, ReadEvent } from './events.ts';
import { ownerByPodName } from './evictions.ts';
import type { Workload } from './workloads.ts';

/** A pod that the scheduler removed to make room for one of higher priority. The pod is gone, so its event is about an absent object. */
export interface Preemption {
  event: ClusterEvent;
  at: number;
  node: string;
  /** The pod that took its place; undefined where the event does not name it, or names it by a uid that no object has. */
  by: ObjectRef | undefined;
}

/**
 * What the scheduler writes about a victim, by version: "Preempted by shop/batch-1 on node n1" (to 1.25), "Preempted by a pod on
 * node n1" (1.26), "Preempted by pod <uid> on node n1" (since 1.27).
 * Source: kubernetes/pkg/scheduler/framework/preemption/preemption.go, prepareCandidate.
 */
const PREEMPTED =
  /^Preempted by (?:a pod|pod (?<uid>\S{1,253})|(?<namespace>[^\s/]{1,253})\/(?<name>\S{1,253})) on node (?<node>\S{1,253})$/;

/** The preemptions of each workload's pods within the window, oldest first, by the workload's key. */
export function preemptionsOf(
  events: readonly ReadEvent[],
  inventory: Inventory,
  workloads: readonly Workload[],
  window: Window,
): Map<string, Preemption[]> {
  const found = events.flatMap(({ event }) => {
    if (event.reason !== 'Preempted' || event.about.kind !== 'Pod' || event.lastAt === undefined || event.lastAt < window.from) return [];
    const { uid, namespace, name, node } = PREEMPTED.exec(event.message)?.groups ?? {};
    const workload = ownerByPodName(event, workloads);
    if (!node || !workload) return [];
    const by = uid === undefined ? name && ref('Pod', namespace, name) : inventory.byUid(uid)?.ref;
    return [{ workload, preemption: { event, at: event.lastAt, node, by: by || undefined } }];
  });
  found.sort((a, b) => a.preemption.at - b.preemption.at || byText(a.preemption.event.aboutKey, b.preemption.event.aboutKey));
  const byWorkload = Map.groupBy(found, ({ workload }) => workload.key);
  return new Map([...byWorkload].map(([key, list]) => [key, list.map(({ preemption }) => preemption)]));
}
