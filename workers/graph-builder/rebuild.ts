import type { Positions } from '#lib/event-log/port.ts';
import type { RebuildableGraphStore } from '#lib/graph/index.ts';
import { ClientGraph, type Parts } from './client-graph.ts';

/** Where rebuilds of graphs are requested, and what becomes of them is reported. */
export interface Rebuilds {
  /** Clients whose graphs are to be rebuilt; called at every poll. */
  requested(): Promise<string[]>;
  /** `applied` of `total` records, both of all streams. */
  reportProgress(tenantId: string, applied: bigint, total: bigint): Promise<void>;
  /** `error` says why the rebuild failed; without it the new graph serves. */
  finish(tenantId: string, error?: string): Promise<void>;
}

/** How many steps there are between two reports of the progress. */
const REPORT_EVERY = 10;

/** A second graph of a client, which is built from the log beside the one that serves. */
export class Rebuild {
  #tenantId: string;
  #store: RebuildableGraphStore;
  #parts: Parts;
  #rebuilds: Rebuilds;
  #graph: ClientGraph | undefined;
  #steps = 0;

  constructor(tenantId: string, store: RebuildableGraphStore, parts: Omit<Parts, 'store' | 'onRejected'>, rebuilds: Rebuilds) {
    this.#tenantId = tenantId;
    this.#store = store;
    // Records that cannot become part of the graph were reported when they were applied the first time.
    this.#parts = { ...parts, store: store.drafts, onRejected: async () => {} };
    this.#rebuilds = rebuilds;
  }

  get fence(): number | undefined {
    return this.#parts.fence;
  }

  /** Applies the next records; true once the new graph has reached the end of the log and serves. */
  async step(): Promise<boolean> {
    this.#graph ??= await this.#begin();
    const applied = await this.#graph.step();
    if (applied) {
      if (this.#steps++ % REPORT_EVERY === 0) await this.#report(this.#graph.positions);
      return false;
    }
    await this.#report(this.#graph.positions);
    await this.#store.promote(this.#tenantId);
    await this.#rebuilds.finish(this.#tenantId);
    return true;
  }

  /** Gives up: what was built is dropped, and the graph that serves stays. */
  async fail(error: Error): Promise<void> {
    await this.#store.drafts.drop(this.#tenantId).catch(() => {});
    await this.#rebuilds.finish(this.#tenantId, error.message);
  }

  /** Begins at the beginning of the log, even if an earlier attempt was interrupted: its batches may be another writer's. */
  async #begin(): Promise<ClientGraph> {
    await this.#store.drafts.drop(this.#tenantId);
    await this.#store.drafts.create(this.#tenantId);
    return await ClientGraph.begin(this.#tenantId, this.#parts);
  }

  async #report(positions: Positions): Promise<void> {
    const ends = await this.#parts.log.ends(this.#tenantId);
    await this.#rebuilds.reportProgress(this.#tenantId, sum(positions), sum(ends));
  }
}

function sum(positions: Positions): bigint {
  return Object.values(positions).reduce((total, one) => total + one, 0n);
}
