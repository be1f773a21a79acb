import type Stripe from 'stripe';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { PLANS } from '#lib/plans/index.ts';
import { inTenant } from '#lib/platform/database/index.ts';
import { getTenant } from '#lib/tenants/index.ts';
import { countRcaQueries } from '#lib/usage/index.ts';
import {
  applyDueContracts,
  applyDuePlans,
  billingOf,
  contractsOf,
  createPlanVersion,
  endContract,
  invoiceContracts,
  listPlanVersions,
  makeContract,
  migrateClients,
  recomputeDays,
  revenue,
  syncCustomer,
} from '../index.ts';
import { billingFixture } from '../testing/fixture.ts';

const HOUR = 3_600_000;
const DAY = 24 * HOUR;
const NOW = Date.UTC(2026, 10, 23, 12);
const { name: _name, version: _version, ...basic } = PLANS.basic;
const { name: _enterprise, version: _first, ...enterprise } = PLANS.enterprise;
const fixture = await billingFixture();
const { mails, queued, newClient, until } = fixture;
afterAll(fixture.close);
let client: Stripe;
beforeAll(async () => {
  ({ client } = await fixture.openStripe(NOW));
});

async function subscribed() {
  const payer = await fixture.subscribed();
  const price = async () =>
    (await client.subscriptions.list({ customer: payer.customer })).data[0]?.items.data[0]?.price.unit_amount ?? null;
  return { ...payer, price };
}
const limits = async (id: string) => (await getTenant(id)).limits;

describe('a new version of a plan', () => {
  it('is for new clients; others keep theirs until they are migrated, with notice, and pay its price from their next invoice on', async () => {
    const old = await subscribed();
    expect(await createPlanVersion('basic', { ...basic, monthlyCents: 12_900, eventsPerDay: 200_000 }, 'more events', 'ops')).toBe(2);
    const young = await subscribed();
    expect([(await limits(old.id)).eventsPerDay, (await limits(young.id)).eventsPerDay]).toEqual([100_000, 200_000]);
    expect([await old.price(), await young.price()]).toEqual([9_900, 12_900]);
    const [newest, first] = (await listPlanVersions()).filter(({ plan }) => plan === 'basic');
    expect(newest).toMatchObject({ version: 2, clients: 1, note: 'more events' });
    expect(newest?.changes.map(({ path }) => path)).toEqual(['monthlyCents', 'eventsPerDay']);
    expect(first).toMatchObject({ version: 1, clients: 1, changes: [] });

    const at = NOW + 20 * DAY;
    expect(await migrateClients('basic', at, 'ops', NOW)).toBe(1);
    const mail = mails.find(({ to }) => to === `${old.id}@example.com`);
    expect(mail?.subject).toBe('Your KG RCA plan changes on 13 December 2026');
    expect(mail?.text).toContain('- price per month: $99.00 -> $129.00');
    expect(await applyDuePlans(at - 1)).toBe(0);
    expect((await limits(old.id)).version).toBe(1);
    expect(await applyDuePlans(at)).toBe(1);
    expect(await limits(old.id)).toMatchObject({ version: 2, monthlyCents: 12_900 });
    expect(await old.price()).toBe(12_900);
    expect((await client.invoices.list({ customer: old.customer })).data).toHaveLength(1);
    expect(queued).toContain(`plan-limits ${old.id}`);
    await syncCustomer(old.customer);
    expect((await limits(old.id)).version).toBe(2);
    expect(await applyDuePlans(at)).toBe(0);
  });

  it.each([
    ['of Free with a price', 'free', { ...basic, monthlyCents: 1 }],
    ['of Pro without one', 'pro', { ...basic, monthlyCents: 0 }],
  ] as const)('%s is refused', async (_what, plan, terms) => {
    await expect(createPlanVersion(plan, terms, 'x', 'ops')).rejects.toMatchObject({ status: 422 });
  });

  it('that changes nothing is refused, and two at once get numbers of their own', async () => {
    const { name: _pro, version: _one, ...pro } = PLANS.pro;
    await expect(createPlanVersion('pro', pro, 'x', 'ops')).rejects.toMatchObject({ status: 409, code: 'no_difference' });
    const made = await Promise.all([20, 21, 22].map((clusters) => createPlanVersion('pro', { ...pro, clusters }, 'x', 'ops')));
    expect(made.sort()).toEqual([2, 3, 4]);
  });

  it.each([
    ['tomorrow', 1],
    ['in two years', 731],
  ])('is given to nobody %s', async (_when, days) => {
    await expect(migrateClients('basic', NOW + days * DAY, 'ops', NOW)).rejects.toMatchObject({ status: 422 });
  });
});

describe('a contract', () => {
  const contract = (startsAt: number, endsAt: number | null = null) => ({
    terms: { ...enterprise, monthlyCents: 250_000, clusters: 50 },
    currencyNote: 'in US dollars',
    note: 'signed by Ada',
    startsAt,
    endsAt,
  });

  it('gives one client its own limits and price from its start to its end, and counts as recurring revenue meanwhile', async () => {
    const [id, other] = [await newClient('enterprise'), await newClient('enterprise')];
    const before = (await revenue(NOW)).mrrCents;
    await makeContract(id, contract(NOW + DAY, NOW + 30 * DAY), 'ops', NOW);
    expect((await limits(id)).clusters).toBeNull();
    await applyDueContracts(NOW + DAY);
    expect([(await limits(id)).clusters, (await limits(other)).clusters]).toEqual([50, null]);
    expect((await revenue(NOW + DAY)).mrrCents - before).toBe(250_000);
    expect(await contractsOf(id)).toMatchObject([{ isInForce: true, note: 'signed by Ada' }]);
    await applyDueContracts(NOW + 30 * DAY);
    expect((await limits(id)).clusters).toBeNull();
    expect((await revenue(NOW + 30 * DAY)).mrrCents).toBe(before);
    expect(await contractsOf(other)).toEqual([]);
  });

  it('makes a client of any plan one of Enterprise, and can be ended', async () => {
    const id = await newClient('free');
    const made = await makeContract(id, contract(NOW), 'ops', NOW);
    expect(await getTenant(id)).toMatchObject({ plan: 'enterprise', limits: { clusters: 50 } });
    const other = await newClient('enterprise');
    await expect(endContract(other, made, 'ops', NOW)).rejects.toMatchObject({ status: 404 });
    await endContract(id, made, 'ops', NOW + 1);
    expect((await limits(id)).clusters).toBeNull();
    await expect(endContract(id, made, 'ops', NOW + 2)).rejects.toMatchObject({ status: 404 });
  });

  it('wins over a subscription of before, whose events Stripe may repeat', async () => {
    const { id, customer } = await subscribed();
    const [running] = (await client.subscriptions.list({ customer })).data;
    await client.subscriptions.cancel(running?.id ?? '');
    await syncCustomer(customer);
    const made = await makeContract(id, contract(NOW), 'ops', NOW);
    const before = (await revenue(NOW)).mrrCents;
    await syncCustomer(customer);
    expect(await getTenant(id)).toMatchObject({ plan: 'enterprise', limits: { clusters: 50 } });
    expect((await revenue(NOW)).mrrCents).toBe(before);
    await endContract(id, made, 'ops', NOW + 1);
    await syncCustomer(customer);
    expect((await getTenant(id)).plan).toBe('enterprise');
  });

  it('is refused for a client that pays by card, and with an end before its start or in the past, or a start before last month', async () => {
    const { id } = await subscribed();
    await expect(makeContract(id, contract(NOW), 'ops', NOW)).rejects.toMatchObject({ status: 409, code: 'has_subscription' });
    const free = await newClient('enterprise');
    for (const dates of [contract(NOW, NOW - 1), contract(NOW - 2 * DAY, NOW - DAY), contract(Date.UTC(2026, 8, 30))])
      await expect(makeContract(free, dates, 'ops', NOW)).rejects.toMatchObject({ status: 422 });
    await expect(makeContract('nobody', contract(NOW), 'ops', NOW)).rejects.toMatchObject({ status: 404 });
    expect(await inTenant(free, (tx) => tx.contract.count())).toBe(0);
  });
});

describe('the invoice of a contract', () => {
  const DECEMBER = Date.UTC(2026, 11, 1);
  const overage = { centsPer1kEvents: 7, centsPerRcaQuery: 10, centsPerGb: 50 };
  const terms = { ...enterprise, monthlyCents: 300_000, rcaQueriesPerMonth: 1_000, overage };
  const signed = (startsAt: number) => ({ terms, currencyNote: '', note: '', startsAt, endsAt: null });
  const newest = async (id: string) => (await billingOf(id)).invoices[0];

  it('has the fee of its days and the overage, is made once, sent to be paid in 30 days, and never charged', async () => {
    const id = await newClient('enterprise');
    await makeContract(id, signed(NOW), 'ops', NOW);
    await inTenant(id, (tx) => countRcaQueries(tx, id, 'prod', 1_002, NOW));
    await until(DECEMBER);
    await Promise.all([invoiceContracts(fixture.now()), invoiceContracts(fixture.now())]);
    await invoiceContracts(fixture.now());
    expect(await newest(id)).toMatchObject({ status: 'draft', stage: 'held', byTransfer: true });

    await until(DECEMBER + DAY);
    const total = (300_000 * 8) / 30 + 2 * 10;
    const announced = await newest(id);
    expect(announced).toMatchObject({ stage: 'announced', totalCents: total, hasUsage: true, dueAt: new Date(DECEMBER + 30 * DAY) });
    expect((await billingOf(id)).invoices).toHaveLength(1);
    expect(mails.findLast(({ to }) => to === `${id}@example.com`)?.text).toContain('Please pay it by 31 December 2026');

    await until(DECEMBER + 29 * DAY);
    expect(await newest(id)).toMatchObject({ stage: 'announced', failedCharges: 0 });
    await until(DECEMBER + 30 * DAY);
    expect(await newest(id)).toMatchObject({ stage: 'unpaid', failedCharges: 0 });
    expect(fixture.subjects(id).at(-1)).toBe(`KG RCA invoice ${announced?.number} is overdue`);
    expect((await getTenant(id)).status).toBe('onboarding');

    await client.invoices.pay(announced?.id ?? '', { paid_out_of_band: true });
    await syncCustomer((await getTenant(id)).stripeCustomerId ?? '');
    expect(await newest(id)).toMatchObject({ stage: 'settled', status: 'paid', paidCents: total });
  });

  it('leaves the overage to the invoice of a subscription that ended in the month, and each is billed once', async () => {
    const january = Date.UTC(2027, 0, 1);
    const { id, customer } = await subscribed();
    await inTenant(id, (tx) => countRcaQueries(tx, id, 'prod', 1_005, fixture.now()));
    await recomputeDays(id, fixture.now(), fixture.now(), fixture.now());
    const [running] = (await client.subscriptions.list({ customer })).data;
    await client.subscriptions.cancel(running?.id ?? '');
    await syncCustomer(customer);
    const held = (await billingOf(id)).invoices.find(({ stage }) => stage === 'held');
    expect(held?.dueAt).toEqual(new Date(january + 6 * HOUR));
    await makeContract(id, { ...signed(fixture.now()), terms: { ...terms, overage: null } }, 'ops', fixture.now());
    await until(january, { customer });
    await invoiceContracts(fixture.now());
    await until(january + DAY, { customer });
    const billed = (await billingOf(id)).invoices.filter(({ stage }) => stage !== null);
    expect(billed.map(({ byTransfer, totalCents, hasUsage }) => [byTransfer, totalCents, hasUsage]).sort()).toEqual([
      [false, 5 * 50, true],
      [true, 300_000 - Math.round((300_000 * 30) / 31), false],
    ]);
  });

  it('is not made for a client that is closed', async () => {
    const id = await newClient('enterprise');
    await makeContract(id, signed(fixture.now()), 'ops', fixture.now());
    await inTenant(id, (tx) => tx.tenant.update({ where: { id }, data: { status: 'closed' } }));
    await until(Date.UTC(2027, 2, 1));
    await invoiceContracts(fixture.now());
    expect(await newest(id)).toBeUndefined();
  });
});
