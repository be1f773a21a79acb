import { pruneBefore } from '#lib/graph/index.ts';
import type { GraphBuilderOptions } from './options.ts';

const DAY_MS = 24 * 3_600_000;

/** Prunes the history of clients beyond what their plans keep, each client now and then. */
export class Pruning {
  readonly #options: Pick<GraphBuilderOptions, 'store' | 'clock' | 'logger' | 'retentionDays'> & { pruneMs: number };
  readonly #prunedAt = new Map<string, number>();

  constructor(options: Pick<GraphBuilderOptions, 'store' | 'clock' | 'logger' | 'retentionDays'> & { pruneMs: number }) {
    this.#options = options;
  }

  isDue(tenantId: string): boolean {
    const { retentionDays, clock, pruneMs } = this.#options;
    return retentionDays !== undefined && clock() - (this.#prunedAt.get(tenantId) ?? 0) >= pruneMs;
  }

  /** Prunes a client's graph if that is due; returns whether anything was removed. */
  async prune(tenantId: string): Promise<boolean> {
    const { retentionDays, clock, store, logger } = this.#options;
    if (!retentionDays || !this.isDue(tenantId)) return false;
    const now = clock();
    this.#prunedAt.set(tenantId, now);
    const removed = await pruneBefore(store, tenantId, now - (await retentionDays(tenantId)) * DAY_MS);
    if (removed > 0) logger.info({ tenantId, removed }, 'history beyond the plan was pruned');
    return removed > 0;
  }
}
