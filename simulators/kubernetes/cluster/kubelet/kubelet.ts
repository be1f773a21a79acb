import type { Obj } from '../../store/object.ts';
import { type Condition, conditionOf, withCondition } from '../api-machinery/conditions.ts';
import type { Network } from '../network.ts';
import type { World } from '../world.ts';
import type { Container } from './container.ts';
import { Eviction } from './eviction.ts';
import { ImageStore } from './images.ts';
import { postedConditions } from './node-conditions.ts';
import type { NodeContext } from './node-context.ts';
import { PodRun } from './pod.ts';

/** The kubelet of a node, and the machine below it: containers keep running while the kubelet is stopped. */
export class Kubelet {
  readonly node: string;
  readonly #world: World;
  readonly #context: NodeContext;
  readonly #images: ImageStore;
  readonly #pods = new Map<string, PodRun>();
  #working = true;
  readonly #eviction: Eviction;
  #postedAt = Number.NEGATIVE_INFINITY;
  #nextIp = 2;

  constructor(world: World, network: Network, node: string) {
    this.#world = world;
    this.node = node;
    this.#images = new ImageStore(world);
    this.#eviction = new Eviction(world, node);
    this.#context = { world, network, images: this.#images, node };
  }

  /** Whether it is working: posting status, renewing its Lease, managing its pods. */
  get working(): boolean {
    return this.#working;
  }

  /** Stops the kubelet process; its containers keep running. */
  stop(): void {
    this.#working = false;
  }

  /** Starts it again. */
  start(): void {
    if (this.#working) return;
    this.#working = true;
    this.#postedAt = Number.NEGATIVE_INFINITY;
    const node = this.#world.store.find('Node', undefined, this.node);
    if (node) this.#recordEvent(node, 'Starting', 'Starting kubelet.');
  }

  /** One round: the programs run on; then the kubelet, if it is working, does what is due. */
  sync(): void {
    for (const pod of this.#pods.values()) pod.live();
    if (!this.#working) return;
    const node = this.#world.store.find('Node', undefined, this.node);
    if (!node?.status?.addresses?.length || !node.spec.podCIDR) return;
    this.#renewLease(node);
    this.#postStatus(node);
    // Without the container runtime it can neither see nor start nor stop a container.
    if (this.#world.hidden.nodes.get(this.node) !== 'runtime-down') this.#syncPods(node);
  }

  /** Removes the machine with everything that runs on it. */
  remove(): void {
    for (const run of this.#pods.values()) run.remove();
    this.#pods.clear();
  }

  /** A container that is running, or ran last, on the node. */
  container(podUid: string, name: string): Container | undefined {
    return this.#pods.get(podUid)?.containers.find((one) => one.name === name);
  }

  #syncPods(node: Obj): void {
    const here = this.#world.list('Pod').filter((pod) => pod.spec.nodeName === this.node);
    const uids = new Set(here.map((pod) => pod.metadata.uid));
    for (const [uid, run] of this.#pods) {
      if (uids.has(uid)) continue;
      run.remove();
      this.#pods.delete(uid);
    }
    const evicted = this.#eviction.evictIfDue(node, here);
    if (evicted) this.#pods.get(evicted.metadata.uid)?.remove();
    for (const pod of here) {
      const run = this.#pods.get(pod.metadata.uid) ?? new PodRun(this.#context, pod, this.#addressFor(pod, node));
      this.#pods.set(pod.metadata.uid, run);
      if (run.sync(pod)) this.#pods.delete(pod.metadata.uid);
    }
  }

  #addressFor(pod: Obj, node: Obj): string {
    if (pod.spec.hostNetwork) return node.status.addresses[0].address;
    const [a, b, c] = String(node.spec.podCIDR).split('.');
    const taken = new Set([...this.#pods.values()].map((run) => run.ip));
    for (;;) {
      const ip = `${a}.${b}.${c}.${this.#nextIp}`;
      this.#nextIp = this.#nextIp >= 254 ? 2 : this.#nextIp + 1;
      if (!taken.has(ip)) return ip;
    }
  }

  #renewLease(node: Obj): void {
    const ownerReferences = [{ apiVersion: 'v1', kind: 'Node', name: this.node, uid: node.metadata.uid }];
    const leaseDurationSeconds = Math.max(1, Math.round((this.#world.times.leaseRenewal * 4) / 1000));
    this.#world.renewLease(
      { name: this.node, namespace: 'kube-node-lease', ownerReferences },
      { holderIdentity: this.node, leaseDurationSeconds },
    );
  }

  #postStatus(node: Obj): void {
    const now = this.#world.now();
    const posted = postedConditions(this.#world.hidden.nodes.get(this.node));
    const differs = posted.some(({ type, status }) => conditionOf(node, type)?.status !== status);
    if (!differs && now - this.#postedAt < this.#world.times.nodeStatusReport) return;
    this.#postedAt = now;
    const time = this.#world.time();
    let conditions: Condition[] = node.status?.conditions ?? [];
    const before = new Map(conditions.map(({ type, status }) => [type, status]));
    for (const one of posted) conditions = withCondition(conditions, { ...one, lastHeartbeatTime: time }, time);
    this.#world.setStatus(node, { ...node.status, conditions, images: this.#images.list() });
    for (const { type, status, reason } of posted) {
      if (before.get(type) === status || (before.get(type) === undefined && type !== 'Ready')) continue;
      const reported = type === 'Ready' ? (status === 'True' ? 'NodeReady' : 'NodeNotReady') : (reason ?? '');
      this.#recordEvent(node, reported, `Node ${this.node} status is now: ${reported}`);
    }
  }

  #recordEvent(node: Obj, reason: string, message: string): void {
    this.#world.events.record(node, { type: 'Normal', reason, message, component: 'kubelet', host: this.node });
  }
}
