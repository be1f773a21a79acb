import type { Obj } from '../../store/object.ts';
import { hashNumber } from '../api-machinery/names.ts';
import { backOffAfter } from '../times.ts';
import { Container } from './container.ts';
import { NETWORK_NOT_READY } from './node-conditions.ts';
import type { NodeContext } from './node-context.ts';
import { mountProblem } from './settings.ts';
import { podStatus } from './status.ts';

/**
 * A pod on its node: volumes, sandbox, init containers one after the other, then its containers; in the end all of them are
 * stopped.
 */
export class PodRun {
  readonly uid: string;
  readonly containers: Container[];
  readonly #context: NodeContext;
  readonly #ip: string;
  readonly #seenAt: number;
  #mountFailures = 0;
  #mountAt = 0;
  #mounted = false;
  #sandboxAt: number | undefined;
  #killing = false;

  constructor(context: NodeContext, pod: Obj, ip: string) {
    this.#context = context;
    this.uid = pod.metadata.uid;
    this.#ip = ip;
    this.#seenAt = context.world.now();
    const staged = (pod.spec.initContainers ?? []).length > 0;
    this.containers = [
      ...(pod.spec.initContainers ?? []).map((spec: Obj['spec']) => new Container(context, spec, { init: true, staged })),
      ...pod.spec.containers.map((spec: Obj['spec']) => new Container(context, spec, { init: false, staged })),
    ];
  }

  get ip(): string {
    return this.#ip;
  }

  /** Lets its programs run up to now, whether or not the kubelet is working. */
  live(): void {
    for (const container of this.containers) container.live();
  }

  /** One round of the kubelet: manages the pod and writes its status. Returns true when the pod has ended and was removed. */
  sync(pod: Obj): boolean {
    if (pod.metadata.deletionTimestamp) return this.#end(pod);
    if (pod.status?.phase !== 'Succeeded' && pod.status?.phase !== 'Failed' && this.#prepared(pod)) this.#run(pod);
    this.#writeStatus(pod);
    return false;
  }

  /** Removes everything from the node. */
  remove(): void {
    for (const container of this.containers) container.remove();
  }

  #prepared(pod: Obj): boolean {
    const { world, node } = this.#context;
    const now = world.now();
    if (!this.#mounted) {
      if (now < this.#mountAt) return false;
      const problem = mountProblem(world, pod);
      if (problem) {
        this.#mountFailures += 1;
        this.#mountAt = now + backOffAfter(world.times.mountBackOff, this.#mountFailures);
        const message = `MountVolume.SetUp failed for volume "${problem.volume}" : ${problem.error}`;
        world.events.record(pod, { type: 'Warning', reason: 'FailedMount', message, component: 'kubelet', host: node });
        return false;
      }
      this.#mounted = true;
    }
    if (!this.#sandboxAt && world.hidden.nodes.get(node) === 'network-not-ready' && !pod.spec.hostNetwork) {
      if (now < this.#mountAt) return false;
      this.#mountAt = now + world.times.podSync;
      const message = `network is not ready: ${NETWORK_NOT_READY}`;
      world.events.record(pod, { type: 'Warning', reason: 'NetworkNotReady', message, component: 'kubelet', host: node });
      return false;
    }
    this.#sandboxAt ??= Math.max(now, this.#seenAt) + world.times.sandbox + (hashNumber(this.uid) % 200);
    return now >= this.#sandboxAt;
  }

  #run(pod: Obj): void {
    for (const container of this.containers.filter((one) => one.init)) {
      container.sync(pod, this.#ip);
      if (container.exit?.code !== 0) return;
    }
    for (const container of this.containers.filter((one) => !one.init)) container.sync(pod, this.#ip);
  }

  #end(pod: Obj): boolean {
    const { world } = this.#context;
    if (!this.#killing) {
      this.#killing = true;
      const grace = (pod.metadata.deletionGracePeriodSeconds ?? 30) * 1000;
      for (const container of this.containers) container.stop(pod, `Stopping container ${container.name}`, grace);
    }
    for (const container of this.containers) if (container.running) container.sync(pod, this.#ip);
    this.#writeStatus(pod);
    if (this.containers.some((container) => container.running)) return false;
    this.remove();
    const current = world.store.find('Pod', pod.metadata.namespace, pod.metadata.name);
    if (current && current.metadata.uid === this.uid && !current.metadata.finalizers?.length) world.store.remove(current);
    return true;
  }

  #writeStatus(pod: Obj): void {
    const { world } = this.#context;
    const current = world.store.find('Pod', pod.metadata.namespace, pod.metadata.name);
    const node = world.store.find('Node', undefined, this.#context.node);
    const hostIp = node?.status?.addresses?.find((one: { type: string }) => one.type === 'InternalIP')?.address;
    if (!current || current.metadata.uid !== this.uid || !hostIp) return;
    const sandbox = this.#sandboxAt !== undefined && world.now() >= this.#sandboxAt;
    world.setStatus(
      current,
      podStatus(current, this.containers, {
        hostIp,
        ...(sandbox && { podIp: current.spec.hostNetwork ? hostIp : this.#ip }),
        startedAt: this.#seenAt,
        time: world.time(),
      }),
    );
  }
}
