import { randomUUID } from 'node:crypto';
import { expect, it } from 'vitest';
import { asSystemSql } from '#lib/platform/database/index.ts';
import { freshDatabase } from '#lib/platform/testing/database.ts';
import type { Stream } from '#lib/wire/names.ts';
import { GROUPS } from '../groups.ts';
import { openPostgresEventLog } from './log.ts';

const DAY_MS = 86_400_000;

it('a segment that cannot be read keeps the retention of no other stream from being enforced', async () => {
  const db = await freshDatabase();
  let now = Date.UTC(2026, 10, 23);
  const log = await openPostgresEventLog(db.pool, () => now);
  try {
    const clients = [`a-${randomUUID()}`, `b-${randomUUID()}`, `c-${randomUUID()}`];
    for (const client of clients) {
      await log.create(client, 7);
      for (const value of ['old', 'new']) await log.append(client, 'state.k8s.resource', [{ key: 'k', value }]);
      await log.report(GROUPS.usage, client, await log.ends(client));
    }
    const [, damaged] = clients;
    await asSystemSql(db.pool, (sql) => sql.query("UPDATE log_segments SET payload = 'x' WHERE tenant_id = $1", [damaged]));
    now += 8 * DAY_MS;
    const skipped: [string, string][] = [];
    expect(await log.enforceRetention(now, (tenantId, stream) => skipped.push([tenantId, stream]))).toBe(2);
    expect(skipped).toEqual([[damaged, 'state.k8s.resource']]);
    await expect(log.enforceRetention(now)).rejects.toThrow();
  } finally {
    await log.close();
    await db.drop();
  }
});

it('keeps what usage has not counted, however old, so that nothing goes without being billed', async () => {
  const db = await freshDatabase();
  let now = Date.UTC(2026, 10, 23);
  const log = await openPostgresEventLog(db.pool, () => now);
  try {
    const client = `a-${randomUUID()}`;
    await log.create(client, 7);
    for (const stream of ['events.normalized', 'state.k8s.resource'] as const) {
      for (const value of ['1', '2', '3']) await log.append(client, stream, [{ key: 'k', value }]);
    }
    const left = async (stream: Stream) => (await log.read(client, stream, 0n, 10)).map(({ value }) => value);
    await log.report(GROUPS.usage, client, { 'events.normalized': 2n, 'state.k8s.resource': 1n });
    now += 8 * DAY_MS;
    await log.enforceRetention(now);
    expect([await left('events.normalized'), await left('state.k8s.resource')]).toEqual([['3'], ['2', '3']]);
    await log.report(GROUPS.usage, client, await log.ends(client));
    now += DAY_MS;
    await log.enforceRetention(now);
    expect([await left('events.normalized'), await left('state.k8s.resource')]).toEqual([[], ['3']]);
  } finally {
    await log.close();
    await db.drop();
  }
});
