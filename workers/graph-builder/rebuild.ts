import type { Positions } from '#lib/event-log/port.ts';
import type { RebuildableGraphStore } from '#lib/graph/index.ts';
import { ClientGraph, type Parts } from './client-graph.ts';

/** Who wants graphs rebuilt, and is told how that goes. */
export interface Rebuilds {
  /** Clients whose graphs are to be rebuilt; asked again at every poll. */
  wanted(): Promise<string[]>;
  /** `applied` of `total` records, both of all streams. */
  note(clientId: string, applied: bigint, total: bigint): Promise<void>;
  /** `error` says why it failed; without it the new graph serves. */
  end(clientId: string, error?: string): Promise<void>;
}

/** How many steps lie between two notes of the progress. */
const NOTE_EVERY = 10;

/** A client's graph as it is built anew beside the one that serves. */
export class Rebuild {
  #clientId: string;
  #store: RebuildableGraphStore;
  #parts: Parts;
  #rebuilds: Rebuilds;
  #graph: ClientGraph | undefined;
  #steps = 0;

  constructor(clientId: string, store: RebuildableGraphStore, parts: Omit<Parts, 'store' | 'onRejected'>, rebuilds: Rebuilds) {
    this.#clientId = clientId;
    this.#store = store;
    // What cannot become part of the graph was told when it was applied the first time.
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
      if (this.#steps++ % NOTE_EVERY === 0) await this.#note(this.#graph.positions);
      return false;
    }
    await this.#note(this.#graph.positions);
    await this.#store.promote(this.#clientId);
    await this.#rebuilds.end(this.#clientId);
    return true;
  }

  /** Gives up: what was built is dropped, and what served serves on. */
  async fail(error: Error): Promise<void> {
    await this.#store.drafts.drop(this.#clientId).catch(() => {});
    await this.#rebuilds.end(this.#clientId, error.message);
  }

  /** From the beginning of the log, also where an earlier attempt was cut short: its batches may be another writer's. */
  async #begin(): Promise<ClientGraph> {
    await this.#store.drafts.drop(this.#clientId);
    await this.#store.drafts.create(this.#clientId);
    return await ClientGraph.begin(this.#clientId, this.#parts);
  }

  async #note(positions: Positions): Promise<void> {
    const ends = await this.#parts.log.ends(this.#clientId);
    await this.#rebuilds.note(this.#clientId, sum(positions), sum(ends));
  }
}

function sum(positions: Positions): bigint {
  return Object.values(positions).reduce((total, one) => total + one, 0n);
}
