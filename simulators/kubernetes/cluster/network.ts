import type { Obj } from '../store/object.ts';
import { parseAddress } from './api-machinery/address.ts';
import { hashNumber } from './api-machinery/names.ts';
import { matchesSelector } from './api-machinery/selectors.ts';
import { controllerOf, type World } from './world.ts';

const DNS = '10.96.0.10:53';
const NODE_DNS = '172.18.0.1:53';
const KUBE_PROXY_PORT = 10_256;
/** Hosts that exist outside the cluster. */
const OUTSIDE = new Set(['api.acquirer.example']);

/** A running program as the network sees it (kubelet/process.ts). */
export interface Listener {
  readonly healthy: boolean;
  listensOn(port: number): boolean;
  /** The status of an HTTP answer, or the error instead of one. */
  answer(port: number, path: string): number | string;
  /** Why it refuses a connection with this address; undefined where it accepts it. */
  refusal(address: string): string | undefined;
  /** Why it refuses to write; undefined where it writes. */
  writeRefusal(): string | undefined;
}

/**
 * The network: which process listens where, and the result of a connection given names, Services, endpoints, policies and
 * processes.
 */
export class Network {
  readonly #world: World;
  readonly #processes = new Map<string, Set<Listener>>();
  /** The EndpointSlices by which each node routes traffic to Services. */
  readonly #rules = new Map<string, readonly Obj[]>();

  constructor(world: World) {
    this.#world = world;
  }

  /** Attaches a process to an address. */
  attach(ip: string, process: Listener): void {
    const at = this.#processes.get(ip) ?? new Set();
    this.#processes.set(ip, at.add(process));
  }

  detach(ip: string, process: Listener): void {
    this.#processes.get(ip)?.delete(process);
    if (this.#processes.get(ip)?.size === 0) this.#processes.delete(ip);
  }

  /** The process that currently listens at an address and port. */
  listener(ip: string, port: number): Listener | undefined {
    return [...(this.#processes.get(ip) ?? [])].find((process) => process.listensOn(port));
  }

  /** Whether another process listens at an address and port. */
  taken(ip: string, port: number, by: Listener): boolean {
    return [...(this.#processes.get(ip) ?? [])].some((process) => process !== by && process.listensOn(port));
  }

  /** kube-proxy of each node updates its rules, if it is running. */
  refreshRules(): void {
    const slices = this.#world.list('EndpointSlice');
    for (const node of this.#world.list('Node')) {
      const address = node.status?.addresses?.[0]?.address ?? '';
      if (!this.#rules.has(node.metadata.name) || this.listener(address, KUBE_PROXY_PORT)) this.#rules.set(node.metadata.name, slices);
    }
  }

  /**
   * The result of a connection from a pod to `host:port` or the host of a URL: an error in the words of Go's net package,
   * or the process that answers (none if it is outside the cluster).
   */
  open(pod: Obj, address: string): { error?: string; server?: Listener } {
    const { host, port } = parseAddress(address);
    const error = this.#problem(pod, host, port);
    if (typeof error === 'string') return { error };
    return error ? { server: error } : {};
  }

  #problem(pod: Obj, host: string, port: number): string | Listener | undefined {
    if (/^\d+\.\d+\.\d+\.\d+$/.test(host)) return this.#dial(host, port);
    const isOutside = OUTSIDE.has(host);
    if (pod.spec.dnsPolicy === 'Default' && !pod.spec.hostNetwork) {
      if (!isOutside) return `dial tcp: lookup ${host} on ${NODE_DNS}: no such host`;
    } else if (!this.#dnsWorks())
      return `dial tcp: lookup ${host} on ${DNS}: read udp ${pod.status?.podIP}:${40_000 + (hashNumber(host) % 9_000)}->${DNS}: i/o timeout`;
    if (isOutside) return this.#world.hidden.outages.get(host);
    const service = this.#service(pod, host);
    if (!service) return `dial tcp: lookup ${host} on ${DNS}: no such host`;
    const served = (service.spec.ports ?? []).find((one: Obj['spec']) => one.port === port);
    const ip = service.spec.clusterIP === 'None' ? host : service.spec.clusterIP;
    if (!served) return `dial tcp ${ip}:${port}: i/o timeout`;
    const endpoint = this.#endpoint(service, served.name ?? '', this.#rules.get(pod.spec.nodeName));
    if (!endpoint)
      return service.spec.clusterIP === 'None'
        ? `dial tcp: lookup ${host} on ${DNS}: no such host`
        : `dial tcp ${ip}:${port}: connect: connection refused`;
    const target = this.#world.store.find('Pod', service.metadata.namespace, endpoint.pod);
    if (!target) return `dial tcp ${ip}:${port}: connect: no route to host`;
    if (!this.#allows(pod, target, endpoint.port)) return 'context deadline exceeded (Client.Timeout exceeded while awaiting headers)';
    return this.#dial(endpoint.ip, endpoint.port);
  }

  #dial(ip: string, port: number): string | Listener {
    return this.listener(ip, port) ?? `dial tcp ${ip}:${port}: connect: connection refused`;
  }

  #dnsWorks(): boolean {
    const dns = this.#world.store.find('Service', 'kube-system', 'kube-dns');
    return !dns || Boolean(this.#endpoint(dns, 'dns-tcp'));
  }

  #service(pod: Obj, host: string): Obj | undefined {
    const [name, namespace, ...rest] = host.split('.');
    if (rest.length > 0 && rest[0] !== 'svc') {
      // A pod of a StatefulSet: postgres-0.postgres.shop.svc.
      return this.#world.store.find('Service', rest[0] ?? '', namespace ?? '');
    }
    return this.#world.store.find('Service', namespace ?? pod.metadata.namespace, name ?? '');
  }

  #endpoint(service: Obj, portName: string, rules?: readonly Obj[]): { ip: string; port: number; pod: string } | undefined {
    const slices = rules ?? this.#world.list('EndpointSlice', service.metadata.namespace);
    const slice = slices.find((one) => controllerOf(one)?.uid === service.metadata.uid);
    const ready = (slice?.endpoints ?? []).find((one: Obj['spec']) => one.conditions.ready);
    const port = (slice?.ports ?? []).find((one: Obj['spec']) => (one.name ?? '') === portName)?.port;
    return ready && port ? { ip: ready.addresses[0], port, pod: ready.targetRef.name } : undefined;
  }

  /** Whether the NetworkPolicies of a pod allow a connection from another one. */
  #allows(from: Obj, to: Obj, port: number): boolean {
    const policies = this.#world
      .list('NetworkPolicy', to.metadata.namespace)
      .filter(({ spec }) => (spec.policyTypes ?? ['Ingress']).includes('Ingress') && matchesSelector(spec.podSelector, to.metadata.labels));
    if (policies.length === 0) return true;
    return policies.some(({ spec }) =>
      (spec.ingress ?? []).some((rule: Obj['spec']) => {
        const onPort = !rule.ports?.length || rule.ports.some((one: Obj['spec']) => one.port === undefined || one.port === port);
        return onPort && (!rule.from?.length || rule.from.some((peer: Obj['spec']) => this.#isPeer(peer, from, to)));
      }),
    );
  }

  #isPeer(peer: Obj['spec'], from: Obj, to: Obj): boolean {
    if (peer.ipBlock) return true;
    const namespace = this.#world.store.find('Namespace', undefined, from.metadata.namespace ?? '');
    const inNamespace = peer.namespaceSelector
      ? matchesSelector(peer.namespaceSelector, namespace?.metadata.labels)
      : from.metadata.namespace === to.metadata.namespace;
    return inNamespace && (!peer.podSelector || matchesSelector(peer.podSelector, from.metadata.labels));
  }
}
