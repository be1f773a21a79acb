import type Stripe from 'stripe';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { StripeSimulator } from './simulator.ts';
import { customerWith, frozenStripe, priceAt } from './testing/stripe.ts';

let simulator: StripeSimulator;
let stripe: Stripe;
let basic: Stripe.Price;

beforeAll(async () => {
  ({ simulator, stripe } = await frozenStripe());
  basic = await priceAt(stripe, 'Basic', 9_900);
});
afterAll(() => simulator.close());

async function invoiceOver(cents: number, customer?: Stripe.Customer) {
  const of = customer ?? (await customerWith(stripe));
  const draft = await stripe.invoices.create({ customer: of.id, auto_advance: false });
  await stripe.invoiceItems.create({ customer: of.id, invoice: draft.id, amount: cents, currency: 'usd', description: 'Work' });
  return { customer: of, invoice: await stripe.invoices.finalizeInvoice(draft.id) };
}

describe('an invoice through its states', () => {
  it('is refused what its state forbids', async () => {
    const { invoice, customer } = await invoiceOver(5_000);
    await expect(stripe.invoices.finalizeInvoice(invoice.id)).rejects.toMatchObject({ statusCode: 400 });
    await expect(stripe.invoices.del(invoice.id)).rejects.toMatchObject({ statusCode: 400 });
    await expect(stripe.invoices.addLines(invoice.id, { lines: [{ amount: 1 }] })).rejects.toMatchObject({ statusCode: 400 });
    await expect(stripe.invoices.update(invoice.id, { automatically_finalizes_at: 2_000_000_000 })).rejects.toMatchObject({
      statusCode: 400,
    });
    expect(await stripe.invoices.update(invoice.id, { metadata: { a: '1' } })).toMatchObject({ metadata: { a: '1' } });
    expect(await stripe.invoices.markUncollectible(invoice.id)).toMatchObject({ status: 'uncollectible' });
    expect(await stripe.invoices.pay(invoice.id)).toMatchObject({ status: 'paid' });
    await expect(stripe.invoices.pay(invoice.id)).rejects.toMatchObject({ statusCode: 400 });
    await expect(stripe.invoices.voidInvoice(invoice.id)).rejects.toMatchObject({ statusCode: 400 });
    const other = await invoiceOver(700, customer);
    expect(await stripe.invoices.voidInvoice(other.invoice.id)).toMatchObject({ status: 'void' });
    await expect(stripe.invoices.pay(other.invoice.id)).rejects.toMatchObject({ statusCode: 400 });
  });

  it('is due by its days when it is sent to be paid, which a charge has not', async () => {
    const { id: customer } = await customerWith(stripe);
    const sent = { customer, auto_advance: false, collection_method: 'send_invoice' as const };
    await expect(stripe.invoices.create(sent)).rejects.toMatchObject({ statusCode: 400, param: 'days_until_due' });
    await expect(stripe.invoices.create({ customer, days_until_due: 30 })).rejects.toMatchObject({ statusCode: 400 });
    const draft = await stripe.invoices.create({ ...sent, days_until_due: 30 });
    expect(draft.due_date).toBe(draft.created + 30 * 86_400);
    await stripe.invoiceItems.create({ customer, invoice: draft.id, amount: 5_000, currency: 'usd' });
    expect(await stripe.invoices.finalizeInvoice(draft.id)).toMatchObject({
      status: 'open',
      due_date: draft.due_date,
      auto_advance: false,
    });
    await expect(stripe.invoices.update(draft.id, { collection_method: 'charge_automatically' })).rejects.toMatchObject({
      statusCode: 400,
    });
  });

  it('numbers the invoices of each customer one after the other', async () => {
    const { invoice, customer } = await invoiceOver(5_000);
    const { invoice: second } = await invoiceOver(5_000, customer);
    expect([invoice.number?.slice(-4), second.number?.slice(-4)]).toEqual(['0001', '0002']);
    expect(invoice.number?.slice(0, 8)).toBe(second.number?.slice(0, 8));
  });

  it('takes an invoice item off a draft again', async () => {
    const customer = await customerWith(stripe);
    const draft = await stripe.invoices.create({ customer: customer.id });
    const item = await stripe.invoiceItems.create({ customer: customer.id, invoice: draft.id, amount: 100, currency: 'usd' });
    await stripe.invoiceItems.del(item.id);
    expect(await stripe.invoices.retrieve(draft.id)).toMatchObject({ total: 0 });
    expect((await stripe.invoices.listLineItems(draft.id)).data).toEqual([]);
  });

  it('uses up the credit of a customer before it charges the card', async () => {
    const customer = await customerWith(stripe);
    await stripe.customers.createBalanceTransaction(customer.id, { amount: -3_000, currency: 'usd', description: 'Sorry' });
    const { invoice } = await invoiceOver(5_000, customer);
    expect(invoice).toMatchObject({ total: 5_000, starting_balance: -3_000, ending_balance: 0, amount_due: 2_000 });
    expect(await stripe.customers.retrieve(customer.id)).toMatchObject({ balance: 0 });
    const { data } = await stripe.customers.listBalanceTransactions(customer.id);
    expect(data.map(({ amount, type }) => [amount, type])).toEqual([
      [3_000, 'applied_to_invoice'],
      [-3_000, 'adjustment'],
    ]);
  });

  it('is not charged for less than 50 cents, which go to the next invoice', async () => {
    const { customer, invoice } = await invoiceOver(49);
    expect(invoice).toMatchObject({ status: 'paid', amount_due: 0, ending_balance: 49 });
    expect((await invoiceOver(1_000, customer)).invoice).toMatchObject({ amount_due: 1_049 });
  });
});

describe('credit notes and refunds', () => {
  it('reduce what is due on an open invoice, pay it when nothing is left, and can be voided before', async () => {
    const { invoice } = await invoiceOver(5_000);
    const note = await stripe.creditNotes.create({ invoice: invoice.id, amount: 2_000, reason: 'product_unsatisfactory' });
    expect(note).toMatchObject({ number: `${invoice.number}-CN-01`, type: 'pre_payment', status: 'issued' });
    expect(await stripe.invoices.retrieve(invoice.id)).toMatchObject({ total: 5_000, amount_due: 3_000, amount_remaining: 3_000 });
    await stripe.creditNotes.voidCreditNote(note.id);
    expect(await stripe.invoices.retrieve(invoice.id)).toMatchObject({ amount_due: 5_000 });
    await expect(stripe.creditNotes.create({ invoice: invoice.id, amount: 5_001 })).rejects.toMatchObject({ param: 'amount' });
    await stripe.creditNotes.create({ invoice: invoice.id, amount: 5_000 });
    expect(await stripe.invoices.retrieve(invoice.id)).toMatchObject({ status: 'paid', amount_paid: 0 });
  });

  it('give a paid invoice back as credit, to the card or elsewhere, to the cent', async () => {
    const { customer, invoice } = await invoiceOver(5_000);
    await stripe.invoices.pay(invoice.id);
    const preview = await stripe.creditNotes.preview({ invoice: invoice.id, amount: 1_000, credit_amount: 1_000 });
    expect(preview).toMatchObject({ total: 1_000, type: 'post_payment' });
    expect((await stripe.creditNotes.list({ invoice: invoice.id })).data).toEqual([]);
    await expect(stripe.creditNotes.create({ invoice: invoice.id, amount: 1_000, credit_amount: 999 })).rejects.toMatchObject({
      statusCode: 400,
    });
    const line = invoice.lines.data[0]?.id ?? '';
    const note = await stripe.creditNotes.create({
      invoice: invoice.id,
      lines: [{ type: 'invoice_line_item', invoice_line_item: line, amount: 1_500 }],
      refund_amount: 500,
      credit_amount: 1_000,
    });
    expect(note.refunds).toHaveLength(1);
    expect(await stripe.customers.retrieve(customer.id)).toMatchObject({ balance: -1_000 });
    expect(await stripe.invoices.retrieve(invoice.id)).toMatchObject({
      status: 'paid',
      amount_due: 5_000,
      post_payment_credit_notes_amount: 1_500,
    });
    await expect(stripe.creditNotes.voidCreditNote(note.id)).rejects.toMatchObject({ statusCode: 400 });
  });

  it('refund a payment once, found through the payments of its invoice', async () => {
    const { invoice } = await invoiceOver(5_000);
    await stripe.invoices.pay(invoice.id);
    const [payment] = (await stripe.invoicePayments.list({ invoice: invoice.id, status: 'paid' })).data;
    const intent = String(payment?.payment.payment_intent);
    await stripe.refunds.create({ payment_intent: intent, amount: 1_200, reason: 'requested_by_customer' });
    await expect(stripe.refunds.create({ payment_intent: intent, amount: 3_801 })).rejects.toMatchObject({ param: 'amount' });
    await stripe.refunds.create({ payment_intent: intent });
    await expect(stripe.refunds.create({ payment_intent: intent })).rejects.toMatchObject({ code: 'charge_already_refunded' });
    expect((await stripe.refunds.list({ payment_intent: intent })).data.map(({ amount }) => amount)).toEqual([3_800, 1_200]);
  });
});

describe('coupons and prices', () => {
  it('take a percentage off for as long as the coupon lasts', async () => {
    const clock = await stripe.testHelpers.testClocks.create({ frozen_time: 1_767_225_600 });
    const customer = await customerWith(stripe, 'pm_card_visa', { test_clock: clock.id });
    const coupon = await stripe.coupons.create({ percent_off: 25, duration: 'repeating', duration_in_months: 2 });
    const promotion = await stripe.promotionCodes.create({
      promotion: { type: 'coupon', coupon: coupon.id },
      code: 'SPRING',
      max_redemptions: 1,
    });
    await stripe.subscriptions.create({
      customer: customer.id,
      items: [{ price: basic.id }],
      discounts: [{ promotion_code: promotion.id }],
    });
    for (const days of [31, 59, 90])
      await stripe.testHelpers.testClocks.advance(clock.id, { frozen_time: 1_767_225_600 + days * 86_400 + 3_600 });
    const { data } = await stripe.invoices.list({ customer: customer.id });
    expect(data.map(({ total }) => total)).toEqual([9_900, 9_900, 7_425, 7_425]);
    await expect(
      stripe.subscriptions.create({ customer: customer.id, items: [{ price: basic.id }], discounts: [{ promotion_code: promotion.id }] }),
    ).rejects.toMatchObject({ param: 'discounts[0][promotion_code]' });
  });

  it('move a lookup key to another price only when told to', async () => {
    const wanted = {
      product: String(basic.product),
      currency: 'usd',
      unit_amount: 10_900,
      recurring: { interval: 'month' as const },
      lookup_key: 'basic_monthly',
    };
    const first = await stripe.prices.create(wanted);
    await expect(stripe.prices.create(wanted)).rejects.toMatchObject({ param: 'lookup_key' });
    const second = await stripe.prices.create({ ...wanted, transfer_lookup_key: true });
    expect((await stripe.prices.list({ lookup_keys: ['basic_monthly'] })).data.map(({ id }) => id)).toEqual([second.id]);
    await stripe.prices.update(first.id, { active: false });
    const customer = await customerWith(stripe);
    await expect(stripe.subscriptions.create({ customer: customer.id, items: [{ price: first.id }] })).rejects.toMatchObject({
      param: 'items[0][price]',
    });
  });
});
