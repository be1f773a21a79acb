import { shortened } from '#lib/text/index.ts';
import type { KubeClient } from '../kube/client.ts';
import { type AgentLog, errorText } from '../log.ts';
import { type ProviderAddress, postToProvider } from '../sender/provider.ts';
import { pause } from '../time.ts';
import { AGENT_VERSION } from '../version.ts';
import type { AgentStatus, ComponentStatus } from './status.ts';

/** The most kinds in a heartbeat, the longest name of one: a cluster may have any number of custom resources. */
const MAX_KINDS = 100;
const kindName = (kind: string) => kind.slice(0, 63);
/** The longest text in a heartbeat. */
const MAX_TEXT = 1_000;

/** What a heartbeat needs. */
interface HeartbeatOptions {
  cluster: string;
  provider: ProviderAddress;
  client: KubeClient;
  log: AgentLog;
  status: () => AgentStatus;
  everyMs: number;
}

/** Reports to the provider, at once and then every 30 s, that this agent is alive, the state of its parts and what it has buffered. */
export class Heartbeat {
  readonly #options: HeartbeatOptions;
  readonly #startedAt = Date.now();
  #kubernetesVersion: string | undefined;
  #apiProblem: string | undefined;
  #problem: string | undefined;
  #everTaken = false;

  constructor(options: HeartbeatOptions) {
    this.#options = options;
  }

  /** Whether the provider has taken a heartbeat since the start. */
  get everTaken(): boolean {
    return this.#everTaken;
  }

  /** Whether the provider and the API server can be reached. */
  get component(): ComponentStatus {
    const messages = [this.#apiProblem, this.#problem].filter((message) => message !== undefined);
    return messages.length === 0 ? { name: 'health', status: 'ok' } : { name: 'health', status: 'failing', message: messages.join('; ') };
  }

  /** Sends heartbeats until `signal` aborts. Does not reject. */
  async run(signal: AbortSignal): Promise<void> {
    while (!signal.aborted) {
      await this.#askVersion(signal);
      await this.#beat(signal);
      await pause(this.#options.everyMs, signal);
    }
  }

  async #askVersion(signal: AbortSignal): Promise<void> {
    try {
      const version = await this.#options.client.json<{ gitVersion?: string }>('/version', {}, signal);
      this.#kubernetesVersion = version.gitVersion;
      this.#apiProblem = undefined;
    } catch (error) {
      this.#apiProblem = `the Kubernetes API server does not answer: ${errorText(error)}`;
    }
  }

  async #beat(signal: AbortSignal): Promise<void> {
    const { cluster, provider, log, status } = this.#options;
    const { components, objects, buffered, dropped, forbiddenKinds, behind } = status();
    const beat = {
      cluster,
      agentVersion: AGENT_VERSION,
      ...(this.#kubernetesVersion !== undefined && { kubernetesVersion: this.#kubernetesVersion }),
      startedAt: this.#startedAt,
      components: components.map((one) => (one.message === undefined ? one : { ...one, message: shortened(one.message, MAX_TEXT - 1) })),
      objects: Object.fromEntries(
        Object.entries(objects)
          .toSorted(([, a], [, b]) => b - a)
          .slice(0, MAX_KINDS)
          .map(([kind, count]) => [kindName(kind), count]),
      ),
      buffered,
      dropped,
      forbiddenKinds: forbiddenKinds.slice(0, MAX_KINDS).map(kindName),
      behind: behind.map((stream) => ({ ...stream, reason: shortened(stream.reason, MAX_TEXT - 1) })),
    };
    try {
      await postToProvider(provider, '/api/v1/clusters/heartbeat', JSON.stringify(beat), signal);
      if (this.#problem !== undefined || !this.#everTaken) log.info('the provider takes our heartbeats', { endpoint: provider.endpoint });
      this.#problem = undefined;
      this.#everTaken = true;
    } catch (error) {
      if (signal.aborted) return;
      const problem = errorText(error);
      if (problem !== this.#problem) log.error('the provider does not take our heartbeat', { reason: problem });
      this.#problem = problem;
    }
  }
}
