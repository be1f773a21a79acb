import { Kept } from '../kept.ts';
import type { GraphRow } from '../port.ts';

/** What is worth keeping: an answer that took so many milliseconds, and is at most so large. */
const LEAST_MS = 5;
const MOST_ROWS = 500;
const MOST_CHARACTERS = 256 * 1024;
/** All answers together. */
const ALL_CHARACTERS = 32 * 1024 * 1024;

/**
 * Answers of queries that go through a whole graph to say little, such as the first page of a list or the names of all namespaces. Each
 * holds until something is written to the graph of its client: between two writes the same question has the same answer.
 */
export class KeptAnswers {
  /** How often the graph of a client has changed; by client. */
  #versions = new Map<string, number>();
  #answers = new Kept<GraphRow[]>(ALL_CHARACTERS);
  #clock: () => number;

  /** `clock` measures how long an answer takes, in ms. */
  constructor(clock: () => number = () => performance.now()) {
    this.#clock = clock;
  }

  /** The answer to a question: one that is kept, or else what `ask` gives, which is kept if it is worth it. */
  async of(tenantId: string, cypher: string, params: Record<string, unknown>, ask: () => Promise<GraphRow[]>): Promise<GraphRow[]> {
    const version = this.versionOf(tenantId);
    const key = `${tenantId} ${version} ${cypher} ${JSON.stringify(params, textOfBigint)}`;
    const kept = this.#answers.get(key);
    if (kept) return structuredClone(kept);
    const started = this.#clock();
    const rows = await ask();
    const tookMs = this.#clock() - started;
    if (tookMs >= LEAST_MS && rows.length <= MOST_ROWS && version === this.versionOf(tenantId)) this.#keep(key, rows);
    return rows;
  }

  /** Runs a change of a client's graph. What was read before it, or while it was made, is not answered any more afterwards. */
  async whileChanging<T>(tenantId: string, change: () => Promise<T>): Promise<T> {
    this.#forget(tenantId);
    try {
      return await change();
    } finally {
      this.#forget(tenantId);
    }
  }

  /** How often the graph of a client has changed since this process began. */
  versionOf(tenantId: string): number {
    return this.#versions.get(tenantId) ?? 0;
  }

  #forget(tenantId: string): void {
    this.#versions.set(tenantId, this.versionOf(tenantId) + 1);
  }

  #keep(key: string, rows: GraphRow[]): void {
    const { length } = JSON.stringify(rows);
    if (length <= MOST_CHARACTERS) this.#answers.keep(key, structuredClone(rows), length);
  }
}

/** JSON has no whole numbers of any length. */
const textOfBigint = (_name: string, value: unknown) => (typeof value === 'bigint' ? `${value}n` : value);
