import { type EventLog, GROUPS, type Positions } from '#lib/event-log/index.ts';
import { STREAMS, type Stream } from '#lib/wire/names.ts';

/** A client whose graph has not applied everything that was accepted this long ago is stale. */
const STALE_MS = 60_000;
/** Marks kept a client: at a mark each half minute, an hour. What is behind for longer counts from its oldest mark. */
const MAX_MARKS = 120;

type Ends = Record<Stream, bigint>;

/** How old the graphs are. */
export interface FreshnessReport {
  /** The greatest age over all clients, in ms. */
  worstMs: number;
  /** Records that the graphs have not applied, over all clients. */
  behind: number;
  /** Clients that are stale, and all that have a log. */
  stale: number;
  clients: number;
}

/**
 * Measures for every client how long a record takes from its acceptance into its graph, without writing one: each look marks where
 * the log of each client ends, and a mark is passed once the graph has got there. A client's graph is as old as its oldest mark that
 * is not passed; it is 0 when there is none. A mark is as old as the look that made it, so ages are short by at most the time between
 * two looks.
 */
export class FreshnessWatch {
  readonly #marks = new Map<string, { at: number; ends: Ends }[]>();

  /** Looks at the log and at what the graphs have applied. `now` in epoch ms. Rejects as the log does. */
  async look(log: Pick<EventLog, 'endsOfAll' | 'reported'>, now: number): Promise<FreshnessReport> {
    const [ends, applied] = await Promise.all([log.endsOfAll(), log.reported(GROUPS.graph)]);
    const ages = [...ends].map(([tenantId, end]) => this.#age(tenantId, end, applied.get(tenantId) ?? {}, now));
    for (const tenantId of this.#marks.keys()) if (!ends.has(tenantId)) this.#marks.delete(tenantId);
    const behind = [...ends].reduce((sum, [tenantId, end]) => sum + behindOf(end, applied.get(tenantId) ?? {}), 0);
    return { worstMs: Math.max(0, ...ages), behind, stale: ages.filter((age) => age > STALE_MS).length, clients: ages.length };
  }

  #age(tenantId: string, end: Ends, applied: Positions, now: number): number {
    const hasPassed = (mark: Ends) => STREAMS.every((stream) => (applied[stream] ?? 0n) >= mark[stream]);
    const marks = (this.#marks.get(tenantId) ?? []).filter(({ ends }) => !hasPassed(ends));
    const last = marks.at(-1);
    const isNew = !hasPassed(end) && (last === undefined || STREAMS.some((stream) => end[stream] > last.ends[stream]));
    if (isNew && marks.length < MAX_MARKS) marks.push({ at: now, ends: end });
    this.#marks.set(tenantId, marks);
    return marks[0] ? now - marks[0].at : 0;
  }
}

function behindOf(end: Ends, applied: Positions): number {
  return STREAMS.reduce((sum, stream) => sum + Math.max(0, Number(end[stream] - (applied[stream] ?? 0n))), 0);
}
