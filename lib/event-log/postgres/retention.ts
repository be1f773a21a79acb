import type pg from 'pg';
import { asSystemSql, inTenantSql } from '#lib/platform/database/index.ts';
import type { Stream } from '#lib/wire/names.ts';
import { GROUPS } from '../groups.ts';
import { rethrow, type SkipFailure } from '../port.ts';
import { bytesOf, packSegment, unpackSegment } from './segment.ts';

const SEGMENTS_AT_ONCE = 50;
const DELETE_AT_ONCE = 1_000;
const DAY_MS = 86_400_000;
/** The offset up to which a client's stream ($1, $2) has been counted: a record that is deleted before would never be billed. */
const COUNTED = `coalesce((SELECT position FROM log_groups WHERE consumer = '${GROUPS.usage}' AND tenant_id = $1 AND stream = $2), 0)`;

interface StreamRow {
  tenant_id: string;
  stream: Stream;
  retention_days: number;
  compacted_before: string;
}

/**
 * Lets go of records appended before each stream's retention, and returns how many went. Of the state stream the newest
 * record of each object stays, however old (as Kafka's compaction keeps it): the graph could not be rebuilt without the
 * objects that never changed. All of a stream must be read for that, so it is done once a day. What usage has not counted stays.
 */
export async function enforceRetention(pool: pg.Pool, time: number, skip: SkipFailure = rethrow): Promise<number> {
  const streams = await asSystemSql(pool, async (sql) => {
    const { rows } = await sql.query<StreamRow>('SELECT tenant_id, stream, retention_days, compacted_before FROM log_streams');
    return rows;
  });
  let gone = 0;
  for (const { tenant_id, stream, retention_days, compacted_before } of streams) {
    const before = time - retention_days * DAY_MS;
    try {
      if (stream !== 'state.k8s.resource') gone += await deleteOlder(pool, tenant_id, stream, before);
      else if (before - Number(compacted_before) >= DAY_MS) gone += await compact(pool, tenant_id, stream, before);
    } catch (error) {
      skip(tenant_id, stream, error);
    }
  }
  return gone;
}

async function deleteOlder(pool: pg.Pool, tenantId: string, stream: Stream, before: number): Promise<number> {
  let total = 0;
  for (;;) {
    const { segments, records } = await inTenantSql(pool, tenantId, async (sql) => {
      const { rows } = await sql.query<{ segments: string; records: string }>(
        `WITH gone AS (
           DELETE FROM log_segments WHERE tenant_id = $1 AND stream = $2 AND last_offset IN (
             SELECT last_offset FROM log_segments WHERE tenant_id = $1 AND stream = $2 AND appended_at < $3
               AND last_offset < ${COUNTED} ORDER BY last_offset LIMIT ${DELETE_AT_ONCE}
           ) RETURNING records, bytes
         ), total AS (
           SELECT count(*) AS segments, coalesce(sum(records), 0) AS records, coalesce(sum(bytes), 0) AS bytes FROM gone
         ), kept AS (
           UPDATE log_streams SET bytes = log_streams.bytes - total.bytes FROM total
           WHERE tenant_id = $1 AND stream = $2 AND total.segments > 0
         ) SELECT segments, records FROM total`,
        [tenantId, stream, before],
      );
      return { segments: Number(rows[0]?.segments ?? 0), records: Number(rows[0]?.records ?? 0) };
    });
    total += records;
    if (segments < DELETE_AT_ONCE) return total;
  }
}

/** Goes from the newest segment to the oldest: what was seen on the way is superseded by it. */
async function compact(pool: pg.Pool, tenantId: string, stream: Stream, before: number): Promise<number> {
  const seen = new Set<string>();
  let total = 0;
  let cursor: bigint | undefined;
  do {
    const page = await inTenantSql(pool, tenantId, (sql) => compactPage(sql, tenantId, stream, before, cursor, seen));
    total += page.gone;
    cursor = page.next;
  } while (cursor !== undefined);
  await inTenantSql(pool, tenantId, (sql) =>
    sql.query('UPDATE log_streams SET compacted_before = $3 WHERE tenant_id = $1 AND stream = $2', [tenantId, stream, before]),
  );
  return total;
}

/** The segments below `cursor`, under a lock of the stream: two processes that compact one stream take turns. */
async function compactPage(
  sql: pg.PoolClient,
  tenantId: string,
  stream: Stream,
  before: number,
  cursor: bigint | undefined,
  seen: Set<string>,
): Promise<{ gone: number; next: bigint | undefined }> {
  await sql.query('SELECT 1 FROM log_streams WHERE tenant_id = $1 AND stream = $2 FOR UPDATE', [tenantId, stream]);
  const { rows } = await sql.query<{ last_offset: string; appended_at: string; bytes: number; payload: Buffer; counted: boolean }>(
    `SELECT last_offset, appended_at, bytes, payload, last_offset < ${COUNTED} AS counted FROM log_segments
     WHERE tenant_id = $1 AND stream = $2 AND ($3::bigint IS NULL OR last_offset < $3) ORDER BY last_offset DESC LIMIT ${SEGMENTS_AT_ONCE}`,
    [tenantId, stream, cursor],
  );
  let gone = 0;
  let freed = 0;
  for (const row of rows) {
    const last = BigInt(row.last_offset);
    const records = unpackSegment(row.payload, last, Number(row.appended_at));
    const newest = records.toReversed().filter(({ key }) => !seen.has(key) && seen.add(key));
    if (!row.counted || Number(row.appended_at) >= before || newest.length === records.length) continue;
    const left = newest.toReversed();
    const place = [tenantId, stream, row.last_offset];
    if (left.length === 0) await sql.query('DELETE FROM log_segments WHERE tenant_id = $1 AND stream = $2 AND last_offset = $3', place);
    else {
      await sql.query(
        'UPDATE log_segments SET records = $4, bytes = $5, payload = $6 WHERE tenant_id = $1 AND stream = $2 AND last_offset = $3',
        [...place, left.length, bytesOf(left), packSegment(left, last)],
      );
    }
    gone += records.length - left.length;
    freed += row.bytes - bytesOf(left);
  }
  if (freed > 0)
    await sql.query('UPDATE log_streams SET bytes = bytes - $3 WHERE tenant_id = $1 AND stream = $2', [tenantId, stream, freed]);
  return { gone, next: rows.length < SEGMENTS_AT_ONCE ? undefined : BigInt(rows.at(-1)?.last_offset ?? 0) };
}
