import type { Stream } from '#lib/wire/names.ts';

/** What rejects records: ingest, before they are in the log; usage and the graph builder, when they read the log. */
export const SOURCES = ['edge', 'usage', 'graph'] as const;
export type Source = (typeof SOURCES)[number];

/** A record that was rejected. */
export interface RejectedRecord {
  /** Its offset in the stream; undefined for records that never got into the log. */
  offset?: bigint;
  /** For programs. */
  reason: string;
  /** What is wrong with it, for people. */
  detail: string;
  record: string;
}

/** Runs a statement in the caller's transaction, whose scope is the tenant or the system. */
export type Run = (sql: string, params: unknown[]) => Promise<unknown>;

/**
 * Stores rejected records of one stream as dead letters, and counts them, in the caller's transaction. A record of the log
 * is stored and counted once per source, however often it is reported.
 */
export async function recordDeadLetters(
  run: Run,
  tenantId: string,
  source: Source,
  stream: Stream,
  records: readonly RejectedRecord[],
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
      tenantId,
      source,
      stream,
      records.map(({ offset }) => (offset === undefined ? null : String(offset))),
      records.map(({ reason }) => reason),
      records.map(({ detail }) => storable(detail)),
      records.map(({ record }) => storable(record)),
    ],
  );
}

/** PostgreSQL cannot store NUL characters, which records from Kafka, and errors that quote them, may contain. */
function storable(text: string): string {
  return text.replaceAll('\u0000', '');
}
