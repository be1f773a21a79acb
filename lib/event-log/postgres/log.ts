import type pg from 'pg';
import { asSystemSql, inTenantSql } from '#lib/platform/database/index.ts';
import { currentTrace } from '#lib/platform/tracing.ts';
import { STREAMS, type Stream } from '#lib/wire/names.ts';
import { byStream, reportedPositions } from '../groups.ts';
import { type EventLog, type LogRecord, type NewRecord, UnknownStreamError } from '../port.ts';
import { openAppendNotifications } from './append-notifications.ts';
import { enforceRetention } from './retention.ts';
import { bytesOf, packSegment, unpackSegment } from './segment.ts';

/**
 * The event log in PostgreSQL: a row an append (see segment.ts). The row of a stream gives out offsets and stays locked
 * until its append commits, so offsets become visible in order and a reader never skips one that commits late. Appends
 * of different streams do not wait for each other. `pool` is shared and not closed here. What is asked for every batch has
 * a name, so that PostgreSQL parses and plans it once a connection.
 */
export async function openPostgresEventLog(pool: pg.Pool, now: () => number = Date.now): Promise<EventLog> {
  const notifications = openAppendNotifications(pool);
  const ends: EventLog['ends'] = (tenantId) =>
    inTenantSql(pool, tenantId, async (sql) => {
      const { rows } = await sql.query<{ stream: Stream; next_offset: string }>({
        name: 'log ends',
        text: 'SELECT stream, next_offset FROM log_streams WHERE tenant_id = $1',
        values: [tenantId],
      });
      return byStream(rows.map((row) => [row.stream, BigInt(row.next_offset)]));
    });
  const groups = reportedPositions(pool, ends);
  return {
    async create(tenantId, retentionDays) {
      await inTenantSql(pool, tenantId, (sql) =>
        sql.query(
          `INSERT INTO log_streams (tenant_id, stream, retention_days) SELECT $1, s, $3 FROM unnest($2::text[]) s
           ON CONFLICT (tenant_id, stream) DO UPDATE SET retention_days = $3`,
          [tenantId, STREAMS, retentionDays],
        ),
      );
    },

    async drop(tenantId) {
      await inTenantSql(pool, tenantId, async (sql) => {
        for (const table of ['log_segments', 'log_groups', 'log_streams']) {
          await sql.query(`DELETE FROM ${table} WHERE tenant_id = $1`, [tenantId]);
        }
      });
    },

    async append(tenantId, stream, records) {
      if (records.length === 0) throw new RangeError('an append needs at least one record');
      const last = await inTenantSql(pool, tenantId, (sql) => appendTo(sql, tenantId, stream, records, now()));
      notifications.notify(tenantId);
      return { first: last - BigInt(records.length - 1), last };
    },

    async read(tenantId, stream, from, limit) {
      return inTenantSql(pool, tenantId, async (sql) => {
        const found: LogRecord[] = [];
        for (let next = from; found.length < limit; ) {
          const page = await readSegments(sql, tenantId, stream, next, limit - found.length);
          if (page.length === 0) break;
          for (const record of page) if (record.offset >= next) found.push(record);
          next = (page.at(-1)?.offset ?? next) + 1n;
        }
        return found.slice(0, limit);
      });
    },

    ends,
    report: groups.report,
    lag: groups.lag,

    reported: groups.reported,

    async endsOfAll() {
      return asSystemSql(pool, async (sql) => {
        const { rows } = await sql.query<{ tenant_id: string; stream: Stream; next_offset: string }>(
          'SELECT tenant_id, stream, next_offset FROM log_streams',
        );
        const all = new Map<string, [Stream, bigint][]>();
        for (const { tenant_id, stream, next_offset } of rows) {
          const of = all.get(tenant_id) ?? [];
          of.push([stream, BigInt(next_offset)]);
          all.set(tenant_id, of);
        }
        return new Map([...all].map(([tenantId, entries]) => [tenantId, byStream(entries)]));
      });
    },

    enforceRetention: (time, skip) => enforceRetention(pool, time, skip),

    sizeBytes: (tenantId) =>
      inTenantSql(pool, tenantId, async (sql) => {
        const { rows } = await sql.query<{ bytes: string | null }>('SELECT sum(bytes) AS bytes FROM log_streams WHERE tenant_id = $1', [
          tenantId,
        ]);
        return Number(rows[0]?.bytes ?? 0);
      }),

    onAppend: notifications.listen,
    close: notifications.close,
  };
}

/** Returns the last record's offset. */
async function appendTo(sql: pg.PoolClient, tenantId: string, stream: Stream, records: readonly NewRecord[], at: number): Promise<bigint> {
  const bytes = bytesOf(records);
  const payload = packSegment(records, 0n, currentTrace());
  const { rows } = await sql.query<{ last: string }>({
    name: 'log append',
    text: `WITH place AS (
       UPDATE log_streams SET next_offset = next_offset + $3, bytes = bytes + $4
       WHERE tenant_id = $1 AND stream = $2 RETURNING next_offset - 1 AS last
     ), written AS (
       INSERT INTO log_segments (tenant_id, stream, last_offset, records, bytes, appended_at, payload)
       SELECT $1, $2, place.last, $3, $4, $5, $6 FROM place
     ) SELECT last FROM place`,
    values: [tenantId, stream, records.length, bytes, at, payload],
  });
  const last = rows[0]?.last;
  if (last === undefined) throw new UnknownStreamError(tenantId, stream);
  return BigInt(last);
}

/** The records of the segments from the one that holds `from` on: as many as hold `limit` records, and the rest of the last. */
async function readSegments(sql: pg.PoolClient, tenantId: string, stream: Stream, from: bigint, limit: number): Promise<LogRecord[]> {
  const { rows } = await sql.query<{ last_offset: string; appended_at: string; payload: Buffer }>({
    name: 'log read',
    text: `SELECT last_offset, appended_at, payload FROM (
       SELECT last_offset, appended_at, payload, sum(records) OVER (ORDER BY last_offset) - records AS before FROM (
         SELECT last_offset, appended_at, payload, records FROM log_segments
         WHERE tenant_id = $1 AND stream = $2 AND last_offset >= $3 ORDER BY last_offset LIMIT $4
       ) candidates
     ) counted WHERE before < $4 ORDER BY last_offset`,
    values: [tenantId, stream, from, limit],
  });
  return rows.flatMap((row) => unpackSegment(row.payload, BigInt(row.last_offset), Number(row.appended_at)));
}
