import type { Stream } from '#lib/wire/names.ts';

/** Who turns records away: the edge before the log, usage and the graph builder when they read it. */
export const SOURCES = ['edge', 'usage', 'graph'] as const;
export type Source = (typeof SOURCES)[number];

/** A record that was turned away. */
export interface TurnedAway {
  /** Where it stands in its stream; undefined for what never got there. */
  offset?: bigint;
  /** For programs. */
  reason: string;
  /** What is wrong with it, in words. */
  detail: string;
  record: string;
}

/** Runs one statement in the caller's transaction, whose scope is the client or the system. */
export type Run = (sql: string, params: unknown[]) => Promise<unknown>;

/**
 * Keeps records of one stream that were turned away, and counts them, in the caller's transaction. A record of the log
 * is kept and counted once a source, however often it is told.
 */
export async function recordDeadLetters(
  run: Run,
  clientId: string,
  source: Source,
  stream: Stream,
  records: readonly TurnedAway[],
): Promise<void> {
  if (records.length === 0) return;
  await run(
    `WITH fresh AS (
       INSERT INTO dead_letters (tenant_id, source, stream, record_offset, reason, detail, record)
       SELECT $1, $2, $3, o::bigint, r, d, v FROM unnest($4::text[], $5::text[], $6::text[], $7::text[]) AS t(o, r, d, v)
       ON CONFLICT DO NOTHING RETURNING 1
     )
     INSERT INTO dead_letter_counts (tenant_id, stream, source, records)
     SELECT $1, $3, $2, count(*) FROM fresh HAVING count(*) > 0
     ON CONFLICT (tenant_id, stream, source) DO UPDATE SET records = dead_letter_counts.records + EXCLUDED.records`,
    [
      clientId,
      source,
      stream,
      records.map(({ offset }) => (offset === undefined ? null : String(offset))),
      records.map(({ reason }) => reason),
      records.map(({ detail }) => storable(detail)),
      records.map(({ record }) => storable(record)),
    ],
  );
}

/** PostgreSQL keeps no NUL in a text; what Kafka brings may hold one, and an error that quotes it, too. */
function storable(text: string): string {
  return text.replaceAll('\u0000', '');
}
