import { randomUUID } from 'node:crypto';
import { setTimeout as delay } from 'node:timers/promises';
import Stripe from 'stripe';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { customerWith, DAY, frozenStripe, NEW_YEAR, priceAt } from './testing/stripe.ts';

/**
 * The same cases against the simulator and, where STRIPE_TEST_KEY holds a key of Stripe's test mode, against Stripe itself: what the
 * simulator promises is what Stripe does. Everything that takes time lives by a test clock. At Stripe a run leaves products and test
 * clocks behind, which it deletes by itself after 30 days.
 */
const { STRIPE_TEST_KEY } = process.env;
const targets = [
  { name: 'the simulator', open: () => frozenStripe().then(({ simulator, stripe }) => ({ stripe, close: () => simulator.close() })) },
  ...(STRIPE_TEST_KEY
    ? [{ name: "Stripe's test mode", open: async () => ({ stripe: realStripe(STRIPE_TEST_KEY), close: async () => {} }) }]
    : []),
];
const WITHIN_MS = STRIPE_TEST_KEY ? 300_000 : 10_000;

function realStripe(key: string): Stripe {
  if (!key.startsWith('sk_test_')) throw new Error('STRIPE_TEST_KEY must be a secret key of the test mode: sk_test_...');
  return new Stripe(key, { maxNetworkRetries: 2 });
}

describe.each(targets)('$name', ({ name, open }) => {
  let stripe: Stripe;
  let close: () => Promise<void>;
  let basic: Stripe.Price;
  let pro: Stripe.Price;
  const start = name === 'the simulator' ? NEW_YEAR : Math.floor(Date.now() / 1000);

  beforeAll(async () => {
    ({ stripe, close } = await open());
    [basic, pro] = [await priceAt(stripe, 'Contract Basic', 9_900), await priceAt(stripe, 'Contract Pro', 29_900)];
  }, WITHIN_MS);
  afterAll(() => close());

  /** A customer on a clock of its own; `to` resolves when the clock has arrived. */
  async function onClock(card?: string) {
    const clock = await stripe.testHelpers.testClocks.create({ frozen_time: start });
    const customer = await customerWith(stripe, card, { test_clock: clock.id });
    const to = async (time: number) => {
      await stripe.testHelpers.testClocks.advance(clock.id, { frozen_time: time });
      while ((await stripe.testHelpers.testClocks.retrieve(clock.id)).status !== 'ready') await delay(2_000);
    };
    return { customer, to };
  }
  const subscribe = (customer: Stripe.Customer, price: Stripe.Price) =>
    stripe.subscriptions.create({ customer: customer.id, items: [{ price: price.id }] });
  const latest = async (customer: Stripe.Customer) => {
    const [invoice] = (await stripe.invoices.list({ customer: customer.id })).data;
    if (!invoice) throw new Error('the customer has no invoice');
    return invoice;
  };
  const endOf = (subscription: Stripe.Subscription) => subscription.items.data[0]?.current_period_end ?? 0;
  const itemOf = (subscription: Stripe.Subscription) => subscription.items.data[0]?.id ?? '';

  it(
    'holds the invoice of a period as a draft for an hour, and then finalises and charges it',
    async () => {
      const { customer, to } = await onClock();
      const subscription = await subscribe(customer, basic);
      const end = endOf(subscription);
      await to(end + 1_800);
      expect(await latest(customer)).toMatchObject({
        status: 'draft',
        auto_advance: true,
        billing_reason: 'subscription_cycle',
        period_end: end,
        attempt_count: 0,
      });
      await to(end + 2 * 3_600);
      expect(await latest(customer)).toMatchObject({ status: 'paid', amount_paid: 9_900 });
      expect(endOf(await stripe.subscriptions.retrieve(subscription.id))).toBeGreaterThan(end);
    },
    WITHIN_MS,
  );

  it(
    'takes lines on a held draft, finalises it by hand, and charges it when told to',
    async () => {
      const { customer, to } = await onClock();
      const subscription = await subscribe(customer, basic);
      await to(endOf(subscription) + 60);
      const { id } = await latest(customer);
      await stripe.invoices.update(id, { auto_advance: false });
      await to(endOf(subscription) + DAY);
      expect(await stripe.invoices.retrieve(id)).toMatchObject({ status: 'draft', automatically_finalizes_at: null });
      await stripe.invoiceItems.create({ customer: customer.id, invoice: id, amount: 1_234, currency: 'usd', description: 'Overage' });
      const finalised = await stripe.invoices.finalizeInvoice(id, { auto_advance: false });
      expect(finalised).toMatchObject({ status: 'open', total: 11_134, number: expect.any(String) });
      expect(await stripe.invoices.pay(id)).toMatchObject({ status: 'paid', amount_remaining: 0 });
    },
    WITHIN_MS,
  );

  it(
    'makes a subscription past due when its charge fails, and active again when another card pays',
    async () => {
      const { customer, to } = await onClock();
      const subscription = await subscribe(customer, basic);
      const failing = await stripe.paymentMethods.attach('pm_card_chargeCustomerFail', { customer: customer.id });
      await stripe.customers.update(customer.id, { invoice_settings: { default_payment_method: failing.id } });
      await to(endOf(subscription) + 2 * 3_600);
      const invoice = await latest(customer);
      expect(invoice).toMatchObject({ status: 'open', attempted: true });
      expect((await stripe.subscriptions.retrieve(subscription.id)).status).toBe('past_due');
      await expect(stripe.invoices.pay(invoice.id)).rejects.toMatchObject({
        type: 'StripeCardError',
        code: 'card_declined',
        decline_code: 'generic_decline',
      });
      const visa = await stripe.paymentMethods.attach('pm_card_visa', { customer: customer.id });
      expect(await stripe.invoices.pay(invoice.id, { payment_method: visa.id })).toMatchObject({ status: 'paid' });
      expect((await stripe.subscriptions.retrieve(subscription.id)).status).toBe('active');
    },
    WITHIN_MS,
  );

  it(
    'charges for an upgrade what its preview showed, with a credit line and a charge line',
    async () => {
      const { customer, to } = await onClock();
      const subscription = await subscribe(customer, basic);
      await to(start + 10 * DAY);
      const change = {
        items: [{ id: itemOf(subscription), price: pro.id }],
        proration_behavior: 'always_invoice' as const,
        proration_date: start + 9 * DAY,
      };
      const preview = await stripe.invoices.createPreview({ subscription: subscription.id, subscription_details: change });
      const whole = endOf(subscription) - start;
      const left = whole - 9 * DAY;
      const amounts = preview.lines.data.map(({ amount }) => amount).sort((a, b) => a - b);
      expect(amounts).toEqual([-Math.round((9_900 * left) / whole), Math.round((29_900 * left) / whole)]);
      const updated = await stripe.subscriptions.update(subscription.id, {
        ...change,
        payment_behavior: 'error_if_incomplete',
        expand: ['latest_invoice'],
      });
      expect(updated.latest_invoice).toMatchObject({ status: 'paid', total: preview.total, billing_reason: 'subscription_update' });
    },
    WITHIN_MS,
  );

  it(
    'downgrades at the end of the period by a schedule, and lets the subscription go on',
    async () => {
      const { customer, to } = await onClock();
      const subscription = await subscribe(customer, pro);
      const end = endOf(subscription);
      const schedule = await stripe.subscriptionSchedules.create({ from_subscription: subscription.id });
      await stripe.subscriptionSchedules.update(schedule.id, {
        end_behavior: 'release',
        phases: [
          { items: [{ price: pro.id, quantity: 1 }], start_date: schedule.phases[0]?.start_date ?? start, end_date: end },
          { items: [{ price: basic.id, quantity: 1 }], duration: { interval: 'month', interval_count: 1 }, proration_behavior: 'none' },
        ],
      });
      await to(end + 2 * 3_600);
      expect(await latest(customer)).toMatchObject({ status: 'paid', total: 9_900 });
      expect((await stripe.subscriptions.retrieve(subscription.id)).items.data[0]?.price.id).toBe(basic.id);
    },
    WITHIN_MS,
  );

  it(
    'counts a meter event once, and refuses it when it is too old, too far ahead or of an unknown name',
    async () => {
      const customer = await customerWith(stripe);
      const eventName = `contract_${randomUUID().replaceAll('-', '')}`;
      const meter = await stripe.billing.meters.create({
        display_name: 'Contract',
        event_name: eventName,
        default_aggregation: { formula: 'sum' },
      });
      const send = (identifier: string, more: Partial<Stripe.Billing.MeterEventCreateParams> = {}) =>
        stripe.billing.meterEvents.create({
          event_name: eventName,
          identifier,
          timestamp: start - 60,
          payload: { stripe_customer_id: customer.id, value: '5' },
          ...more,
        });
      const identifier = randomUUID();
      expect(await send(identifier)).toMatchObject({ identifier });
      await expect(send(identifier)).rejects.toMatchObject({ statusCode: 400 });
      await expect(send(randomUUID(), { timestamp: start - 36 * DAY })).rejects.toMatchObject({ statusCode: 400 });
      await expect(send(randomUUID(), { timestamp: start + 3_600 })).rejects.toMatchObject({ statusCode: 400 });
      await expect(send(randomUUID(), { event_name: `${eventName}_x` })).rejects.toMatchObject({ statusCode: 400 });
      await stripe.billing.meters.deactivate(meter.id);
    },
    WITHIN_MS,
  );

  it(
    'credits and refunds a paid invoice to the cent, and refuses more than it has',
    async () => {
      const customer = await customerWith(stripe);
      const draft = await stripe.invoices.create({ customer: customer.id, auto_advance: false });
      await stripe.invoiceItems.create({ customer: customer.id, invoice: draft.id, amount: 5_000, currency: 'usd' });
      const invoice = await stripe.invoices.pay((await stripe.invoices.finalizeInvoice(draft.id)).id);
      await expect(stripe.creditNotes.create({ invoice: invoice.id, amount: 1_000, credit_amount: 999 })).rejects.toMatchObject({
        statusCode: 400,
      });
      expect(await stripe.creditNotes.create({ invoice: invoice.id, amount: 1_000, credit_amount: 1_000 })).toMatchObject({
        type: 'post_payment',
        total: 1_000,
      });
      expect(await stripe.customers.retrieve(customer.id)).toMatchObject({ balance: -1_000 });
      const [payment] = (await stripe.invoicePayments.list({ invoice: invoice.id })).data;
      const intent = String(payment?.payment.payment_intent);
      expect(await stripe.refunds.create({ payment_intent: intent, amount: 500 })).toMatchObject({ amount: 500 });
      await expect(stripe.refunds.create({ payment_intent: intent, amount: 5_000 })).rejects.toMatchObject({ statusCode: 400 });
      await expect(stripe.invoices.voidInvoice(invoice.id)).rejects.toMatchObject({ statusCode: 400 });
    },
    WITHIN_MS,
  );

  it(
    'gives the first answer to a repeated idempotency key, and refuses it for another request',
    async () => {
      const idempotencyKey = randomUUID();
      const first = await stripe.customers.create({ name: 'Once' }, { idempotencyKey });
      expect((await stripe.customers.create({ name: 'Once' }, { idempotencyKey })).id).toBe(first.id);
      await expect(stripe.customers.create({ name: 'Other' }, { idempotencyKey })).rejects.toMatchObject({
        type: 'StripeIdempotencyError',
      });
    },
    WITHIN_MS,
  );

  it(
    'refuses parameters that it does not know, by name',
    async () => {
      const create = stripe.customers.create as (params: object) => Promise<unknown>;
      await expect(create.call(stripe.customers, { nmae: 'Acme' })).rejects.toMatchObject({
        code: 'parameter_unknown',
        param: 'nmae',
        statusCode: 400,
      });
      await expect(stripe.invoices.retrieve('in_none')).rejects.toMatchObject({ code: 'resource_missing', statusCode: 404 });
    },
    WITHIN_MS,
  );
});
