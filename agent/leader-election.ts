import { KubeApiError, type KubeClient } from './kube/client.ts';
import { type AgentLog, errorText } from './log.ts';
import { pause } from './time.ts';

/** The Lease by which agents of one cluster agree on which of them works. */
export interface LeaseAddress {
  namespace: string;
  name: string;
}

/** In ms. */
export interface ElectionTimes {
  /** A lease that was not renewed for this long is free. */
  leaseMs: number;
  retryMs: number;
}

/** As the components of the control plane hold their elections (https://pkg.go.dev/k8s.io/component-base/config#LeaderElectionConfiguration). */
const TIMES: ElectionTimes = { leaseMs: 15_000, retryMs: 2_000 };

/** A stop waits no longer than this for the API server. */
const RELEASE_MS = 2_000;

/** What an election needs. */
interface ElectionOptions {
  client: KubeClient;
  lease: LeaseAddress;
  /** The name of this process, which no other has at the same time: that of its pod. */
  identity: string;
  log: AgentLog;
  times?: Partial<ElectionTimes> | undefined;
  /** A clock that only goes forward, ms. */
  now?: () => number;
}

/** A coordination.k8s.io/v1 Lease. */
interface Lease {
  metadata: { name: string; namespace: string; resourceVersion?: string };
  spec?: { holderIdentity?: string; leaseDurationSeconds?: number; acquireTime?: string; renewTime?: string; leaseTransitions?: number };
}

/**
 * Keeps all but one of several agents from working, by a Lease, in the way of client-go
 * (https://pkg.go.dev/k8s.io/client-go/tools/leaderelection): how long a lease was not renewed is measured by this process's own
 * clock, so the clocks of the nodes need not agree. Unlike there, an agent that cannot reach the API server goes on: it reads nothing
 * new then, and what it has buffered must be delivered. It stops as soon as it sees that another one has taken over.
 */
export class LeaderElection {
  readonly #options: ElectionOptions;
  readonly #times: ElectionTimes;
  readonly #path: string;
  readonly #now: () => number;
  /** The lease as it was seen last, and since when it has been like that. */
  #seen: { spec: string; at: number } | undefined;

  constructor(options: ElectionOptions) {
    this.#options = options;
    this.#times = { ...TIMES, ...options.times };
    this.#path = `/apis/coordination.k8s.io/v1/namespaces/${options.lease.namespace}/leases`;
    this.#now = options.now ?? (() => performance.now());
  }

  /** Waits until this process may work, or `signal` aborts. One without the right to its Lease works without an election. */
  async acquire(signal: AbortSignal): Promise<void> {
    const { log, lease } = this.#options;
    let reason = '';
    while (!signal.aborted) {
      try {
        const holder = await this.#acquireOrRenew(signal);
        if (holder === this.#options.identity) return log.info('this agent works', { lease: lease.name });
        if (holder !== reason) log.info('this agent stands by while another one works', { lease: lease.name, holder });
        reason = holder;
      } catch (error) {
        if (signal.aborted) return;
        if (error instanceof KubeApiError && error.status === 403) {
          const text = 'no election among agents: the account may not write its Lease. Run no second agent in this cluster.';
          return log.warn(text, { lease: lease.name, reason: errorText(error) });
        }
        if (errorText(error) !== reason) log.warn('the Lease of the agents cannot be read or written', { reason: errorText(error) });
        reason = errorText(error);
      }
      await pause(this.#times.retryMs, signal);
    }
  }

  /** Renews the lease until `signal` aborts, or another process has taken it: true in that case. */
  async hold(signal: AbortSignal): Promise<boolean> {
    for (;;) {
      await pause(this.#times.retryMs, signal);
      if (signal.aborted) return false;
      try {
        if ((await this.#acquireOrRenew(signal)) !== this.#options.identity) return true;
      } catch (error) {
        if (!signal.aborted) this.#options.log.debug('the Lease of the agents was not renewed', { reason: errorText(error) });
      }
    }
  }

  /** Takes the lease if it is free, renews it if it is ours, and says who holds it. Throws KubeApiError and the socket's error. */
  async #acquireOrRenew(signal: AbortSignal): Promise<string> {
    const { client, lease: address, identity } = this.#options;
    const bounded = AbortSignal.any([signal, AbortSignal.timeout(this.#times.leaseMs)]);
    const found = await this.#find(bounded);
    const holder = found?.spec?.holderIdentity ?? '';
    if (holder !== '' && holder !== identity && this.#isRenewed(found!)) return holder;
    const now = new Date().toISOString().replace('Z', '000Z');
    const { acquireTime = now, leaseTransitions = 0 } = found?.spec ?? {};
    const isOurs = holder === identity;
    const next: Lease = {
      ...(found ?? { apiVersion: 'coordination.k8s.io/v1', kind: 'Lease', metadata: address }),
      spec: {
        holderIdentity: identity,
        leaseDurationSeconds: Math.ceil(this.#times.leaseMs / 1_000),
        acquireTime: isOurs ? acquireTime : now,
        renewTime: now,
        leaseTransitions: isOurs || !found ? leaseTransitions : leaseTransitions + 1,
      },
    };
    try {
      await (found ? client.write('PUT', `${this.#path}/${address.name}`, next, bounded) : client.write('POST', this.#path, next, bounded));
      return identity;
    } catch (error) {
      // Another one was faster: the version that was read is no longer the newest.
      if (error instanceof KubeApiError && error.status === 409) return (await this.#find(bounded))?.spec?.holderIdentity ?? '';
      throw error;
    }
  }

  async #find(signal: AbortSignal): Promise<Lease | undefined> {
    try {
      return await this.#options.client.json<Lease>(`${this.#path}/${this.#options.lease.name}`, {}, signal);
    } catch (error) {
      if (error instanceof KubeApiError && error.status === 404) return undefined;
      throw error;
    }
  }

  /** Whether the lease of another process has changed lately, or may still. */
  #isRenewed({ spec = {} }: Lease): boolean {
    const text = JSON.stringify(spec);
    if (this.#seen?.spec !== text) this.#seen = { spec: text, at: this.#now() };
    return this.#now() < this.#seen.at + (spec.leaseDurationSeconds ?? 0) * 1_000;
  }

  /** Gives the lease up, which spares the next agent the wait until it has run out. Does not reject. */
  async release(): Promise<void> {
    const { client, lease, identity, log } = this.#options;
    const signal = AbortSignal.timeout(RELEASE_MS);
    try {
      const found = await this.#find(signal);
      if (found?.spec?.holderIdentity !== identity) return;
      const spec = { ...found.spec, holderIdentity: '', leaseDurationSeconds: 1 };
      await client.write('PUT', `${this.#path}/${lease.name}`, { ...found, spec }, signal);
    } catch (error) {
      log.debug('the Lease of the agents was not given up', { reason: errorText(error) });
    }
  }
}
