import type { GraphStore } from '#lib/graph/index.ts';
import { handle } from '#lib/platform/handles.ts';
import type { Embedder } from './embedding/port.ts';
import { openSearchIndex, type SearchIndex } from './search-index.ts';

/**
 * An index answers as it is for so long. The first search afterwards still gets its answer, and has a new one made: at once if the graph
 * has changed since, otherwise after a while, since incidents and alerts of PostgreSQL are in it as well.
 */
const FRESH_MS = 20_000;
const FRESH_UNCHANGED_MS = 60_000;
/** An index of a client that nobody searched for so long is made anew before it answers. */
const STALE_MS = 120_000;
/** Indexes kept: each takes up to some 20 MB for a client with everything at its bounds. */
const MOST_CLIENTS = 32;

interface Kept {
  index: Promise<SearchIndex>;
  madeAt: number;
  /** Of the graph, as it was before the index was made. */
  version: number | undefined;
  renewing: boolean;
}

/** The indexes of the clients who search, in this process. The ones that were used last stay. */
export class ClientIndexes {
  readonly #kept = new Map<string, Kept>();

  /** The index of a client, at most two minutes old at `now` (epoch ms). Throws what reading the client's documents throws. */
  async of(store: GraphStore, tenantId: string, embedder: Embedder | undefined, now: number): Promise<SearchIndex> {
    const version = await store.version?.(tenantId);
    const kept = this.#kept.get(tenantId);
    this.#kept.delete(tenantId);
    const made = (): Kept => ({ index: openSearchIndex(store, tenantId, embedder, now), madeAt: now, version, renewing: false });
    if (!kept || now - kept.madeAt >= STALE_MS) return this.#keep(tenantId, made()).index;
    this.#kept.set(tenantId, kept);
    const isUnchanged = version !== undefined && version === kept.version;
    if (now - kept.madeAt >= (isUnchanged ? FRESH_UNCHANGED_MS : FRESH_MS) && !kept.renewing) {
      kept.renewing = true;
      const renewed = made();
      renewed.index.then(
        () => this.#kept.get(tenantId) === kept && this.#kept.set(tenantId, renewed),
        () => {
          kept.renewing = false; // the old one answers until it is stale, and then the reason is told
        },
      );
    }
    return kept.index;
  }

  #keep(tenantId: string, made: Kept): Kept {
    made.index.catch(() => this.#kept.get(tenantId) === made && this.#kept.delete(tenantId));
    this.#kept.set(tenantId, made);
    for (const oldest of [...this.#kept.keys()].slice(0, -MOST_CLIENTS)) this.#kept.delete(oldest);
    return made;
  }
}

const indexes = handle<ClientIndexes>('search-indexes');

/** The indexes of this process, made at first use. */
export function clientIndexes(): ClientIndexes {
  const found = indexes.find();
  if (found) return found;
  const made = new ClientIndexes();
  indexes.provide(made);
  return made;
}
