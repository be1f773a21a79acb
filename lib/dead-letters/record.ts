import { cut } from '#lib/text/index.ts';
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

/** The most characters of a detail: a record can be wrong in thousands of places. */
const MAX_DETAIL_CHARACTERS = 2_000;

/**
 * Stores rejected records of one stream as dead letters as far as the client's plan has room for them, and counts all of them,
 * in the caller's transaction. A record of the log is stored and counted once per source, however often it is reported; one
 * for which there is no room may be counted again when the graph is rebuilt.
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
    `WITH room AS (
       SELECT (kept ->> 'records')::bigint - coalesce(stock.records, 0) AS records, (kept ->> 'bytes')::bigint - coalesce(stock.bytes, 0) AS bytes
       FROM (SELECT limits -> 'deadLetters' AS kept FROM tenants WHERE id = $1) AS plan
       LEFT JOIN dead_letter_stocks stock ON stock.tenant_id = $1
     ), given AS (
       SELECT t.*, row_number() OVER sofar AS records, sum(octet_length(d) + octet_length(v)) OVER sofar AS bytes
       FROM unnest($4::text[], $5::text[], $6::text[], $7::text[]) WITH ORDINALITY AS t(o, r, d, v, i) WINDOW sofar AS (ORDER BY i)
     ), fitting AS (
       SELECT given.* FROM given, room WHERE given.records <= room.records AND given.bytes <= room.bytes
     ), fresh AS (
       INSERT INTO dead_letters (tenant_id, source, stream, record_offset, reason, detail, record)
       SELECT $1, $2, $3, o::bigint, r, d, v FROM fitting ORDER BY i
       ON CONFLICT DO NOTHING RETURNING 1
     ), total AS (
       SELECT (SELECT count(*) FROM fresh) + (SELECT count(*) FROM given) - (SELECT count(*) FROM fitting) AS records
     )
     INSERT INTO dead_letter_counts (tenant_id, stream, source, records)
     SELECT $1, $3, $2, records FROM total WHERE records > 0
     ON CONFLICT (tenant_id, stream, source) DO UPDATE SET records = dead_letter_counts.records + EXCLUDED.records`,
    [
      tenantId,
      source,
      stream,
      records.map(({ offset }) => (offset === undefined ? null : String(offset))),
      records.map(({ reason }) => reason),
      records.map(({ detail }) => storable(cut(detail, MAX_DETAIL_CHARACTERS))),
      records.map(({ record }) => storable(record)),
    ],
  );
}

/** PostgreSQL cannot store NUL characters, which records from Kafka, and errors that quote them, may contain. */
function storable(text: string): string {
  return text.replaceAll('\u0000', '');
}
