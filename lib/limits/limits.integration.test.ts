import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { captureMails } from '#lib/auth/testing/people.ts';
import type { PlanName } from '#lib/plans/index.ts';
import { asSystem, inTenant } from '#lib/platform/database/index.ts';
import { freshDatabase } from '#lib/platform/testing/database.ts';
import { getTenant } from '#lib/tenants/index.ts';
import { addToCounter, assertMayIngest } from '#lib/usage/index.ts';
import { limitStates, reconcileClient, reconcileLimits, setSpendCap, spendCapOf } from './index.ts';

const NOON = Date.UTC(2026, 10, 23, 12);
const DAY = 86_400_000;
let db: Awaited<ReturnType<typeof freshDatabase>>;
let mails: ReturnType<typeof captureMails>;

beforeAll(async () => {
  db = await freshDatabase();
  mails = captureMails();
});
beforeEach(() => void mails.sent.splice(0));
afterAll(() => db.drop());

async function newClient(plan: PlanName) {
  const id = `c-${randomUUID().slice(0, 18)}`;
  await asSystem(async (tx) => {
    await tx.tenant.create({ data: { id, name: id, plan, status: 'active', billingEmail: `${id}@example.com` } });
    await tx.provisioningStep.create({ data: { tenantId: id, name: 'event-streams', position: 1, status: 'done' } });
  });
  return id;
}

const use = (id: string, metric: 'events' | 'rca_queries' | 'api_calls', n: number, at = NOON) =>
  inTenant(id, (tx) => addToCounter(tx, id, metric, n, at));
const state = async (id: string, name: string, now = NOON) => (await limitStates(id, now)).find((one) => one.name === name);
const subjects = (id: string) => mails.sent.filter(({ to }) => to === `${id}@example.com`).map(({ subject }) => subject);

describe('a client is told', () => {
  it('of each threshold once a month, with the number and what happens above it', async () => {
    const id = await newClient('free');
    await use(id, 'rca_queries', 50);
    await reconcileClient(id, NOON);
    await reconcileClient(id, NOON);
    expect(subjects(id)).toEqual(['RCA queries per month: 50 % used']);
    await use(id, 'rca_queries', 50);
    await reconcileClient(id, NOON);
    await reconcileClient(id, NOON + DAY);
    expect(subjects(id)).toEqual(['RCA queries per month: 50 % used', 'RCA queries per month: 100 % used']);
    expect(mails.sent.at(-1)?.text).toContain('100 of 100 used. Usage above it is refused until 2026-12-01 00:00 UTC.');
    expect(await state(id, 'rca_queries')).toMatchObject({ state: 'blocked', used: 100, allowed: 100, threshold: 100 });
  });

  it('of the daily limit once a month and not every day, though its state follows the day', async () => {
    const id = await newClient('basic');
    await use(id, 'events', 120_000);
    await reconcileClient(id, NOON);
    expect(await state(id, 'events')).toMatchObject({ state: 'over', resetsAt: Date.UTC(2026, 10, 24) });
    await reconcileClient(id, NOON + DAY);
    expect(await state(id, 'events')).toMatchObject({ state: 'ok', used: 0 });
    await use(id, 'events', 120_000, NOON + DAY);
    await reconcileClient(id, NOON + DAY);
    expect(subjects(id)).toEqual(['Events per day: 100 % used']);
    await use(id, 'events', 120_000, Date.UTC(2026, 11, 1, 12));
    await reconcileClient(id, Date.UTC(2026, 11, 1, 12));
    expect(subjects(id)).toHaveLength(2);
  });

  it('of a limit that will be reached, once', async () => {
    const id = await newClient('basic');
    await use(id, 'events', 40_000, NOON - 6 * 3_600_000);
    for (const at of [NOON - 6 * 3_600_000, NOON - 5 * 3_600_000]) await reconcileClient(id, at);
    expect(subjects(id)).toEqual(['Events per day: the limit will be reached']);
    expect(await state(id, 'events')).toMatchObject({ state: 'warned', threshold: 0 });
  });

  it('of several limits in one mail, and again when the limit itself has changed', async () => {
    const id = await newClient('free');
    await use(id, 'events', 6_000);
    await use(id, 'api_calls', 6_000);
    await reconcileClient(id, NOON);
    expect(subjects(id)).toEqual(['2 limits of your KG RCA plan need attention']);
    await asSystem((tx) => tx.tenant.update({ where: { id }, data: { plan: 'basic' } }));
    await use(id, 'api_calls', 50_000);
    await reconcileClient(id, NOON);
    expect(subjects(id)).toHaveLength(2);
  });

  it('nothing on a plan without limits', async () => {
    const id = await newClient('enterprise');
    await use(id, 'events', 1e9);
    await reconcileClient(id, NOON);
    expect([await limitStates(id, NOON), subjects(id)]).toEqual([[], []]);
  });
});

describe('a spend cap', () => {
  it('that is hard refuses usage above the plan when it is reached, until it is raised or the month is over', async () => {
    const id = await newClient('basic');
    const setCap = (cents: number | null) => setSpendCap(id, { cents, isHard: true }, 'jo@example.com', NOON);
    await use(id, 'events', 149_000); // 49 started thousands at 10 cents
    await setCap(500);
    expect(await state(id, 'spend')).toMatchObject({ state: 'warned', used: 490, allowed: 500, threshold: 80 });
    await assertMayIngest(await getTenant(id), NOON);
    await use(id, 'events', 1_000);
    await reconcileClient(id, NOON);
    expect(await spendCapOf(id)).toEqual({ cents: 500, isHard: true, isReached: true });
    await expect(assertMayIngest(await getTenant(id), NOON + 2_000)).rejects.toMatchObject({ status: 429, code: 'spend_cap' });

    await setCap(10_000);
    await assertMayIngest(await getTenant(id), NOON + 4_000);
    await setCap(500);
    await reconcileClient(id, Date.UTC(2026, 11, 1));
    expect((await spendCapOf(id)).isReached).toBe(false);
  });

  it('that is soft only tells', async () => {
    const id = await newClient('basic');
    await use(id, 'events', 200_000);
    await setSpendCap(id, { cents: 500, isHard: false }, 'jo@example.com', NOON);
    expect(await state(id, 'spend')).toMatchObject({ state: 'over', threshold: 100 });
    await assertMayIngest(await getTenant(id), NOON);
    expect(mails.sent.at(-1)?.text).toContain('Spend cap: $10.00 of $5.00 used.');
  });

  it('is in the audit log with its old value, and without one nothing is kept of it', async () => {
    const id = await newClient('pro');
    await setSpendCap(id, { cents: 500, isHard: true }, 'jo@example.com', NOON);
    await setSpendCap(id, { cents: null, isHard: true }, 'jo@example.com', NOON);
    expect(await state(id, 'spend')).toBeUndefined();
    expect(await spendCapOf(id)).toEqual({ cents: null, isHard: false, isReached: false });
    const entries = await inTenant(id, (tx) => tx.auditEntry.findMany({ where: { action: 'spend_cap.set' }, orderBy: { id: 'asc' } }));
    expect(entries.map(({ actor, before, after }) => ({ actor, before, after }))).toEqual([
      { actor: 'jo@example.com', before: { cents: null, isHard: false }, after: { cents: 500, isHard: true } },
      { actor: 'jo@example.com', before: { cents: 500, isHard: true }, after: { cents: null, isHard: false } },
    ]);
  });
});

describe('the tick over all clients', () => {
  it('goes on when one client fails, and sends nothing of what was not stored', async () => {
    const [broken, whole] = [await newClient('free'), await newClient('free')];
    for (const id of [broken, whole]) await use(id, 'rca_queries', 60);
    await db.pool.query(`ALTER TABLE limit_states ADD CONSTRAINT fault CHECK (tenant_id <> '${broken}')`);
    await reconcileLimits(NOON);
    await db.pool.query('ALTER TABLE limit_states DROP CONSTRAINT fault');
    expect([subjects(broken), subjects(whole).length]).toEqual([[], 1]);
    await reconcileLimits(NOON);
    expect([subjects(broken).length, subjects(whole).length]).toEqual([1, 1]);
  });
});
