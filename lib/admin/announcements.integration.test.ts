import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { asSystem, database, inTenantSql } from '#lib/platform/database/index.ts';
import { freshDatabase } from '#lib/platform/testing/database.ts';
import { addAnnouncement, listAnnouncements, removeAnnouncement, shownAnnouncements } from './index.ts';

const NOW = Date.UTC(2026, 10, 29, 12);
const HOUR = 3_600_000;
let db: Awaited<ReturnType<typeof freshDatabase>>;

beforeAll(async () => {
  db = await freshDatabase();
});
afterAll(() => db.drop());
beforeEach(async () => {
  for (const { id } of await listAnnouncements()) await removeAnnouncement(id, 'test');
});

const announce = (title: string, from: number, until: number, tone: 'info' | 'warn' | 'bad' = 'info') =>
  addAnnouncement({ title, body: '', tone, shownFrom: NOW + from * HOUR, shownUntil: NOW + until * HOUR }, 'jo', NOW);
const titles = async (at: number) => (await shownAnnouncements(NOW + at * HOUR)).map(({ title }) => title);

describe('announcements', () => {
  it('are shown between their two times, the worst first', async () => {
    await announce('a maintenance', 1, 3);
    await announce('an outage', 0, 2, 'bad');
    await announce('something new', 0, 9);
    expect(await titles(0)).toEqual(['an outage', 'something new']);
    expect(await titles(1)).toEqual(['an outage', 'a maintenance', 'something new']);
    expect(await titles(3)).toEqual(['something new']);
    expect(await titles(9)).toEqual([]);
  });

  it('are gone at once when they are removed, and both acts are audited', async () => {
    const { id } = await announce('wrong', 0, 1);
    await removeAnnouncement(id, 'jo');
    expect(await titles(0)).toEqual([]);
    await expect(removeAnnouncement(id, 'jo')).rejects.toMatchObject({ status: 404 });
    const entries = await asSystem((tx) => tx.auditEntry.findMany({ where: { target: 'wrong' }, orderBy: { id: 'asc' } }));
    expect(entries.map(({ action, tenantId }) => [action, tenantId])).toEqual([
      ['announcement.added', '@installation'],
      ['announcement.removed', '@installation'],
    ]);
  });

  it('are at most five at a time, not counting past ones', async () => {
    await announce('past', -2, -1);
    for (let n = 0; n < 5; n++) await announce(`announcement ${n}`, n, n + 1);
    await expect(announce('one more', 0, 1)).rejects.toMatchObject({ status: 409, code: 'announcement_limit' });
  });

  it('cannot be written or read with the scope of a client', async () => {
    await announce('for all', 0, 1);
    const tenantId = `c-${randomUUID().slice(0, 18)}`;
    const seen = await inTenantSql(database.use().pool, tenantId, (sql) => sql.query('SELECT 1 FROM announcements'));
    expect(seen.rowCount).toBe(0);
    await expect(inTenantSql(database.use().pool, tenantId, (sql) => sql.query('DELETE FROM announcements'))).resolves.toMatchObject({
      rowCount: 0,
    });
  });
});
