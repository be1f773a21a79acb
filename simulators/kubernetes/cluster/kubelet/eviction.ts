import type { Obj } from '../../store/object.ts';
import type { Condition } from '../api-machinery/conditions.ts';
import { bytes, memoryText, podResources } from '../api-machinery/quantity.ts';
import type { World } from '../world.ts';

const BETWEEN_EVICTIONS = 10_000;
/** The number of evictions after which a node under pressure copes. */
const EVICTIONS = 2;
const USED_OVER_REQUEST = 1.6;

/** Eviction on a node under pressure: removes the pods that exceed their requests most, one at a time. */
export class Eviction {
  readonly #world: World;
  readonly #node: string;
  #last = 0;
  #done = 0;

  constructor(world: World, node: string) {
    this.#world = world;
    this.#node = node;
  }

  /** Evicts a pod of the node if it is time to; returns the evicted pod, which must be stopped. */
  evictIfDue(node: Obj, pods: readonly Obj[]): Obj | undefined {
    const failure = this.#world.hidden.nodes.get(this.#node);
    const resource = failure === 'memory-pressure' ? 'memory' : failure === 'disk-pressure' ? 'ephemeral-storage' : undefined;
    if (!resource) {
      this.#done = 0;
      return undefined;
    }
    const now = this.#world.now();
    if (now - this.#last < BETWEEN_EVICTIONS || this.#done >= EVICTIONS) return undefined;
    this.#last = now;
    const [victim] = pods.filter(isEvictable).sort((a, b) => requested(b) - requested(a) || (a.metadata.name < b.metadata.name ? -1 : 1));
    if (!victim) return undefined;
    this.#done += 1;
    this.#evict(node, victim, resource);
    return victim;
  }

  #evict(node: Obj, pod: Obj, resource: 'memory' | 'ephemeral-storage'): void {
    const [container] = pod.spec.containers;
    const request = bytes(container.resources?.requests?.[resource]);
    const uses = resource === 'memory' ? `${Math.round((requested(pod) * USED_OVER_REQUEST) / 1024)}Ki` : '2184Mi';
    const low =
      resource === 'memory' ? 'Threshold quantity: 100Mi, available: 81236Ki' : 'Threshold quantity: 10308532Ki, available: 9120344Ki';
    const message = `The node was low on resource: ${resource}. ${low}. Container ${container.name} was using ${uses}, request is ${request ? memoryText(request) : '0'}, has larger consumption of ${resource}. `;
    const time = this.#world.time();
    const source = { component: 'kubelet', host: this.#node } as const;
    this.#world.events.record(node, {
      ...source,
      type: 'Warning',
      reason: 'EvictionThresholdMet',
      message: `Attempting to reclaim ${resource}`,
    });
    this.#world.events.record(pod, { ...source, type: 'Warning', reason: 'Evicted', message });
    const disrupted: Condition = {
      type: 'DisruptionTarget',
      status: 'True',
      reason: 'TerminationByKubelet',
      message,
      lastProbeTime: null,
      lastTransitionTime: time,
    };
    const conditions = (pod.status.conditions ?? []).map((one: Condition) =>
      one.type === 'Ready' || one.type === 'ContainersReady'
        ? { ...one, status: 'False', reason: 'PodFailed', lastTransitionTime: time }
        : one,
    );
    this.#world.setStatus(pod, { ...pod.status, phase: 'Failed', reason: 'Evicted', message, conditions: [...conditions, disrupted] });
  }
}

function isEvictable(pod: Obj): boolean {
  const { status, metadata, spec } = pod;
  return (
    status?.phase === 'Running' &&
    !metadata.deletionTimestamp &&
    !metadata.annotations?.['kubernetes.io/config.mirror'] &&
    spec.priorityClassName === undefined
  );
}

function requested(pod: Obj): number {
  return podResources(pod).memory;
}
