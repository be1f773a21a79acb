import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import Stripe from 'stripe';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type StripeSimulator, startStripe } from './simulator.ts';

const SECRET = 'whsec_of_the_test';
let simulator: StripeSimulator;
let stripe: Stripe;
const received: Stripe.Event[] = [];
let refuseNext = 0;

const hook = createServer(async (request, response) => {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  if (refuseNext > 0) {
    refuseNext--;
    response.writeHead(500).end();
    return;
  }
  // The SDK itself verifies the signature.
  received.push(stripe.webhooks.constructEvent(Buffer.concat(chunks).toString('utf8'), request.headers['stripe-signature'] ?? '', SECRET));
  response.writeHead(200).end();
});

beforeAll(async () => {
  await new Promise<void>((listening) => hook.listen(0, '127.0.0.1', listening));
  simulator = await startStripe({ webhook: { url: `http://127.0.0.1:${(hook.address() as AddressInfo).port}`, secret: SECRET } });
  stripe = new Stripe('sk_test_1', { host: '127.0.0.1', port: simulator.port, protocol: 'http', maxNetworkRetries: 0 });
});
afterAll(async () => {
  await simulator.close();
  hook.close();
});

async function customerWithCheckout() {
  const customer = await stripe.customers.create({ name: 'Acme', metadata: { tenant_id: 'acme' } });
  const product = await stripe.products.create({ name: 'Basic' });
  const price = await stripe.prices.create({
    product: product.id,
    currency: 'usd',
    unit_amount: 9_900,
    recurring: { interval: 'month' },
    metadata: { plan: 'basic' },
  });
  const session = await stripe.checkout.sessions.create({
    mode: 'subscription',
    customer: customer.id,
    line_items: [{ price: price.id, quantity: 1 }],
    success_url: 'http://127.0.0.1:3000/onboarding',
  });
  return { customer, session };
}

const pay = (url: string | null, card: string) =>
  fetch(url ?? '', { method: 'POST', body: new URLSearchParams({ card }), redirect: 'manual' });

describe('the Stripe simulator, used through the real SDK', () => {
  it('takes a payment on its page and returns the subscription and a paid invoice', async () => {
    const { customer, session } = await customerWithCheckout();
    const paid = await pay(session.url, '4242 4242 4242 4242');
    expect([paid.status, paid.headers.get('location')]).toEqual([303, 'http://127.0.0.1:3000/onboarding']);
    const [subscription] = (await stripe.subscriptions.list({ customer: customer.id })).data;
    expect(subscription).toMatchObject({ status: 'active', items: { data: [{ price: { unit_amount: 9_900 } }] } });
    const [invoice] = (await stripe.invoices.list({ customer: customer.id })).data;
    expect(invoice).toMatchObject({ status: 'paid', amount_paid: 9_900, attempt_count: 1 });
  });

  it('signs every webhook so that the SDK accepts it, and retries until it is answered', async () => {
    const { session } = await customerWithCheckout();
    received.length = 0;
    refuseNext = 2;
    await pay(session.url, '4242424242424242');
    await simulator.delivered();
    const types = received.map((event) => event.type);
    for (const type of ['checkout.session.completed', 'customer.subscription.created', 'invoice.paid']) expect(types).toContain(type);
  });

  it('refuses a declined card on the page without creating a subscription, and accepts a valid card afterwards', async () => {
    const { customer, session } = await customerWithCheckout();
    const declined = await pay(session.url, '4000000000000002');
    expect(declined.status).toBe(402);
    expect(await declined.text()).toContain('Your card was declined.');
    expect((await stripe.subscriptions.list({ customer: customer.id })).data).toEqual([]);
    expect((await pay(session.url, '4242424242424242')).status).toBe(303);
  });

  it('does not charge twice when a used page is submitted again', async () => {
    const { customer, session } = await customerWithCheckout();
    await pay(session.url, '4242424242424242');
    expect((await pay(session.url, '4242424242424242')).status).toBe(402);
    expect((await stripe.invoices.list({ customer: customer.id })).data).toHaveLength(1);
  });

  it('lists the open pages of a customer, and closes one on which nobody has paid', async () => {
    const { customer, session } = await customerWithCheckout();
    const open = () => stripe.checkout.sessions.list({ customer: customer.id, status: 'open' });
    expect((await open()).data.map(({ id }) => id)).toEqual([session.id]);
    expect(await stripe.checkout.sessions.expire(session.id)).toMatchObject({ status: 'expired', url: null });
    expect((await open()).data).toEqual([]);
    expect((await pay(session.url, '4242424242424242')).status).toBe(402);
    await expect(stripe.checkout.sessions.expire(session.id)).rejects.toMatchObject({ statusCode: 400 });
  });

  it('counts failed attempts of a renewal that the card declines, and recovers once it is paid', async () => {
    const { customer, session } = await customerWithCheckout();
    await pay(session.url, '4000000000000341');
    const [subscription] = (await stripe.subscriptions.list({ customer: customer.id })).data;
    simulator.renew(subscription?.id ?? '');
    const [open] = (await stripe.invoices.list({ customer: customer.id, status: 'open' })).data;
    simulator.retry(open?.id ?? '');
    simulator.retry(open?.id ?? '');
    expect(await stripe.invoices.retrieve(open?.id ?? '')).toMatchObject({ attempt_count: 3, status: 'open' });
    expect(await stripe.subscriptions.retrieve(subscription?.id ?? '')).toMatchObject({ status: 'past_due' });
    await expect(stripe.invoices.pay(open?.id ?? '')).rejects.toMatchObject({ code: 'card_declined' });
  });

  it('refuses an unknown parameter by name, at the top level and nested', async () => {
    const create = stripe.customers.create as (params: object) => Promise<unknown>;
    await expect(create.call(stripe.customers, { nmae: 'Acme' })).rejects.toMatchObject({ code: 'parameter_unknown', param: 'nmae' });
    const { customer } = await customerWithCheckout();
    const open = stripe.checkout.sessions.create as (params: object) => Promise<unknown>;
    const wrong = {
      mode: 'subscription',
      customer: customer.id,
      success_url: 'http://127.0.0.1',
      line_items: [{ prise: 'x', price: 'y', quantity: 1 }],
    };
    await expect(open.call(stripe.checkout.sessions, wrong)).rejects.toMatchObject({ param: 'line_items[0][prise]' });
  });

  it('answers a repeated idempotency key with the first answer, and refuses it for a different request', async () => {
    const first = await stripe.customers.create({ name: 'Once' }, { idempotencyKey: 'k1' });
    expect((await stripe.customers.create({ name: 'Once' }, { idempotencyKey: 'k1' })).id).toBe(first.id);
    await expect(stripe.customers.create({ name: 'Other' }, { idempotencyKey: 'k1' })).rejects.toMatchObject({
      type: 'StripeIdempotencyError',
    });
  });

  it('answers 404 for an unknown id, and 401 without a test-mode key', async () => {
    await expect(stripe.invoices.retrieve('in_none')).rejects.toMatchObject({ statusCode: 404, code: 'resource_missing' });
    expect((await fetch(`${simulator.url}/v1/customers/cus_1`)).status).toBe(401);
  });

  it('pages through a list as the SDK requests it', async () => {
    const { customer, session } = await customerWithCheckout();
    await pay(session.url, '4242424242424242');
    const [subscription] = (await stripe.subscriptions.list({ customer: customer.id })).data;
    for (let i = 0; i < 4; i++) simulator.renew(subscription?.id ?? '');
    const seen: string[] = [];
    for await (const invoice of stripe.invoices.list({ customer: customer.id, limit: 2 })) seen.push(invoice.id ?? '');
    expect(new Set(seen).size).toBe(5);
  });
});
