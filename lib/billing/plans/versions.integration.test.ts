import { randomUUID } from 'node:crypto';
import Stripe from 'stripe';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Mail, mailPort } from '#lib/mail/index.ts';
import { PLANS } from '#lib/plans/index.ts';
import { asSystem, inTenant } from '#lib/platform/database/index.ts';
import { env, readEnv } from '#lib/platform/env.ts';
import { jobs } from '#lib/platform/jobs.ts';
import { freshDatabase } from '#lib/platform/testing/database.ts';
import { createTenant, getTenant } from '#lib/tenants/index.ts';
import { type StripeSimulator, startStripe } from '#simulators/stripe/index.ts';
import {
  applyDueContracts,
  applyDuePlans,
  contractsOf,
  createPlanVersion,
  endContract,
  listPlanVersions,
  makeContract,
  migrateClients,
  openCheckout,
  revenue,
  stripePort,
  syncCatalogue,
  syncCustomer,
} from '../index.ts';

const DAY = 86_400_000;
const NOW = Date.UTC(2026, 10, 23, 12);
const { name: _name, version: _version, ...basic } = PLANS.basic;
const { name: _enterprise, version: _first, ...enterprise } = PLANS.enterprise;
let db: Awaited<ReturnType<typeof freshDatabase>>;
let simulator: StripeSimulator;
let client: Stripe;
const mails: Mail[] = [];
const queued: string[] = [];

beforeAll(async () => {
  db = await freshDatabase();
  env.provide(readEnv({}, () => 'the secret of the test, long enough for it'));
  mailPort.provide({ kind: 'outbox', send: async (mail) => void mails.push(mail) });
  jobs.provide({
    send: async (queue, _data, key) => void queued.push(`${queue.name} ${key}`),
    work: async () => {},
    close: async () => {},
  });
  simulator = await startStripe({ webhook: { url: 'http://127.0.0.1:9/', secret: 'whsec_x' }, clock: () => NOW });
  client = new Stripe('sk_test_1', { host: '127.0.0.1', port: simulator.port, protocol: 'http', maxNetworkRetries: 0 });
  stripePort.provide({ client, webhookSecret: 'whsec_x', simulated: true, now: () => simulator.now() });
  await syncCatalogue();
});
afterAll(async () => {
  await simulator.close();
  await db.drop();
});

async function newClient(plan: 'free' | 'basic' | 'enterprise'): Promise<string> {
  const id = `c-${randomUUID().slice(0, 18)}`;
  await asSystem(async (tx) => {
    await createTenant(tx, { id, name: id, plan, actor: 'test' });
    const user = await tx.user.create({ data: { email: `${id}@example.com`, name: 'Jo' } });
    await tx.membership.create({ data: { tenantId: id, userId: user.id, role: 'owner' } });
  });
  return id;
}
async function subscribed(): Promise<{ id: string; customer: string; price: () => Promise<number | null> }> {
  const id = await newClient('basic');
  const page = await openCheckout(id, 'basic');
  await fetch(page, { method: 'POST', body: new URLSearchParams({ card: '4242424242424242' }), redirect: 'manual' });
  const customer = (await getTenant(id)).stripeCustomerId ?? '';
  await syncCustomer(customer);
  const price = async () => (await client.subscriptions.list({ customer })).data[0]?.items.data[0]?.price.unit_amount ?? null;
  return { id, customer, price };
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

  it('is refused for a client that pays by card, and with an end before its start or in the past', async () => {
    const { id } = await subscribed();
    await expect(makeContract(id, contract(NOW), 'ops', NOW)).rejects.toMatchObject({ status: 409, code: 'has_subscription' });
    const free = await newClient('enterprise');
    for (const dates of [contract(NOW, NOW - 1), contract(NOW - 2 * DAY, NOW - DAY)])
      await expect(makeContract(free, dates, 'ops', NOW)).rejects.toMatchObject({ status: 422 });
    await expect(makeContract('nobody', contract(NOW), 'ops', NOW)).rejects.toMatchObject({ status: 404 });
    expect(await inTenant(free, (tx) => tx.contract.count())).toBe(0);
  });
});
