import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { asSystem } from '#lib/platform/database/index.ts';
import { freshDatabase } from '#lib/platform/testing/database.ts';
import { recordStates } from './look.ts';
import { readStatus } from './public-status.ts';
import { STATUS_IDS, type States } from './states.ts';

const NOW = Date.UTC(2026, 10, 23, 12);
const MINUTE = 60_000;
const WELL: States = { portal: 'operational', ingest: 'operational', diagnosis: 'operational', payments: 'operational', mail: 'off' };
let db: Awaited<ReturnType<typeof freshDatabase>>;

beforeAll(async () => {
  db = await freshDatabase();
});
afterAll(() => db.drop());
beforeEach(() => asSystem((tx) => tx.statusPeriod.deleteMany()));

const partOf = async (id: string, now: number) => (await readStatus(now)).components.find((one) => one.id === id);

describe('the history of the status', () => {
  it('has one period while nothing changes, and another when something does', async () => {
    for (let minute = 0; minute < 5; minute++) await recordStates(WELL, NOW + minute * MINUTE);
    await recordStates({ ...WELL, ingest: 'down' }, NOW + 5 * MINUTE);
    await recordStates(WELL, NOW + 8 * MINUTE);
    const rows = await asSystem((tx) => tx.statusPeriod.findMany({ where: { component: 'ingest' }, orderBy: { beganAt: 'asc' } }));
    expect(rows.map(({ state, beganAt, endedAt }) => [state, beganAt.getTime() - NOW, endedAt && endedAt.getTime() - NOW])).toEqual([
      ['operational', 0, 5 * MINUTE],
      ['down', 5 * MINUTE, 8 * MINUTE],
      ['operational', 8 * MINUTE, null],
    ]);
    expect(await asSystem((tx) => tx.statusPeriod.count())).toBe(STATUS_IDS.length + 2);
    expect((await readStatus(NOW + 9 * MINUTE)).troubles).toEqual([
      { component: 'ingest', name: 'Ingest of agents’ data', state: 'down', beganAt: NOW + 5 * MINUTE, endedAt: NOW + 8 * MINUTE },
    ]);
  });

  it('does not count the time in which nobody looked as well or down', async () => {
    await recordStates({ ...WELL, mail: 'down' }, NOW);
    await recordStates({ ...WELL, mail: 'down' }, NOW + MINUTE);
    await recordStates({ ...WELL, mail: 'operational' }, NOW + 60 * MINUTE);
    await recordStates({ ...WELL, mail: 'operational' }, NOW + 61 * MINUTE);
    expect((await partOf('mail', NOW + 61 * MINUTE))?.availability).toBe(0.5);
    expect((await readStatus(NOW + 61 * MINUTE)).troubles).toMatchObject([{ state: 'down', endedAt: NOW + MINUTE }]);
  });

  it('shows each day with its worst state, and days without a look as unknown', async () => {
    await recordStates(WELL, NOW - 24 * 60 * MINUTE);
    await recordStates({ ...WELL, payments: 'degraded' }, NOW - MINUTE);
    await recordStates(WELL, NOW);
    const days = (await partOf('payments', NOW))?.days ?? [];
    expect(days).toHaveLength(90);
    expect(days.slice(-3)).toEqual([
      { date: '2026-11-21', state: undefined },
      { date: '2026-11-22', state: 'operational' },
      { date: '2026-11-23', state: 'degraded' },
    ]);
  });

  it('forgets what is older than the page shows', async () => {
    await recordStates({ ...WELL, mail: 'down' }, NOW - 100 * 24 * 60 * MINUTE);
    await recordStates(WELL, NOW);
    await recordStates(WELL, NOW + MINUTE);
    expect(await asSystem((tx) => tx.statusPeriod.count({ where: { state: 'down' } }))).toBe(0);
  });
});

it('tells nobody the errors of components, which may name servers and clients', async () => {
  // No store is provided in this test: every check of one fails with a message of its own.
  const { state, components } = await readStatus(NOW);
  expect(state).toBe('down');
  expect(components.map(({ id, state: one }) => `${id} ${one}`)).toEqual([
    'portal operational',
    'ingest operational',
    'diagnosis down',
    'payments off',
    'mail off',
  ]);
  expect(Object.keys(components[0] ?? {})).toEqual(['id', 'name', 'state', 'days', 'availability']);
});
