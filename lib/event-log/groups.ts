import type pg from 'pg';
import { asSystemSql, inTenantSql } from '#lib/platform/database/index.ts';
import { STREAMS, type Stream } from '#lib/wire/names.ts';
import type { EventLog, Positions } from './port.ts';

/** Who reads the log, by the names under which they report how far they are. */
export const GROUPS = { graph: 'graph-builder', usage: 'usage' } as const;

/**
 * What consumers report of their places, kept in PostgreSQL for every adapter: nobody resumes from it, it makes lag
 * visible. `ends` are those of the log.
 */
export function reportedPositions(
  pool: pg.Pool,
  ends: EventLog['ends'],
): Pick<EventLog, 'report' | 'lag' | 'reported'> & { forget(tenantId: string): Promise<void> } {
  return {
    async report(group, tenantId, positions: Positions) {
      const entries = Object.entries(positions) as [Stream, bigint][];
      if (entries.length === 0) return;
      await inTenantSql(pool, tenantId, (sql) =>
        sql.query({
          name: 'log report',
          text: `INSERT INTO log_groups (consumer, tenant_id, stream, position)
           SELECT $1, $2, s, p FROM unnest($3::text[], $4::bigint[]) AS t(s, p)
           ON CONFLICT (consumer, tenant_id, stream) DO UPDATE SET position = GREATEST(log_groups.position, EXCLUDED.position)`,
          values: [group, tenantId, entries.map(([stream]) => stream), entries.map(([, position]) => position)],
        }),
      );
    },

    async lag(group, tenantId) {
      const [end, done] = await Promise.all([
        ends(tenantId),
        inTenantSql(pool, tenantId, async (sql) => {
          const { rows } = await sql.query<{ stream: Stream; position: string }>(
            'SELECT stream, position FROM log_groups WHERE consumer = $1 AND tenant_id = $2',
            [group, tenantId],
          );
          return byStream(rows.map((row) => [row.stream, BigInt(row.position)]));
        }),
      ]);
      return byStream(STREAMS.map((stream) => [stream, end[stream] - done[stream]]));
    },

    reported: (group) =>
      asSystemSql(pool, async (sql) => {
        const { rows } = await sql.query<{ tenant_id: string; stream: Stream; position: string }>(
          'SELECT tenant_id, stream, position FROM log_groups WHERE consumer = $1',
          [group],
        );
        const all = new Map<string, Positions>();
        for (const row of rows) all.set(row.tenant_id, { ...all.get(row.tenant_id), [row.stream]: BigInt(row.position) });
        return all;
      }),

    forget: (tenantId) =>
      inTenantSql(pool, tenantId, async (sql) => void (await sql.query('DELETE FROM log_groups WHERE tenant_id = $1', [tenantId]))),
  };
}

/** A number for every stream: 0 for those that are not named. */
export function byStream(entries: Iterable<readonly [Stream, bigint]>): Record<Stream, bigint> {
  const all = Object.fromEntries(STREAMS.map((stream) => [stream, 0n])) as Record<Stream, bigint>;
  for (const [stream, value] of entries) all[stream] = value;
  return all;
}

/** How many records lie between the end and what the last of these groups reported, of every client that has streams. */
export async function backlogs(log: Pick<EventLog, 'endsOfAll' | 'reported'>, groups: readonly string[]): Promise<Map<string, bigint>> {
  const [ends, ...places] = await Promise.all([log.endsOfAll(), ...groups.map((group) => log.reported(group))]);
  const waiting = (end: Record<Stream, bigint>, place: Positions = {}) =>
    STREAMS.map((stream) => end[stream] - (place[stream] ?? 0n)).reduce((sum, one) => (one > 0n ? sum + one : sum), 0n);
  const most = (numbers: bigint[]) => numbers.toSorted((one, other) => Number(other - one))[0] ?? 0n;
  return new Map([...ends].map(([tenantId, end]) => [tenantId, most(places.map((reported) => waiting(end, reported.get(tenantId))))]));
}

/** The clients of whom a group has not reported all: a record may be missing to it. */
export async function clientsBehind(log: Pick<EventLog, 'endsOfAll' | 'reported'>, group: string): Promise<string[]> {
  return [...(await backlogs(log, [group]))].filter(([, waiting]) => waiting > 0n).map(([tenantId]) => tenantId);
}
