import pg from 'pg';
import { asSystemSql, inTenantSql } from '#lib/platform/database/index.ts';
import { STREAMS, type Stream } from '#lib/tenants/names.ts';
import { byStream, reportedPositions } from './groups.ts';
import { type EventLog, type LogRecord, type NewRecord, UnknownStreamError } from './port.ts';

const CHANNEL = 'log_append';
const NOTIFY_EVERY_MS = 20;
const DELETE_AT_ONCE = 10_000;
const DAY_MS = 86_400_000;

/**
 * The event log in PostgreSQL. The row of a stream gives out offsets and stays locked until its append commits, so
 * offsets become visible in order and a reader never skips one that commits late. Appends of different streams do
 * not wait for each other. `pool` is shared and not closed here.
 */
export async function openPostgresEventLog(pool: pg.Pool, now: () => number = Date.now): Promise<EventLog> {
  const bell = await openBell(pool);
  const ends: EventLog['ends'] = (clientId) =>
    inTenantSql(pool, clientId, async (sql) => {
      const { rows } = await sql.query<{ stream: Stream; next_offset: string }>(
        'SELECT stream, next_offset FROM log_streams WHERE tenant_id = $1',
        [clientId],
      );
      return byStream(rows.map((row) => [row.stream, BigInt(row.next_offset)]));
    });
  const groups = reportedPositions(pool, ends);
  return {
    async create(clientId, retentionDays) {
      await inTenantSql(pool, clientId, (sql) =>
        sql.query(
          `INSERT INTO log_streams (tenant_id, stream, retention_days) SELECT $1, s, $3 FROM unnest($2::text[]) s
           ON CONFLICT (tenant_id, stream) DO UPDATE SET retention_days = $3`,
          [clientId, STREAMS, retentionDays],
        ),
      );
    },

    async drop(clientId) {
      await inTenantSql(pool, clientId, async (sql) => {
        for (const table of ['log_records', 'log_groups', 'log_streams']) {
          await sql.query(`DELETE FROM ${table} WHERE tenant_id = $1`, [clientId]);
        }
      });
    },

    async append(clientId, stream, records) {
      if (records.length === 0) throw new RangeError('an append needs at least one record');
      const first = await inTenantSql(pool, clientId, (sql) => appendTo(sql, clientId, stream, records, now()));
      bell.ring(clientId);
      return { first, last: first + BigInt(records.length - 1) };
    },

    async read(clientId, stream, from, limit) {
      return inTenantSql(pool, clientId, async (sql) => {
        const { rows } = await sql.query<{ offset: string; key: string; value: string; appended_at: string }>(
          `SELECT "offset", key, value, appended_at FROM log_records
           WHERE tenant_id = $1 AND stream = $2 AND "offset" >= $3 ORDER BY "offset" LIMIT $4`,
          [clientId, stream, from, limit],
        );
        return rows.map(
          (row): LogRecord => ({ offset: BigInt(row.offset), key: row.key, value: row.value, appendedAt: Number(row.appended_at) }),
        );
      });
    },

    ends,
    report: groups.report,
    lag: groups.lag,

    async enforceRetention(time) {
      const streams = await asSystemSql(pool, async (sql) => {
        const { rows } = await sql.query<{ tenant_id: string; stream: Stream; retention_days: number }>(
          'SELECT tenant_id, stream, retention_days FROM log_streams',
        );
        return rows;
      });
      let deleted = 0;
      for (const { tenant_id, stream, retention_days } of streams) {
        deleted += await deleteOlder(pool, tenant_id, stream, time - retention_days * DAY_MS);
      }
      return deleted;
    },

    sizeBytes: (clientId) =>
      inTenantSql(pool, clientId, async (sql) => {
        const { rows } = await sql.query<{ bytes: string | null }>('SELECT sum(bytes) AS bytes FROM log_streams WHERE tenant_id = $1', [
          clientId,
        ]);
        return Number(rows[0]?.bytes ?? 0);
      }),

    onAppend: bell.listen,
    close: bell.close,
  };
}

async function appendTo(sql: pg.PoolClient, clientId: string, stream: Stream, records: readonly NewRecord[], at: number): Promise<bigint> {
  const { rows } = await sql.query<{ first: string }>(
    `WITH place AS (
       UPDATE log_streams SET next_offset = next_offset + $3, bytes = bytes + $4
       WHERE tenant_id = $1 AND stream = $2 RETURNING next_offset - $3 AS first
     ), written AS (
       INSERT INTO log_records (tenant_id, stream, "offset", key, value, appended_at)
       SELECT $1, $2, place.first + r.n - 1, r.key, r.value, $7
       FROM place, unnest($5::text[], $6::text[]) WITH ORDINALITY AS r(key, value, n)
     ) SELECT first FROM place`,
    [
      clientId,
      stream,
      records.length,
      records.reduce((sum, record) => sum + Buffer.byteLength(record.key) + Buffer.byteLength(record.value), 0),
      records.map((record) => record.key),
      records.map((record) => record.value),
      at,
    ],
  );
  const first = rows[0]?.first;
  if (first === undefined) throw new UnknownStreamError(clientId, stream);
  return BigInt(first);
}

/**
 * Deletes records appended before `before`. Of the state stream the newest record of each object stays, however old
 * (as Kafka's compaction keeps it): the graph could not be rebuilt without the objects that never changed.
 */
async function deleteOlder(pool: pg.Pool, clientId: string, stream: Stream, before: number): Promise<number> {
  const superseded =
    stream === 'state.k8s.resource' ? 'AND EXISTS (SELECT 1 FROM newest n WHERE n.key = r.key AND n."offset" > r."offset")' : '';
  const newest =
    stream === 'state.k8s.resource'
      ? 'newest AS (SELECT key, max("offset") AS "offset" FROM log_records WHERE tenant_id = $1 AND stream = $2 GROUP BY key),'
      : '';
  let total = 0;
  for (;;) {
    const gone = await inTenantSql(pool, clientId, async (sql) => {
      const { rows } = await sql.query<{ records: string; bytes: string }>(
        `WITH ${newest} old AS (
           SELECT r."offset" FROM log_records r WHERE tenant_id = $1 AND stream = $2 AND appended_at < $3 ${superseded}
           ORDER BY r."offset" LIMIT ${DELETE_AT_ONCE}
         ), gone AS (
           DELETE FROM log_records WHERE tenant_id = $1 AND stream = $2 AND "offset" IN (SELECT "offset" FROM old)
           RETURNING octet_length(key) + octet_length(value) AS size
         ), total AS (SELECT count(*) AS records, coalesce(sum(size), 0) AS bytes FROM gone),
         kept AS (UPDATE log_streams SET bytes = log_streams.bytes - total.bytes FROM total WHERE tenant_id = $1 AND stream = $2)
         SELECT records, bytes FROM total`,
        [clientId, stream, before],
      );
      return Number(rows[0]?.records ?? 0);
    });
    total += gone;
    if (gone < DELETE_AT_ONCE) return total;
  }
}

/**
 * Tells other processes and threads of appends by NOTIFY, gathered over some milliseconds and outside the append's
 * transaction: a NOTIFY inside would make all commits of the server wait for each other.
 */
async function openBell(pool: pg.Pool) {
  const listeners = new Set<(clientId: string) => void>();
  const rung = new Set<string>();
  let timer: NodeJS.Timeout | undefined;
  let ear: pg.Client | undefined;
  let closed = false;

  async function connectEar(): Promise<void> {
    const client = new pg.Client(pool.options);
    client.on('error', () => {
      ear = undefined;
      if (!closed) setTimeout(() => void connectEar().catch(() => {}), 1000).unref();
    });
    client.on('notification', (message) => {
      for (const clientId of (message.payload ?? '').split(',')) for (const listener of listeners) listener(clientId);
    });
    await client.connect();
    await client.query(`LISTEN ${CHANNEL}`);
    ear = client;
  }

  function send(): void {
    timer = undefined;
    const ids = [...rung];
    rung.clear();
    // A payload holds 8,000 bytes: 100 client ids of 40 characters are far below. A lost one is found by polling.
    for (let i = 0; i < ids.length; i += 100)
      pool.query('SELECT pg_notify($1, $2)', [CHANNEL, ids.slice(i, i + 100).join(',')]).catch(() => {});
  }

  return {
    ring(clientId: string) {
      rung.add(clientId);
      timer ??= setTimeout(send, NOTIFY_EVERY_MS);
    },
    listen(listener: (clientId: string) => void) {
      listeners.add(listener);
      if (!ear) void connectEar().catch(() => {});
      return () => void listeners.delete(listener);
    },
    async close() {
      closed = true;
      clearTimeout(timer);
      await ear?.end();
    },
  };
}
