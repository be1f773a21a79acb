import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type Stripe from 'stripe';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { StripeSimulator } from './simulator.ts';
import { clientOf, customerWith, DAY, frozenStripe, NEW_YEAR, priceAt } from './testing/stripe.ts';

const SECRET = 'whsec_of_the_test';
let simulator: StripeSimulator;
let stripe: Stripe;
let basic: Stripe.Price;
let received: Stripe.Event[] = [];

const hook = createServer(async (request, response) => {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  received.push(stripe.webhooks.constructEvent(Buffer.concat(chunks).toString('utf8'), request.headers['stripe-signature'] ?? '', SECRET));
  response.writeHead(200).end();
});

beforeAll(async () => {
  await new Promise<void>((listening) => hook.listen(0, '127.0.0.1', listening));
  ({ simulator, stripe } = await frozenStripe({
    webhook: { url: `http://127.0.0.1:${(hook.address() as AddressInfo).port}`, secret: SECRET },
  }));
  basic = await priceAt(stripe, 'Basic', 9_900);
});
afterAll(async () => {
  await simulator.close();
  hook.close();
});

const post = async (url: string | null | undefined, fields: Record<string, string>) => {
  const answer = await fetch(url ?? '', { method: 'POST', body: new URLSearchParams(fields), redirect: 'manual' });
  return { status: answer.status, location: answer.headers.get('location'), text: await answer.text() };
};
async function checkout(more: Partial<Stripe.Checkout.SessionCreateParams> = {}) {
  const customer = await stripe.customers.create({ name: 'Acme <b>', email: 'a@example.com' });
  const session = await stripe.checkout.sessions.create({
    mode: 'subscription',
    customer: customer.id,
    line_items: [{ price: basic.id, quantity: 1 }],
    success_url: 'http://127.0.0.1:3000/done?session={CHECKOUT_SESSION_ID}',
    cancel_url: 'http://127.0.0.1:3000/back',
    ...more,
  });
  return { customer, session };
}
async function openInvoice(card?: string) {
  const customer = await customerWith(stripe, card);
  const draft = await stripe.invoices.create({ customer: customer.id });
  await stripe.invoiceItems.create({
    customer: customer.id,
    invoice: draft.id,
    amount: 5_000,
    currency: 'usd',
    description: 'Overage (März)',
  });
  return { customer, invoice: await stripe.invoices.finalizeInvoice(draft.id, { auto_advance: false }) };
}

describe('the payment page', () => {
  it.each([
    ['zzz', 'A card number has only digits.'],
    ['4242424242424241', 'not one of the test cards'],
    ['4000000000000002', 'Your card was declined.'],
    ['4000000000009995', 'Your card has insufficient funds.'],
    ['4000000000009987', 'Your card was declined.'],
    ['4000000000009979', 'Your card was declined.'],
    ['4000000000000069', 'Your card has expired.'],
  ])('refuses the card %s with words, starts nothing, and takes a good one afterwards', async (card, words) => {
    const { customer, session } = await checkout();
    const refused = await post(session.url, { card });
    expect([refused.status, refused.text.includes(words)]).toEqual([402, true]);
    expect((await stripe.subscriptions.list({ customer: customer.id, status: 'all' })).data).toEqual([]);
    expect((await stripe.paymentMethods.list({ customer: customer.id })).data).toEqual([]);
    expect(await post(session.url, { card: '4242 4242 4242 4242' })).toMatchObject({
      status: 303,
      location: `http://127.0.0.1:3000/done?session=${session.id}`,
    });
  });

  it('asks the owner of a 3-D Secure card to confirm, and starts nothing when that is refused', async () => {
    const { customer, session } = await checkout();
    const asked = await post(session.url, { card: '4000002500003155' });
    expect(asked.text).toContain('Confirm your payment');
    expect((await post(session.url, { card: '4000002500003155', confirmation: 'refused' })).text).toContain('unable to authenticate');
    expect((await stripe.subscriptions.list({ customer: customer.id })).data).toEqual([]);
    expect((await post(session.url, { card: '4000002500003155', confirmation: 'given' })).status).toBe(303);
    expect((await stripe.subscriptions.list({ customer: customer.id })).data).toMatchObject([{ status: 'active' }]);
  });

  it('takes a promotion code, a billing address and a tax id where the session asks for them', async () => {
    const coupon = await stripe.coupons.create({ amount_off: 900, currency: 'usd', duration: 'once' });
    await stripe.promotionCodes.create({ promotion: { type: 'coupon', coupon: coupon.id }, code: 'NINE' });
    const { customer, session } = await checkout({
      allow_promotion_codes: true,
      billing_address_collection: 'required',
      tax_id_collection: { enabled: true },
      customer_update: { address: 'auto', name: 'auto' },
      automatic_tax: { enabled: true },
    });
    const card = '4242424242424242';
    expect((await post(session.url, { card })).text).toContain('Enter the street');
    const address = { line1: 'Main St 1', country: 'de', tax_id: 'DE123456789' };
    expect((await post(session.url, { card, ...address, tax_id: 'nonsense' })).text).toContain('does not have the form');
    expect((await post(session.url, { card, ...address, code: 'TEN' })).text).toContain('The code TEN is not valid.');
    expect((await post(session.url, { card, ...address, code: 'nine' })).status).toBe(303);
    expect(await stripe.customers.retrieve(customer.id, { expand: ['tax_ids'] })).toMatchObject({
      address: { country: 'DE' },
      tax_ids: { data: [{ value: 'DE123456789' }] },
    });
    expect((await stripe.invoices.list({ customer: customer.id })).data).toMatchObject([{ total: 9_000 }]);
  });

  it('charges only the days until the anchor that the subscription is given', async () => {
    const { customer, session } = await checkout({
      subscription_data: {
        billing_cycle_anchor: NEW_YEAR + 15 * DAY,
        proration_behavior: 'create_prorations',
        metadata: { plan: 'basic' },
      },
    });
    expect(await (await fetch(session.url ?? '')).text()).toContain('2026-01-16');
    await post(session.url, { card: '4242424242424242' });
    const [subscription] = (await stripe.subscriptions.list({ customer: customer.id, expand: ['data.latest_invoice'] })).data;
    expect(subscription).toMatchObject({ metadata: { plan: 'basic' }, latest_invoice: { total: Math.round((9_900 * 15) / 31) } });
  });
});

describe('the page of an invoice', () => {
  it('pays it with another card, which stays on file, and shows a real PDF', async () => {
    const { invoice } = await openInvoice('pm_card_chargeCustomerFail');
    expect((await post(invoice.hosted_invoice_url, { with: 'file' })).text).toContain('Your card was declined.');
    expect((await post(invoice.hosted_invoice_url, { with: 'card', card: '12' })).status).toBe(402);
    expect((await post(invoice.hosted_invoice_url, { with: 'card', card: '4242424242424242' })).status).toBe(200);
    expect(await stripe.invoices.retrieve(invoice.id)).toMatchObject({ status: 'paid', attempt_count: 2 });
    const answer = await fetch(invoice.invoice_pdf ?? '');
    expect(answer.headers.get('content-type')).toBe('application/pdf');
    const pdf = Buffer.from(await answer.arrayBuffer()).toString('latin1');
    const shown = [...pdf.matchAll(/<([0-9a-f]+)> Tj/g)].map(([, hex = '']) => Buffer.from(hex, 'hex').toString('latin1'));
    expect(shown).toEqual(expect.arrayContaining([`Invoice ${invoice.number}`, 'Overage (März)', '$50.00', 'paid', 'Acme']));
    const at = Number(/startxref\n(\d+)/.exec(pdf)?.[1]);
    expect(pdf.slice(at, at + 4)).toBe('xref');
    for (const [i, [, offset]] of [...pdf.matchAll(/^(\d{10}) 00000 n $/gm)].entries())
      expect(pdf.slice(Number(offset)).startsWith(`${i + 1} 0 obj`)).toBe(true);
  });

  it('leads through the confirmation that a payment without its owner could not get', async () => {
    const { customer, invoice } = await openInvoice('pm_card_threeDSecure2Required');
    received = [];
    await expect(stripe.invoices.pay(invoice.id)).rejects.toMatchObject({
      statusCode: 402,
      code: 'invoice_payment_intent_requires_action',
    });
    await simulator.delivered();
    expect(received.map(({ type }) => type)).toEqual(expect.arrayContaining(['invoice.payment_action_required', 'invoice.payment_failed']));
    expect((await post(invoice.hosted_invoice_url, { with: 'file' })).text).toContain('Confirm your payment');
    expect((await post(invoice.hosted_invoice_url, { with: 'file', confirmation: 'given' })).status).toBe(200);
    expect((await stripe.invoices.list({ customer: customer.id, status: 'paid' })).data).toHaveLength(1);
  });
});

describe('the customer portal', () => {
  it('keeps a good card and refuses any other by words', async () => {
    const { customer } = await openInvoice();
    const { url } = await stripe.billingPortal.sessions.create({ customer: customer.id });
    for (const card of ['zzz', '1234', '4000000000000002']) expect((await post(url, { do: 'card', card })).text).toContain('role="alert"');
    expect((await stripe.paymentMethods.list({ customer: customer.id })).data).toHaveLength(1);
    expect((await post(url, { do: 'card', card: '5555555555554444' })).text).toContain('Your changes have been saved.');
    const [card] = (await stripe.paymentMethods.list({ customer: customer.id })).data;
    expect(await stripe.customers.retrieve(customer.id)).toMatchObject({ invoice_settings: { default_payment_method: card?.id } });
  });

  it('allows only what its configuration allows, and a flow shows the card alone', async () => {
    const { customer, session } = await checkout();
    await post(session.url, { card: '4242424242424242' });
    const configuration = await stripe.billingPortal.configurations.create({
      features: {
        payment_method_update: { enabled: true },
        customer_update: { enabled: true, allowed_updates: ['address', 'tax_id'] },
        subscription_cancel: { enabled: false },
      },
    });
    const open = (more: object = {}) =>
      stripe.billingPortal.sessions.create({
        customer: customer.id,
        configuration: configuration.id,
        return_url: 'http://127.0.0.1:3000/billing',
        ...more,
      });
    const { url } = await open();
    expect((await post(url, { do: 'cancel' })).text).toContain('This cannot be changed here.');
    expect(await (await fetch(url)).text()).not.toContain('Cancel at the end');
    expect((await post(url, { do: 'details', name: 'Acme Corp', country: 'DEU' })).text).toContain('two letters');
    expect((await post(url, { do: 'details', name: 'Acme Corp', country: 'DE', tax_id: 'nonsense' })).text).toContain(
      'does not have the form',
    );
    expect((await post(url, { do: 'details', name: 'Acme Corp', country: 'DE', tax_id: 'DE123456789' })).status).toBe(200);
    expect(await stripe.customers.retrieve(customer.id)).toMatchObject({ name: 'Acme Corp', address: { country: 'DE' } });
    const flow = await open({ flow_data: { type: 'payment_method_update' } });
    const shown = await (await fetch(flow.url)).text();
    expect([shown.includes('Save card'), shown.includes('Save details')]).toEqual([true, false]);
    await stripe.billingPortal.configurations.update(configuration.id, { features: { subscription_cancel: { enabled: true } } });
    await post(url, { do: 'cancel' });
    expect((await stripe.subscriptions.list({ customer: customer.id })).data).toMatchObject([{ cancel_at_period_end: true }]);
  });
});

describe('webhooks that go wrong', () => {
  const ids = () => received.map(({ id }) => id);
  async function during(faults: Parameters<StripeSimulator['setFaults']>[0], times = 1) {
    await simulator.delivered();
    received = [];
    simulator.setFaults(faults);
    for (let i = 0; i < times; i++) await stripe.customers.create({ name: `Fault ${i}` });
    await simulator.delivered();
    simulator.setFaults({ duplicate: false, reorder: false, drop: false, delayMs: 0 });
  }

  it('come twice with the same id', async () => {
    await during({ duplicate: true });
    expect([received.length, new Set(ids()).size]).toEqual([2, 1]);
  });

  it('come in reverse order', async () => {
    await during({ reorder: true }, 2);
    expect(received.map(({ data }) => (data.object as { name: string }).name)).toEqual(['Fault 1', 'Fault 0']);
  });

  it('do not come at all, and are found in the list of events', async () => {
    await during({ drop: true });
    expect(received).toEqual([]);
    const { data } = await stripe.events.list({ types: ['customer.created'], created: { gte: NEW_YEAR }, limit: 1 });
    expect(data[0]?.data.object).toMatchObject({ name: 'Fault 0' });
  });
});

describe('its state', () => {
  it('outlives a restart: time, customers, cards, and answers to idempotency keys', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'stripe-simulator-'));
    const file = join(folder, 'state.json');
    const first = await frozenStripe({ file });
    const customer = await customerWith(first.stripe, 'pm_card_chargeCustomerFail');
    const made = await first.stripe.products.create({ name: 'Once' }, { idempotencyKey: 'once' });
    first.simulator.advance({ days: 40 });
    await first.simulator.close();
    const again = await frozenStripe({ file });
    const client = clientOf(again.simulator);
    expect(again.simulator.now()).toBe((NEW_YEAR + 40 * DAY) * 1000);
    expect((await client.products.create({ name: 'Once' }, { idempotencyKey: 'once' })).id).toBe(made.id);
    await expect(client.products.create({ name: 'Twice' }, { idempotencyKey: 'once' })).rejects.toMatchObject({
      type: 'StripeIdempotencyError',
    });
    expect(
      await client.subscriptions.create({ customer: customer.id, items: [{ price: (await priceAt(client, 'P', 100)).id }] }),
    ).toMatchObject({ status: 'incomplete' });
    await again.simulator.close();
    rmSync(folder, { recursive: true });
  });
});

describe('a state that the first version of the simulator kept', () => {
  it('goes on: its periods end, and its open invoices can be paid with a new card', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'stripe-simulator-'));
    const file = join(folder, 'state.json');
    const price = {
      id: 'price_1',
      object: 'price',
      active: true,
      product: 'prod_1',
      currency: 'usd',
      unit_amount: 9_900,
      recurring: { interval: 'month' },
      metadata: {},
    };
    const item = {
      id: 'si_1',
      object: 'subscription_item',
      price,
      quantity: 1,
      current_period_start: NEW_YEAR - 30 * DAY,
      current_period_end: NEW_YEAR + DAY,
    };
    const subscription = {
      id: 'sub_1',
      object: 'subscription',
      customer: 'cus_1',
      status: 'active',
      created: NEW_YEAR - 30 * DAY,
      start_date: NEW_YEAR - 30 * DAY,
      cancel_at_period_end: false,
      metadata: {},
      items: { object: 'list', data: [item] },
    };
    const objects = [
      { id: 'cus_1', object: 'customer', name: 'Old', metadata: {}, card: '4242424242424242' },
      { id: 'prod_1', object: 'product', name: 'Basic' },
      price,
      subscription,
    ];
    writeFileSync(file, JSON.stringify({ objects, answers: {} }));
    const old = await frozenStripe({ file });
    old.simulator.advance({ days: 2 });
    const [invoice] = (await old.stripe.invoices.list({ customer: 'cus_1' })).data;
    expect(invoice).toMatchObject({ status: 'open', amount_due: 9_900, attempt_count: 1 });
    expect(await old.stripe.invoices.pay(invoice?.id ?? '', { payment_method: 'pm_card_visa' })).toMatchObject({ status: 'paid' });
    await old.simulator.close();
    rmSync(folder, { recursive: true });
  });
});

describe('the control of time and cards', () => {
  it('goes to the next invoice, makes a card fail and lets it go through again', async () => {
    const own = await frozenStripe();
    const control = async (path: string, params: Record<string, unknown>) =>
      (await own.stripe.rawRequest('POST', `/v1/simulator/${path}`, params)) as unknown as {
        now: number;
        done: { kind: string }[];
        customers: { open_invoices: number; card: { decline: string | null } }[];
      };
    await expect(control('clock', { to: 'next_invoice' })).rejects.toMatchObject({ code: 'nothing_due' });
    await expect(control('clock', { days: 0 })).rejects.toMatchObject({ param: 'days' });
    const customer = await customerWith(own.stripe);
    await own.stripe.subscriptions.create({ customer: customer.id, items: [{ price: (await priceAt(own.stripe, 'Basic', 9_900)).id }] });
    expect(await control('cards', { customer: customer.id, decline: 'stolen_card' })).toMatchObject({
      customers: [{ card: { decline: 'stolen_card' } }],
    });
    expect(await control('clock', { to: 'next_invoice' })).toMatchObject({ now: NEW_YEAR + 31 * DAY, done: [{ kind: 'period end' }] });
    expect(await control('clock', { to: 'next' })).toMatchObject({
      now: NEW_YEAR + 31 * DAY + 3_600,
      customers: [{ open_invoices: 1, subscription: 'past_due' }],
    });
    const [invoice] = (await own.stripe.invoices.list({ customer: customer.id, status: 'open' })).data;
    await expect(own.stripe.invoices.pay(invoice?.id ?? '')).rejects.toMatchObject({ decline_code: 'stolen_card' });
    await control('cards', { customer: customer.id, decline: '' });
    expect(await own.stripe.invoices.pay(invoice?.id ?? '')).toMatchObject({ status: 'paid' });
    await own.simulator.close();
  });
});
