import type { Obj } from '../store/store.ts';
import type { Process } from './kubelet/process.ts';
import { hashNumber } from './parts/names.ts';
import { matchesSelector } from './parts/selectors.ts';
import type { World } from './world.ts';

const DNS = '10.96.0.10:53';

/** Who listens where, and what a connection from a pod to an address meets: names, Services, endpoints, policies, processes. */
export class Network {
  readonly #world: World;
  readonly #processes = new Map<string, Set<Process>>();

  constructor(world: World) {
    this.#world = world;
  }

  /** A process at an address from now on. */
  attach(ip: string, process: Process): void {
    const at = this.#processes.get(ip) ?? new Set();
    this.#processes.set(ip, at.add(process));
  }

  detach(ip: string, process: Process): void {
    this.#processes.get(ip)?.delete(process);
    if (this.#processes.get(ip)?.size === 0) this.#processes.delete(ip);
  }

  /** The process that listens at an address and port now. */
  listener(ip: string, port: number): Process | undefined {
    return [...(this.#processes.get(ip) ?? [])].find((process) => process.listensOn(port));
  }

  /** Why a pod can't connect to `host:port` or the host of a URL; undefined where it can. Texts are those of Go's net package. */
  connect(pod: Obj, address: string): string | undefined {
    const { host, port } = parseAddress(address);
    if (/^\d+\.\d+\.\d+\.\d+$/.test(host)) return this.#dial(host, port);
    if (!this.#dnsWorks())
      return `dial tcp: lookup ${host} on ${DNS}: read udp ${pod.status?.podIP}:${40_000 + (hashNumber(host) % 9_000)}->${DNS}: i/o timeout`;
    const service = this.#service(pod, host);
    if (!service) return `dial tcp: lookup ${host} on ${DNS}: no such host`;
    const served = (service.spec.ports ?? []).find((one: Obj['spec']) => one.port === port);
    const ip = service.spec.clusterIP === 'None' ? host : service.spec.clusterIP;
    if (!served) return `dial tcp ${ip}:${port}: i/o timeout`;
    const endpoint = this.#endpoint(service, served.name ?? '');
    if (!endpoint)
      return service.spec.clusterIP === 'None'
        ? `dial tcp: lookup ${host} on ${DNS}: no such host`
        : `dial tcp ${ip}:${port}: connect: connection refused`;
    const target = this.#world.store.find('Pod', service.metadata.namespace, endpoint.pod);
    if (target && !this.#allows(pod, target, endpoint.port))
      return 'context deadline exceeded (Client.Timeout exceeded while awaiting headers)';
    return this.#dial(endpoint.ip, endpoint.port);
  }

  #dial(ip: string, port: number): string | undefined {
    return this.listener(ip, port) ? undefined : `dial tcp ${ip}:${port}: connect: connection refused`;
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

  #endpoint(service: Obj, portName: string): { ip: string; port: number; pod: string } | undefined {
    const [slice] = this.#world.ownedBy('EndpointSlice', service);
    const ready = (slice?.endpoints ?? []).find((one: Obj['spec']) => one.conditions.ready);
    const port = (slice?.ports ?? []).find((one: Obj['spec']) => (one.name ?? '') === portName)?.port;
    return ready && port ? { ip: ready.addresses[0], port, pod: ready.targetRef.name } : undefined;
  }

  /** Whether the NetworkPolicies of a pod let another one in. */
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

/** Host and port of `host:port` or of a URL. */
export function parseAddress(address: string): { host: string; port: number } {
  const match = /^(?:[a-z]+:\/\/)?(?:[^@/]*@)?([^:/]+)(?::(\d+))?/.exec(address);
  return { host: match?.[1] ?? address, port: Number(match?.[2] ?? 80) };
}
