import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { PlanName } from '#lib/plans/index.ts';
import { asSystem, inTenant } from '#lib/platform/database/index.ts';
import { freshDatabase } from '#lib/platform/testing/database.ts';
import { addToCounter, recordStorage } from '#lib/usage/index.ts';
import { clientMargins, costRates, overdueInvoices, revenue, setCostRates } from '../index.ts';

const NOW = Date.UTC(2026, 10, 23, 12);
const on = (month: number, day = 1) => new Date(Date.UTC(2026, month - 1, day));
let db: Awaited<ReturnType<typeof freshDatabase>>;

beforeAll(async () => {
  db = await freshDatabase();
});
afterAll(() => db.drop());

async function newClient(plan: PlanName, changes: [at: Date, plan: PlanName, cents: number][] = []): Promise<string> {
  const id = `c-${randomUUID().slice(0, 18)}`;
  await asSystem(async (tx) => {
    await tx.tenant.create({ data: { id, name: `Client ${id}`, plan } });
    for (const [at, of, monthlyCents] of changes)
      await tx.subscriptionChange.create({ data: { tenantId: id, at, plan: of, monthlyCents } });
  });
  return id;
}

async function invoice(tenantId: string, createdAt: Date, cents: { total: number; paid: number }, stage: 'settled' | 'unpaid' = 'settled') {
  const id = `in_${randomUUID()}`;
  const period = { periodStart: createdAt, periodEnd: createdAt, createdAt };
  const row = {
    id,
    tenantId,
    status: 'open',
    currency: 'usd',
    totalCents: cents.total,
    dueCents: cents.total,
    paidCents: cents.paid,
    lines: [],
    stage,
    ...period,
  };
  await asSystem((tx) => tx.invoice.create({ data: row }));
  return id;
}

describe('the figures of the provider', () => {
  it('are the recurring revenue, its change over the months, churn and what was paid by the plan of that time', async () => {
    const [upgraded, left] = [
      await newClient('pro', [
        [on(9), 'basic', 9_900],
        [on(10, 15), 'pro', 49_900],
      ]),
      await newClient('free', [
        [on(9), 'basic', 9_900],
        [on(11, 2), 'free', 0],
      ]),
    ];
    await newClient('basic', [[on(11, 5), 'basic', 9_900]]);
    await invoice(upgraded, on(9), { total: 9_900, paid: 9_900 });
    await invoice(upgraded, on(11), { total: 50_000, paid: 50_000 });
    await invoice(left, on(10), { total: 9_900, paid: 9_900 });
    await invoice(left, on(11), { total: 700, paid: 0 }, 'unpaid');

    const { months, ...figures } = await revenue(NOW);
    expect(figures).toEqual({ mrrCents: 59_800, arrCents: 717_600, payingClients: 2, arpuCents: 29_900, overdueCents: 700 });
    expect(months.map(({ month }) => month).slice(-3)).toEqual(['2026-09', '2026-10', '2026-11']);
    expect(months.slice(-3)).toMatchObject([
      { mrrCents: 19_800, paidCents: { basic: 9_900, pro: 0 }, payingAtStart: 2, stopped: 0 },
      { mrrCents: 59_800, paidCents: { basic: 9_900, pro: 0 }, payingAtStart: 2, started: 0, stopped: 0, churn: 0 },
      { mrrCents: 59_800, paidCents: { basic: 0, pro: 50_000 }, payingAtStart: 2, started: 1, stopped: 1, churn: 0.5 },
    ]);
    expect(months[0]).toMatchObject({ month: '2025-12', mrrCents: 0, churn: null });
    expect((await overdueInvoices(10)).map(({ tenantId, totalCents }) => [tenantId, totalCents])).toEqual([[left, 700]]);
  });

  it('tell what a client costs by the rates that the provider set, and what is left of what it paid', async () => {
    const id = await newClient('basic');
    await invoice(id, on(11, 3), { total: 9_900, paid: 9_900 });
    await inTenant(id, (tx) => addToCounter(tx, id, 'events', 3_000_000, NOW));
    await recordStorage(id, 20e9, NOW);
    expect(await costRates()).toEqual({ storage_gb_month: 0, million_events: 0, client_month: 0 });
    await setCostRates({ storage_gb_month: 12.5, million_events: 40, client_month: 100 }, 'ops@example.com', NOW);
    const mine = (await clientMargins(NOW, 200)).find(({ clientId }) => clientId === id);
    const costCents = 20 * 12.5 + 3 * 40 + 100;
    expect(mine).toMatchObject({ paidCents: 9_900, events: 3_000_000, storageBytes: 20e9, costCents, marginCents: 9_900 - costCents });
    expect((await clientMargins(Date.UTC(2026, 8, 1), 200)).find(({ clientId }) => clientId === id)).toMatchObject({
      paidCents: 0,
      events: 0,
    });
  });
});
