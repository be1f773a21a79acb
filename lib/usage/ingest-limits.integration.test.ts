import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { PLANS, type PlanName } from '#lib/plans/index.ts';
import { asSystem, inTenant } from '#lib/platform/database/index.ts';
import { freshDatabase } from '#lib/platform/testing/database.ts';
import { addToCounter, assertMayIngest, type Ingested, noteIngested, reachedIngestLimit, recordStorage } from './index.ts';

const NOW = Date.UTC(2026, 10, 23, 12);
const DAY = 86_400_000;
const SECOND = 1_000;
const MINUTE = 60_000;
const NOTHING: Ingested = { events: 0, duplicates: 0, rejected: 0, storageBytes: 0 };
let db: Awaited<ReturnType<typeof freshDatabase>>;

beforeAll(async () => {
  db = await freshDatabase();
});
afterAll(() => db.drop());

async function newClient(plan: PlanName) {
  const id = `c-${randomUUID().slice(0, 18)}`;
  await asSystem((tx) => tx.tenant.create({ data: { id, name: id, plan } }));
  return { id, plan, limits: PLANS[plan] };
}

const refusedFor = (text: string) => ({ status: 429, code: 'plan_limit', detail: expect.stringContaining(text) });

describe('every plan limits what a client can make without paying for it', () => {
  it.each(Object.keys(PLANS) as PlanName[])('%s: rejected records, repeated records and storage', (name) => {
    const plan = PLANS[name];
    const at = (used: Partial<Ingested>) => reachedIngestLimit(plan, { ...NOTHING, ...used })?.text;
    expect(at({ rejected: plan.rejectedPerDay - 1, duplicates: plan.duplicatesPerDay - 1 })).toBeUndefined();
    expect(at({ rejected: plan.rejectedPerDay })).toBe(`${plan.rejectedPerDay} rejected records per day`);
    expect(at({ duplicates: plan.duplicatesPerDay })).toBe(`${plan.duplicatesPerDay} records that were sent before per day`);
    expect(at({ storageBytes: plan.storageCeilingBytes - 1 })).toBeUndefined();
    expect(at({ storageBytes: plan.storageCeilingBytes })).toBe(`${plan.storageCeilingBytes / 1e9} GB of storage`);
  });

  it('and Free events and its own storage, which the paid plans bill instead', () => {
    expect(reachedIngestLimit(PLANS.free, { ...NOTHING, events: 10_000 })?.text).toBe('10000 events per day');
    expect(reachedIngestLimit(PLANS.basic, { ...NOTHING, events: 10_000_000 })).toBeUndefined();
    expect(PLANS.free.storageCeilingBytes).toBe(PLANS.free.storageBytes);
    expect(PLANS.basic.storageCeilingBytes).toBeGreaterThan(PLANS.basic.storageBytes);
  });
});

describe('data of a client', () => {
  it('is refused at a daily limit until the day is over, and what others send is not', async () => {
    const [full, other] = [await newClient('free'), await newClient('free')];
    await inTenant(full.id, (tx) => addToCounter(tx, full.id, 'events', 10_000, NOW - DAY));
    await assertMayIngest(full, NOW);
    await inTenant(full.id, (tx) => addToCounter(tx, full.id, 'events', 10_000, NOW));
    await expect(assertMayIngest(full, NOW + SECOND)).rejects.toMatchObject({
      ...refusedFor('The limit of the Free plan, 10000 events per day, has been reached. It resets at 2026-11-24T00:00:00.000Z.'),
      headers: { 'Retry-After': String(12 * 3600 - 1) },
    });
    await assertMayIngest(other, NOW + SECOND);
    await assertMayIngest(full, NOW + DAY);
  });

  it('that is rejected counts at once, before anything is read again', async () => {
    const client = await newClient('basic');
    await assertMayIngest(client, NOW);
    noteIngested(client.id, { rejected: 100_000, bytes: 0 }, NOW);
    await expect(assertMayIngest(client, NOW)).rejects.toMatchObject(refusedFor('100000 rejected records per day'));
  });

  it('that was sent before counts when it has been counted', async () => {
    const client = await newClient('free');
    await inTenant(client.id, (tx) => addToCounter(tx, client.id, 'duplicates', 100_000, NOW));
    await expect(assertMayIngest(client, NOW)).rejects.toMatchObject(refusedFor('100000 records that were sent before per day'));
  });

  it('is refused while the storage is full: by the last measurement, also one of yesterday', async () => {
    const client = await newClient('free');
    await recordStorage(client.id, 1e9, NOW - DAY);
    await expect(assertMayIngest(client, NOW)).rejects.toMatchObject({
      ...refusedFor('1 GB of storage, has been reached. Data is deleted when it is older than 7 days.'),
      headers: { 'Retry-After': '3600' },
    });
    await recordStorage(client.id, 9e8, NOW);
    await assertMayIngest(client, NOW + SECOND);
  });

  it('counts as storage from when it is appended, not from the next measurement, and not twice for long', async () => {
    const client = await newClient('free');
    await recordStorage(client.id, 9e8, NOW);
    await assertMayIngest(client, NOW);
    noteIngested(client.id, { rejected: 0, bytes: 1e8 }, NOW);
    await expect(assertMayIngest(client, NOW + MINUTE)).rejects.toMatchObject(refusedFor('1 GB of storage'));
    await recordStorage(client.id, 95e7, NOW);
    await assertMayIngest(client, NOW + 7 * MINUTE);
  });

  it('above the plan is refused while the hard spend cap is reached, and says so', async () => {
    const client = { ...(await newClient('basic')), isSpendCapReached: true };
    await assertMayIngest(client, NOW);
    await inTenant(client.id, (tx) => addToCounter(tx, client.id, 'events', 100_000, NOW));
    await expect(assertMayIngest(client, NOW + SECOND)).rejects.toMatchObject({
      status: 429,
      code: 'spend_cap',
      detail: expect.stringMatching(/100000 events per day, .* spend cap .* It resets at 2026-11-24.* raise the cap under Billing/),
    });
    await assertMayIngest({ ...client, isSpendCapReached: false }, NOW + SECOND);
  });

  it('is taken again at once after an upgrade', async () => {
    const client = await newClient('free');
    await inTenant(client.id, (tx) => addToCounter(tx, client.id, 'events', 10_000, NOW));
    await expect(assertMayIngest(client, NOW)).rejects.toMatchObject({ status: 429 });
    await assertMayIngest({ ...client, plan: 'basic', limits: PLANS.basic }, NOW);
  });
});
