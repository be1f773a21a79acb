import { randomUUID } from 'node:crypto';
import Stripe from 'stripe';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { systemClock, utcMonthEnd } from '#lib/platform/clock.ts';
import { asSystem, inTenant } from '#lib/platform/database/index.ts';
import { env, readEnv } from '#lib/platform/env.ts';
import { jobs } from '#lib/platform/jobs.ts';
import { freshDatabase } from '#lib/platform/testing/database.ts';
import { createTenant } from '#lib/tenants/index.ts';
import { type StripeSimulator, startStripe } from '#simulators/stripe/index.ts';
import { billingOf, openCheckout, processStripeEvent, receiveStripeWebhook, stripePort, syncCustomer } from '../index.ts';

const SECRET = 'whsec_of_the_test';
let db: Awaited<ReturnType<typeof freshDatabase>>;
let outside: { simulator: StripeSimulator; client: Stripe };
const queued: string[] = [];

beforeAll(async () => {
  db = await freshDatabase();
  env.provide(readEnv({}, () => 'the secret of the test, long enough for it'));
  // Webhooks are sent nowhere: the tests deliver each of them.
  const simulator = await startStripe({ webhook: { url: 'http://127.0.0.1:9/', secret: SECRET } });
  outside = {
    simulator,
    client: new Stripe('sk_test_1', { host: '127.0.0.1', port: simulator.port, protocol: 'http', maxNetworkRetries: 0 }),
  };
  stripePort.provide({ client: outside.client, webhookSecret: SECRET, simulated: true, now: systemClock });
  // Jobs are only recorded; the tests run them when they want to.
  jobs.provide({
    send: async (queue, _data, key) => void queued.push(`${queue.name} ${key}`),
    work: async () => {},
    retry: async () => {},
    close: async () => {},
  });
});
afterAll(async () => {
  await outside.simulator.close();
  await db.drop();
});

async function subscribed(card: string) {
  const id = `c-${randomUUID().slice(0, 18)}`;
  await asSystem((tx) => createTenant(tx, { id, name: id, plan: 'basic', actor: 'test' }));
  await fetch(await openCheckout(id, 'basic'), { method: 'POST', body: new URLSearchParams({ card }), redirect: 'manual' });
  const { stripeCustomerId } = await tenant(id);
  const customer = stripeCustomerId ?? '';
  await syncCustomer(customer);
  return { id, customer };
}
const tenant = (id: string) => inTenant(id, (tx) => tx.tenant.findUniqueOrThrow({ where: { id } }));
const subscriptionOf = async (id: string) => (await billingOf(id)).subscription?.stripeId ?? '';

describe('paying for a plan', () => {
  it('synchronises subscription and invoice from Stripe and requests provisioning', async () => {
    const { id } = await subscribed('4242424242424242');
    expect(await billingOf(id)).toMatchObject({
      subscription: { status: 'active', plan: 'basic', currentPeriodEnd: utcMonthEnd(systemClock()) },
      invoices: [{ status: 'paid' }],
    });
    // The rest of the month, in proportion.
    const [invoice] = (await billingOf(id)).invoices;
    expect(invoice?.paidCents).toBe(invoice?.totalCents);
    expect(invoice?.totalCents).toBeLessThanOrEqual(9_900);
    expect(queued).toContain(`provision ${id}`);
  });

  it('is refused while a subscription is active: a second one would be charged as well', async () => {
    const { id } = await subscribed('4242424242424242');
    await expect(openCheckout(id, 'pro')).rejects.toMatchObject({ status: 409, code: 'already_subscribed' });
  });

  const pay = (url: string) => fetch(url, { method: 'POST', body: new URLSearchParams({ card: '4242424242424242' }), redirect: 'manual' });
  async function newClient() {
    const id = `c-${randomUUID().slice(0, 18)}`;
    await asSystem((tx) => createTenant(tx, { id, name: id, plan: 'basic', actor: 'test' }));
    return id;
  }
  const openPages = async (id: string) => {
    const { stripeCustomerId: customer } = await tenant(id);
    return (await outside.client.checkout.sessions.list({ customer: customer ?? '', status: 'open' })).data;
  };

  it('is possible on one page at a time: opening another closes the first, so that two cannot both be paid', async () => {
    const id = await newClient();
    const [first, second] = [await openCheckout(id, 'basic'), await openCheckout(id, 'pro')];
    expect((await pay(first)).status).toBe(402);
    expect((await pay(second)).status).toBe(303);
    const { stripeCustomerId: customer } = await tenant(id);
    expect((await outside.client.subscriptions.list({ customer: customer ?? '' })).data).toHaveLength(1);
  });

  it('leaves one page open when several are opened at once, and the others are told', async () => {
    const id = await newClient();
    await openCheckout(id, 'basic');
    const answers = await Promise.allSettled(Array.from({ length: 6 }, () => openCheckout(id, 'basic')));
    expect(await openPages(id)).toHaveLength(1);
    for (const answer of answers)
      if (answer.status === 'rejected') expect(answer.reason).toMatchObject({ status: 409, code: 'checkout_replaced' });
  });

  it('is refused after a payment that has not been synchronised yet', async () => {
    const id = await newClient();
    await pay(await openCheckout(id, 'basic'));
    expect((await billingOf(id)).subscription).toBeNull();
    await expect(openCheckout(id, 'pro')).rejects.toMatchObject({ status: 409, code: 'already_subscribed' });
    expect(await openPages(id)).toEqual([]);
  });

  it('changes nothing when it is synchronised again', async () => {
    const { id, customer } = await subscribed('4242424242424242');
    const before = await billingOf(id);
    await syncCustomer(customer);
    const after = await billingOf(id);
    expect(after.invoices).toEqual(before.invoices);
    expect({ ...after.subscription, updatedAt: 0 }).toEqual({ ...before.subscription, updatedAt: 0 });
  });

  it('falls back to Free when the subscription is cancelled', async () => {
    const { id, customer } = await subscribed('4242424242424242');
    await outside.client.subscriptions.cancel(await subscriptionOf(id));
    await syncCustomer(customer);
    expect((await tenant(id)).plan).toBe('free');
  });
});

describe('a webhook', () => {
  const event = (id: string, customer: string) =>
    JSON.stringify({ id, object: 'event', type: 'invoice.paid', data: { object: { id: 'in_x', object: 'invoice', customer } } });
  const unreachable = new Stripe('sk_test_1', { host: '127.0.0.1', port: 9, protocol: 'http', maxNetworkRetries: 0 });
  const signed = (body: string) => outside.client.webhooks.generateTestHeaderString({ payload: body, secret: SECRET });

  it('without a valid signature is refused and stores nothing', async () => {
    const body = event(`evt_${randomUUID()}`, 'cus_x');
    for (const signature of [null, 'nonsense', signed(`${body} `)])
      await expect(receiveStripeWebhook(body, signature)).rejects.toMatchObject({ status: 400, code: 'bad_signature' });
    expect(await asSystem((tx) => tx.stripeEvent.count({ where: { id: JSON.parse(body).id } }))).toBe(0);
  });

  it('is stored by its id, so that a repeat is recognised, and is processed once with the current state at Stripe', async () => {
    const { id, customer } = await subscribed('4242424242424242');
    const eventId = `evt_${randomUUID()}`;
    const body = event(eventId, customer);
    for (let i = 0; i < 3; i++) await receiveStripeWebhook(body, signed(body));
    await processStripeEvent(eventId);
    await processStripeEvent(eventId);
    const rows = await asSystem((tx) => tx.stripeEvent.findMany({ where: { id: eventId } }));
    expect(rows).toMatchObject([{ customerId: customer, processedAt: expect.any(Date) }]);
    // The payload names an invoice in_x that does not exist at Stripe, so the client has none.
    expect((await billingOf(id)).invoices.map((invoice) => invoice.id)).not.toContain('in_x');
  });

  it('that tells of a new draft holds it before Stripe is answered, and is refused when that fails, so that Stripe tells again', async () => {
    const { id, customer } = await subscribed('4242424242424242');
    outside.simulator.advance({ seconds: (utcMonthEnd(outside.simulator.now()).getTime() - outside.simulator.now()) / 1_000 });
    const { data } = await outside.client.invoices.list({ customer, status: 'draft' });
    const draft = data[0]?.id ?? '';
    const body = JSON.stringify({
      id: `evt_${randomUUID()}`,
      object: 'event',
      type: 'invoice.created',
      data: { object: { id: draft, object: 'invoice', customer } },
    });
    stripePort.provide({ client: unreachable, webhookSecret: SECRET, simulated: true, now: systemClock });
    await expect(receiveStripeWebhook(body, signed(body))).rejects.toThrow();
    expect(await asSystem((tx) => tx.stripeEvent.count({ where: { id: JSON.parse(body).id } }))).toBe(0);
    stripePort.provide({ client: outside.client, webhookSecret: SECRET, simulated: true, now: systemClock });
    await receiveStripeWebhook(body, signed(body));
    expect((await outside.client.invoices.retrieve(draft)).auto_advance).toBe(false);
    outside.simulator.advance({ days: 1 });
    expect((await outside.client.invoices.retrieve(draft)).status).toBe('draft');
    await syncCustomer(customer);
    expect((await billingOf(id)).invoices[0]).toMatchObject({ id: draft, stage: 'held' });
  });

  it('for an unknown customer is stored and does no harm', async () => {
    const eventId = `evt_${randomUUID()}`;
    const body = event(eventId, 'cus_of_nobody');
    await receiveStripeWebhook(body, signed(body));
    await expect(processStripeEvent(eventId)).resolves.toBeUndefined();
  });

  it('is refused where payments are not configured', async () => {
    const { client } = outside;
    stripePort.provide(undefined as never);
    await expect(receiveStripeWebhook('{}', null)).rejects.toMatchObject({ status: 503, code: 'payments_off' });
    stripePort.provide({ client, webhookSecret: SECRET, simulated: true, now: systemClock });
  });
});
