import type Stripe from 'stripe';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { StripeSimulator } from './simulator.ts';
import { customerWith, DAY, frozenStripe, NEW_YEAR, priceAt } from './testing/stripe.ts';

let simulator: StripeSimulator;
let stripe: Stripe;
let basic: Stripe.Price;
let pro: Stripe.Price;

beforeAll(async () => {
  ({ simulator, stripe } = await frozenStripe());
  basic = await priceAt(stripe, 'Basic', 9_900);
  pro = await priceAt(stripe, 'Pro', 29_900);
});
afterAll(() => simulator.close());

/** A customer who lives by a test clock of its own, so that no test moves another one's time. */
async function onClock(at: number, card?: string) {
  const clock = await stripe.testHelpers.testClocks.create({ frozen_time: at });
  const customer = await customerWith(stripe, card, { test_clock: clock.id });
  return { customer, to: (time: number) => stripe.testHelpers.testClocks.advance(clock.id, { frozen_time: time }) };
}
const subscribe = (customer: Stripe.Customer, more: Partial<Stripe.SubscriptionCreateParams> = {}, price = basic) =>
  stripe.subscriptions.create({ customer: customer.id, items: [{ price: price.id }], ...more });
const latest = async (customer: Stripe.Customer) => {
  const [invoice] = (await stripe.invoices.list({ customer: customer.id })).data;
  if (!invoice) throw new Error('the customer has no invoice');
  return invoice;
};
const FEBRUARY = NEW_YEAR + 31 * DAY;
const MARCH = FEBRUARY + 28 * DAY;

describe('a subscription over its periods', () => {
  it('writes a draft at the end of a period, and finalises and charges it one hour later', async () => {
    const { customer, to } = await onClock(NEW_YEAR);
    const subscription = await subscribe(customer);
    expect(subscription).toMatchObject({ status: 'active', billing_cycle_anchor: NEW_YEAR });
    await to(FEBRUARY + 1_800);
    const draft = await latest(customer);
    expect(draft).toMatchObject({
      status: 'draft',
      auto_advance: true,
      automatically_finalizes_at: FEBRUARY + 3_600,
      billing_reason: 'subscription_cycle',
      period_start: NEW_YEAR,
      period_end: FEBRUARY,
      amount_due: 9_900,
      number: null,
    });
    expect(draft.lines.data[0]?.period).toEqual({ start: FEBRUARY, end: MARCH });
    await to(FEBRUARY + 3_600);
    expect(await latest(customer)).toMatchObject({ id: draft.id, status: 'paid', attempt_count: 1, automatically_finalizes_at: null });
  });

  it('leaves a draft alone whose automatic advance was switched off, and lines can be added to it until it is finalised by hand', async () => {
    const { customer, to } = await onClock(NEW_YEAR);
    await subscribe(customer);
    await to(FEBRUARY);
    const { id } = await latest(customer);
    await stripe.invoices.update(id, { auto_advance: false, metadata: { held: 'yes' } });
    await to(FEBRUARY + 3 * DAY);
    expect(await stripe.invoices.retrieve(id)).toMatchObject({ status: 'draft', automatically_finalizes_at: null });
    await stripe.invoiceItems.create({
      customer: customer.id,
      invoice: id,
      amount: 1_234,
      currency: 'usd',
      description: 'Events above the plan',
    });
    await stripe.invoices.addLines(id, { lines: [{ amount: 66, description: 'RCA queries above the plan' }] });
    const open = await stripe.invoices.finalizeInvoice(id, { auto_advance: false });
    expect(open).toMatchObject({ status: 'open', total: 11_200, amount_due: 11_200, next_payment_attempt: null });
    expect(open.number).toMatch(/^[0-9A-F]{8}-0002$/);
    await to(FEBRUARY + 20 * DAY);
    expect(await stripe.invoices.retrieve(id)).toMatchObject({ status: 'open', attempt_count: 0 });
    expect(await stripe.invoices.pay(id)).toMatchObject({ status: 'paid', amount_paid: 11_200 });
    await expect(stripe.invoiceItems.create({ customer: customer.id, invoice: id, amount: 1 })).rejects.toMatchObject({
      code: 'invoice_not_editable',
    });
  });

  it('finalises a draft at the time that was set for it', async () => {
    const { customer, to } = await onClock(NEW_YEAR);
    await subscribe(customer);
    await to(FEBRUARY);
    const { id } = await latest(customer);
    await stripe.invoices.update(id, { auto_advance: true, automatically_finalizes_at: FEBRUARY + 2 * DAY });
    await to(FEBRUARY + 2 * DAY - 1);
    expect(await stripe.invoices.retrieve(id)).toMatchObject({ status: 'draft' });
    await to(FEBRUARY + 2 * DAY);
    expect(await stripe.invoices.retrieve(id)).toMatchObject({ status: 'paid' });
  });

  it('cuts the first period short where the anchor lies in the future, and charges its part to the second', async () => {
    const start = NEW_YEAR + 10 * DAY + 4_321;
    const { customer, to } = await onClock(start);
    const subscription = await subscribe(customer, { billing_cycle_anchor: FEBRUARY });
    const part = Math.round((9_900 * (FEBRUARY - start)) / (31 * DAY));
    expect(await latest(customer)).toMatchObject({ status: 'paid', total: part });
    expect(subscription.items.data[0]).toMatchObject({ current_period_start: start, current_period_end: FEBRUARY });
    await to(FEBRUARY + 3_600);
    expect(await latest(customer)).toMatchObject({ status: 'paid', total: 9_900 });
    await to(MARCH);
    expect((await stripe.subscriptions.retrieve(subscription.id)).items.data[0]).toMatchObject({
      current_period_start: MARCH,
      current_period_end: MARCH + 31 * DAY,
    });
  });

  it('keeps the day of its anchor over shorter months and a leap day', async () => {
    const january31 = Date.UTC(2028, 0, 31) / 1000;
    const { customer, to } = await onClock(january31);
    const { id } = await subscribe(customer);
    const ends = [];
    for (const at of [Date.UTC(2028, 1, 29), Date.UTC(2028, 2, 31), Date.UTC(2028, 3, 30)]) {
      ends.push(((await stripe.subscriptions.retrieve(id)).items.data[0]?.current_period_end ?? 0) * 1000);
      await to(at / 1000);
    }
    expect(ends).toEqual([Date.UTC(2028, 1, 29), Date.UTC(2028, 2, 31), Date.UTC(2028, 3, 30)]);
  });

  it('becomes past due when a charge fails, is never retried by itself, and recovers with the payment of its latest invoice', async () => {
    const { customer, to } = await onClock(NEW_YEAR);
    const { id } = await subscribe(customer);
    const failing = await stripe.paymentMethods.attach('pm_card_chargeCustomerFail', { customer: customer.id });
    await stripe.customers.update(customer.id, { invoice_settings: { default_payment_method: failing.id } });
    await to(FEBRUARY + 3_600);
    const invoice = await latest(customer);
    expect(invoice).toMatchObject({ status: 'open', attempt_count: 1, attempted: true, next_payment_attempt: null });
    expect((await stripe.subscriptions.retrieve(id)).status).toBe('past_due');
    await to(FEBRUARY + 20 * DAY);
    expect(await stripe.invoices.retrieve(invoice.id)).toMatchObject({ attempt_count: 1 });
    await expect(stripe.invoices.pay(invoice.id)).rejects.toMatchObject({
      type: 'StripeCardError',
      code: 'card_declined',
      decline_code: 'generic_decline',
      statusCode: 402,
    });
    const visa = await stripe.paymentMethods.attach('pm_card_visa', { customer: customer.id });
    expect(await stripe.invoices.pay(invoice.id, { payment_method: visa.id })).toMatchObject({ status: 'paid', attempt_count: 3 });
    expect((await stripe.subscriptions.retrieve(id)).status).toBe('active');
  });

  it('ends with its period where that was asked for, and goes on where it was taken back', async () => {
    const { customer, to } = await onClock(NEW_YEAR);
    const { id } = await subscribe(customer);
    expect(await stripe.subscriptions.update(id, { cancel_at_period_end: true })).toMatchObject({
      cancel_at: FEBRUARY,
      canceled_at: NEW_YEAR,
    });
    expect(await stripe.subscriptions.update(id, { cancel_at_period_end: false })).toMatchObject({ cancel_at: null, canceled_at: null });
    await to(FEBRUARY);
    expect((await stripe.subscriptions.retrieve(id)).status).toBe('active');
    await stripe.subscriptions.update(id, { cancel_at_period_end: true });
    await to(MARCH);
    expect(await stripe.subscriptions.retrieve(id)).toMatchObject({ status: 'canceled', ended_at: MARCH });
    expect((await stripe.invoices.list({ customer: customer.id })).data).toHaveLength(2);
    await expect(stripe.subscriptions.update(id, { cancel_at_period_end: false })).rejects.toMatchObject({ code: 'resource_missing' });
  });
});

describe('a change of the plan', () => {
  it('costs exactly what the preview with the same proration date showed, to the second', async () => {
    const { customer, to } = await onClock(NEW_YEAR);
    const { id, items } = await subscribe(customer);
    await to(NEW_YEAR + 12 * DAY + 3_333);
    const at = NEW_YEAR + 12 * DAY + 1_111;
    const change = {
      items: [{ id: items.data[0]?.id ?? '', price: pro.id }],
      proration_behavior: 'always_invoice' as const,
      proration_date: at,
    };
    const preview = await stripe.invoices.createPreview({ subscription: id, subscription_details: change });
    const left = FEBRUARY - at;
    const expected = [-Math.round((9_900 * left) / (31 * DAY)), Math.round((29_900 * left) / (31 * DAY))];
    expect(preview.lines.data.map((line) => [line.amount, line.description])).toEqual([
      [expected[0], 'Unused time on Basic after 13 Jan 2026'],
      [expected[1], 'Remaining time on Pro after 13 Jan 2026'],
    ]);
    expect(preview.lines.data.every((line) => line.parent?.subscription_item_details?.proration)).toBe(true);
    expect((await stripe.subscriptions.retrieve(id)).items.data[0]?.price.id).toBe(basic.id);
    const after = await stripe.subscriptions.update(id, { ...change, payment_behavior: 'error_if_incomplete', expand: ['latest_invoice'] });
    const invoice = after.latest_invoice as Stripe.Invoice;
    expect(invoice).toMatchObject({ status: 'paid', billing_reason: 'subscription_update', total: preview.total });
    expect(invoice.lines.data.map((line) => line.amount)).toEqual(expected);
    expect(after.items.data[0]).toMatchObject({ id: items.data[0]?.id, current_period_end: FEBRUARY });
  });

  it('conserves cents over several changes in one period: back and forth at one moment costs nothing', async () => {
    const { customer, to } = await onClock(NEW_YEAR);
    const { id, items } = await subscribe(customer);
    await to(NEW_YEAR + 7 * DAY + 7);
    const item = items.data[0]?.id ?? '';
    const change = (price: Stripe.Price) => stripe.subscriptions.update(id, { items: [{ id: item, price: price.id }] });
    await change(pro);
    await change(basic);
    const { data } = await stripe.invoiceItems.list({ customer: customer.id, pending: true });
    expect(data).toHaveLength(4);
    expect(data.reduce((sum, one) => sum + one.amount, 0)).toBe(0);
  });

  it('is refused and changes nothing when it must be paid at once and cannot', async () => {
    const { customer, to } = await onClock(NEW_YEAR);
    const { id, items } = await subscribe(customer);
    const failing = await stripe.paymentMethods.attach('pm_card_chargeCustomerFail', { customer: customer.id });
    await stripe.customers.update(customer.id, { invoice_settings: { default_payment_method: failing.id } });
    await to(NEW_YEAR + DAY);
    const change = { items: [{ id: items.data[0]?.id ?? '', price: pro.id }], proration_behavior: 'always_invoice' as const };
    await expect(stripe.subscriptions.update(id, { ...change, payment_behavior: 'error_if_incomplete' })).rejects.toMatchObject({
      type: 'StripeCardError',
    });
    expect((await stripe.invoices.list({ customer: customer.id })).data).toHaveLength(1);
    const pending = await stripe.subscriptions.update(id, { ...change, payment_behavior: 'pending_if_incomplete' });
    expect([pending.status, pending.items.data[0]?.price.id, pending.pending_update?.subscription_items?.[0]?.price.id]).toEqual([
      'active',
      basic.id,
      pro.id,
    ]);
    const invoice = await latest(customer);
    await stripe.invoices.pay(invoice.id, { payment_method: 'pm_card_visa' });
    const paid = await stripe.subscriptions.retrieve(id);
    expect([paid.pending_update, paid.items.data[0]?.price.id]).toEqual([null, pro.id]);
  });

  it('that nobody pays within 23 hours is given up and its invoice is void', async () => {
    const { customer, to } = await onClock(NEW_YEAR);
    const { id, items } = await subscribe(customer);
    const failing = await stripe.paymentMethods.attach('pm_card_chargeCustomerFail', { customer: customer.id });
    await stripe.customers.update(customer.id, { invoice_settings: { default_payment_method: failing.id } });
    await to(NEW_YEAR + DAY);
    await stripe.subscriptions.update(id, {
      items: [{ id: items.data[0]?.id ?? '', price: pro.id }],
      proration_behavior: 'always_invoice',
      payment_behavior: 'pending_if_incomplete',
    });
    await to(NEW_YEAR + 2 * DAY);
    expect(await latest(customer)).toMatchObject({ status: 'void' });
    const after = await stripe.subscriptions.retrieve(id);
    expect([after.status, after.pending_update, after.items.data[0]?.price.id]).toEqual(['active', null, basic.id]);
  });

  it('at the end of the period waits in a schedule, which then lets the subscription go on', async () => {
    const { customer, to } = await onClock(NEW_YEAR);
    const { id } = await subscribe(customer, {}, pro);
    const schedule = await stripe.subscriptionSchedules.create({ from_subscription: id });
    expect(schedule).toMatchObject({ status: 'active', current_phase: { start_date: NEW_YEAR, end_date: FEBRUARY } });
    const updated = await stripe.subscriptionSchedules.update(schedule.id, {
      end_behavior: 'release',
      phases: [
        { items: [{ price: pro.id, quantity: 1 }], start_date: NEW_YEAR, end_date: FEBRUARY },
        {
          items: [{ price: basic.id, quantity: 1 }],
          duration: { interval: 'month', interval_count: 1 },
          metadata: { plan: 'basic' },
          proration_behavior: 'none',
        },
      ],
    });
    expect(updated.phases[1]).toMatchObject({ start_date: FEBRUARY, end_date: MARCH });
    await expect(stripe.subscriptions.update(id, { cancel_at_period_end: true })).rejects.toMatchObject({
      message: expect.stringContaining('managed by the subscription schedule'),
    });
    await to(FEBRUARY + 3_600);
    expect(await latest(customer)).toMatchObject({ status: 'paid', total: 9_900 });
    expect(await stripe.subscriptions.retrieve(id)).toMatchObject({ schedule: schedule.id, metadata: { plan: 'basic' } });
    await to(MARCH + 3_600);
    expect(await stripe.subscriptionSchedules.retrieve(schedule.id)).toMatchObject({ status: 'released', released_subscription: id });
    expect(await stripe.subscriptions.retrieve(id)).toMatchObject({ schedule: null, status: 'active' });
    expect(await latest(customer)).toMatchObject({ status: 'paid', total: 9_900 });
  });

  it('that was scheduled is taken back by releasing the schedule', async () => {
    const { customer, to } = await onClock(NEW_YEAR);
    const { id } = await subscribe(customer, {}, pro);
    const { id: schedule } = await stripe.subscriptionSchedules.create({ from_subscription: id });
    await stripe.subscriptionSchedules.update(schedule, {
      phases: [{ items: [{ price: pro.id }], start_date: NEW_YEAR, end_date: FEBRUARY }, { items: [{ price: basic.id }] }],
    });
    expect(await stripe.subscriptionSchedules.release(schedule)).toMatchObject({ status: 'released' });
    await expect(stripe.subscriptionSchedules.release(schedule)).rejects.toMatchObject({ statusCode: 400 });
    await to(FEBRUARY + 3_600);
    expect(await latest(customer)).toMatchObject({ total: 29_900 });
  });
});
