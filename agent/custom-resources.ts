import type { WatchedKind } from '#lib/kubernetes/kinds.ts';
import type { KubeClient } from './kube/client.ts';
import { customKinds, idOf } from './kube/discovery.ts';
import { type AgentLog, errorText } from './log.ts';
import { pause } from './time.ts';

/** What is needed to follow the custom resources of a cluster. */
interface FollowOptions {
  client: KubeClient;
  /** The API groups that the client allows. */
  groups: readonly string[];
  /** Whether the agent may read some namespaces only. */
  isLimited: boolean;
  log: AgentLog;
  /** Between looks for kinds that were installed since, in ms. */
  everyMs: number;
  /** Called once for every kind that is to be read. */
  onKind: (kind: WatchedKind) => void;
}

/** Finds the kinds of custom resources that a cluster serves, also those of operators that are installed later. */
export class CustomResources {
  readonly #options: FollowOptions;
  readonly #found = new Map<string, WatchedKind>();
  #hasLooked: boolean;
  #problem = '';

  constructor(options: FollowOptions) {
    this.#options = options;
    this.#hasLooked = options.groups.length === 0;
  }

  /** Whether the cluster was asked once: nothing more is to come for a first picture. */
  get settled(): boolean {
    return this.#hasLooked;
  }

  /** The kinds found so far. */
  get kinds(): readonly WatchedKind[] {
    return [...this.#found.values()];
  }

  /** Looks again and again until `signal` aborts. Does not reject. */
  async run(signal: AbortSignal): Promise<void> {
    if (this.#options.groups.length === 0) return;
    while (!signal.aborted) {
      await this.#look(signal);
      this.#hasLooked = true;
      await pause(this.#options.everyMs, signal);
    }
  }

  async #look(signal: AbortSignal): Promise<void> {
    const { client, groups, isLimited, log, onKind } = this.#options;
    const { kinds, problems } = await customKinds(client, groups, isLimited, signal).catch((error: unknown) => ({
      kinds: [],
      problems: [`custom resources: ${errorText(error)}`],
    }));
    const problem = problems.join('; ');
    if (problem !== '' && problem !== this.#problem && !signal.aborted)
      log.warn('some custom resources can not be read', { reason: problem });
    this.#problem = problem;
    for (const kind of kinds) {
      if (this.#found.has(idOf(kind)) || signal.aborted) continue;
      this.#found.set(idOf(kind), kind);
      onKind(kind);
    }
  }
}
