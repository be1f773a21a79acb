import { removeClusterBefore } from '#lib/graph/index.ts';
import type { GraphBuilderOptions } from './options.ts';

/** Takes clusters that were removed out of the graphs of their clients, each once by each process. */
export class Removals {
  readonly #options: Pick<GraphBuilderOptions, 'store' | 'logger' | 'removedClusters'>;
  #removed: ReadonlyMap<string, ReadonlyMap<string, number>> = new Map();
  /** Client, cluster and time of what is done. */
  readonly #done = new Set<string>();

  constructor(options: Pick<GraphBuilderOptions, 'store' | 'logger' | 'removedClusters'>) {
    this.#options = options;
  }

  /** Reads what was removed. */
  async poll(): Promise<void> {
    this.#removed = (await this.#options.removedClusters?.()) ?? new Map();
  }

  /** When a cluster of a client was removed, epoch ms, by its name. */
  of(tenantId: string): (cluster: string) => number | undefined {
    return (cluster) => this.#removed.get(tenantId)?.get(cluster);
  }

  isDue(tenantId: string): boolean {
    return this.#dueOf(tenantId).length > 0;
  }

  /** Removes what is due from a client's graph; returns whether anything was there. */
  async apply(tenantId: string): Promise<boolean> {
    const { store, logger } = this.#options;
    let removed = 0;
    for (const [cluster, at] of this.#dueOf(tenantId)) {
      removed += await removeClusterBefore(store, tenantId, cluster, at);
      this.#done.add(`${tenantId} ${cluster} ${at}`);
    }
    if (removed > 0) logger.info({ tenantId, removed }, 'what was left of removed clusters was taken out of the graph');
    return removed > 0;
  }

  #dueOf(tenantId: string): [cluster: string, at: number][] {
    return [...(this.#removed.get(tenantId) ?? [])].filter(([cluster, at]) => !this.#done.has(`${tenantId} ${cluster} ${at}`));
  }
}
