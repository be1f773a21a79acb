import { randomUUID } from 'node:crypto';
import Stripe from 'stripe';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { asSystem, inTenant } from '#lib/platform/database/index.ts';
import { env, readEnv } from '#lib/platform/env.ts';
import { freshDatabase } from '#lib/platform/testing/database.ts';
import { createTenant } from '#lib/tenants/index.ts';
import { countRcaQueries } from '#lib/usage/index.ts';
import { type StripeSimulator, startStripe } from '#simulators/stripe/index.ts';
import { dayToReconcile, meterStanding, queueMeterEvents, reconcileMeters, sendMeterEvents, stripePort, syncCatalogue } from '../index.ts';

const HOUR = 3_600_000;
const DAY = 24 * HOUR;
const NOW = Date.UTC(2026, 10, 23, 12, 30);
const TODAY = Date.UTC(2026, 10, 23);
let db: Awaited<ReturnType<typeof freshDatabase>>;
let simulator: StripeSimulator;
let client: Stripe;

beforeAll(async () => {
  db = await freshDatabase();
  env.provide(readEnv({}, () => 'the secret of the test, long enough for it'));
  simulator = await startStripe({ webhook: { url: 'http://127.0.0.1:9/', secret: 'whsec_x' }, clock: () => NOW });
  client = new Stripe('sk_test_1', { host: '127.0.0.1', port: simulator.port, protocol: 'http', maxNetworkRetries: 0 });
  stripePort.provide({ client, webhookSecret: 'whsec_x', simulated: true, now: () => NOW });
  await syncCatalogue();
});
afterAll(async () => {
  await simulator.close();
  await db.drop();
});

async function newCustomer(customer?: string): Promise<string> {
  const id = `c-${randomUUID().slice(0, 18)}`;
  const stripeCustomerId = customer ?? (await client.customers.create({ name: id })).id;
  await asSystem(async (tx) => {
    await createTenant(tx, { id, name: id, plan: 'basic', actor: 'test' });
    await tx.tenant.update({ where: { id }, data: { stripeCustomerId } });
  });
  return id;
}
const use = (id: string, n: number, at: number) => inTenant(id, (tx) => countRcaQueries(tx, id, 'prod', n, at));
const queuedOf = (id: string) => inTenant(id, (tx) => tx.meterEvent.findMany({ where: { tenantId: id }, orderBy: { createdAt: 'asc' } }));
/** What Stripe's meter says of a client on the day of the test. */
async function atStripe(id: string): Promise<number> {
  const { stripeCustomerId } = await inTenant(id, (tx) => tx.tenant.findUniqueOrThrow({ where: { id } }));
  const { data } = await client.billing.meters.list();
  const meter = data.find(({ event_name }) => event_name === 'kg_rca_rca_queries');
  const span = { customer: stripeCustomerId ?? '', start_time: TODAY / 1_000, end_time: (TODAY + DAY) / 1_000 };
  const summaries = await client.billing.meters.listEventSummaries(meter?.id ?? '', span);
  return summaries.data.reduce((sum, { aggregated_value }) => sum + aggregated_value, 0);
}
const reconciliations = (id: string) => inTenant(id, (tx) => tx.meterReconciliation.findMany({ where: { tenantId: id } }));

describe('metered usage', () => {
  it('is sent when its hour is closed, once, however often it is queued and sent', async () => {
    const id = await newCustomer();
    await use(id, 3, NOW - HOUR);
    await use(id, 5, NOW);
    for (let i = 0; i < 3; i++) {
      await queueMeterEvents(NOW);
      await sendMeterEvents(NOW);
    }
    expect(await queuedOf(id)).toMatchObject([{ value: 3n, identifier: `${id}:rca_queries:2026-11-23T11:1`, sentAt: new Date(NOW) }]);
    expect(await atStripe(id)).toBe(3);
  });

  it('is not sent twice when the process died before it noted what it had sent', async () => {
    const id = await newCustomer();
    await use(id, 4, NOW - HOUR);
    await queueMeterEvents(NOW);
    await sendMeterEvents(NOW);
    await inTenant(id, (tx) => tx.meterEvent.updateMany({ where: { tenantId: id }, data: { sentAt: null } }));
    await sendMeterEvents(NOW);
    expect((await queuedOf(id))[0]?.sentAt).not.toBeNull();
    expect(await atStripe(id)).toBe(4);
  });

  it('that was counted into a closed hour later follows as the difference', async () => {
    const id = await newCustomer();
    await use(id, 2, NOW - HOUR);
    await queueMeterEvents(NOW);
    await use(id, 7, NOW - HOUR);
    await queueMeterEvents(NOW);
    await sendMeterEvents(NOW);
    expect((await queuedOf(id)).map(({ value }) => Number(value)).sort()).toEqual([2, 7]);
    expect(await atStripe(id)).toBe(9);
  });

  it('of one bad customer holds up no other, and is shown to the staff after enough attempts', async () => {
    const [bad, good] = [await newCustomer('cus_unknown'), await newCustomer()];
    for (const id of [bad, good]) await use(id, 1, NOW - HOUR);
    await queueMeterEvents(NOW);
    for (let i = 0; i < 21; i++) await sendMeterEvents(NOW);
    expect(await atStripe(good)).toBe(1);
    expect(await queuedOf(bad)).toMatchObject([{ sentAt: null, attempts: 20, error: expect.stringContaining('customer') }]);
    expect(await meterStanding(10, false)).toMatchObject({ waiting: 0, failing: 1 });
    expect(await asSystem((tx) => tx.workFailure.findMany({ where: { tenantId: bad } }))).toMatchObject([{ work: 'billing' }]);
  });

  it('of a client that never was a customer stays here', async () => {
    const id = `c-${randomUUID().slice(0, 18)}`;
    await asSystem((tx) => createTenant(tx, { id, name: id, plan: 'free', actor: 'test' }));
    await use(id, 1, NOW - HOUR);
    await queueMeterEvents(NOW);
    expect(await queuedOf(id)).toEqual([]);
  });
});

describe('the nightly comparison with Stripe', () => {
  it('finds both equal, or sends what Stripe lacks; the comparison after that finds both equal', async () => {
    const [equal, lost] = [await newCustomer(), await newCustomer()];
    for (const id of [equal, lost]) await use(id, 6, NOW - HOUR);
    await queueMeterEvents(NOW);
    // An event that was noted as sent and never arrived.
    await inTenant(lost, (tx) => tx.meterEvent.updateMany({ where: { tenantId: lost }, data: { sentAt: new Date(NOW) } }));
    await sendMeterEvents(NOW);
    await reconcileMeters(TODAY, NOW + DAY);
    expect(await reconciliations(equal)).toMatchObject([{ ours: 6n, theirs: 6n, corrected: 0n }]);
    expect(await reconciliations(lost)).toMatchObject([{ ours: 6n, theirs: 0n, corrected: 6n }]);
    const differing = (await meterStanding(200, true)).items.map(({ tenantId }) => tenantId);
    expect([differing.includes(lost), differing.includes(equal)]).toEqual([true, false]);

    await sendMeterEvents(NOW);
    await reconcileMeters(TODAY, NOW + DAY);
    expect(await reconciliations(lost)).toMatchObject([{ ours: 6n, theirs: 6n, corrected: 0n }]);
    expect(await atStripe(lost)).toBe(6);
  });

  it('shows the staff where Stripe has more, and takes nothing away', async () => {
    const id = await newCustomer();
    await use(id, 1, NOW - HOUR);
    const { stripeCustomerId } = await inTenant(id, (tx) => tx.tenant.findUniqueOrThrow({ where: { id } }));
    const payload = { stripe_customer_id: stripeCustomerId ?? '', value: '5' };
    await client.billing.meterEvents.create({ event_name: 'kg_rca_rca_queries', payload, timestamp: (NOW - HOUR) / 1_000 });
    await queueMeterEvents(NOW);
    await sendMeterEvents(NOW);
    await reconcileMeters(TODAY, NOW + DAY);
    expect(await reconciliations(id)).toMatchObject([{ ours: 1n, theirs: 6n, corrected: 0n }]);
    const failures = await asSystem((tx) => tx.workFailure.findMany({ where: { tenantId: id } }));
    expect(failures).toMatchObject([{ subject: 'reconciliation of rca_queries', error: expect.stringContaining('6 of 1') }]);
  });

  it('waits for usage that is still on its way', async () => {
    const id = await newCustomer();
    await use(id, 1, NOW - HOUR);
    await queueMeterEvents(NOW);
    await reconcileMeters(TODAY, NOW + DAY);
    expect(await reconciliations(id)).toEqual([]);
  });

  it('is about yesterday from 02:00 UTC on', () => {
    expect(dayToReconcile(TODAY + 2 * HOUR)).toBe(TODAY - DAY);
    expect(dayToReconcile(TODAY + 2 * HOUR - 1)).toBe(TODAY - 2 * DAY);
  });
});

describe('the catalogue', () => {
  it('is made once, and what somebody changed at Stripe is found and put right', async () => {
    expect(await syncCatalogue()).toEqual([]);
    const { data } = await client.prices.list({ lookup_keys: ['kg_rca_basic_monthly'] });
    const product = String(data[0]?.product);
    await client.products.update(product, { name: 'Something else' });
    const cheap = { product, currency: 'usd', unit_amount: 1, recurring: { interval: 'month' } } as const;
    await client.prices.create({ ...cheap, lookup_key: 'kg_rca_basic_monthly', transfer_lookup_key: true, metadata: { plan: 'basic' } });
    const drift = await syncCatalogue({ dryRun: true });
    expect(drift.map(({ action, detail }) => [action, detail])).toEqual([
      ['update', 'name Something else -> KG RCA Basic'],
      ['replace', '1 -> 9900 cents a month'],
    ]);
    expect(await syncCatalogue()).toEqual(drift);
    expect(await syncCatalogue({ dryRun: true })).toEqual([]);
  });
});
