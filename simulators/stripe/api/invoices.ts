import type Stripe from 'stripe';
import { z } from 'zod';
import { cardOf } from '../engine/cards.ts';
import { measure } from '../engine/cycle.ts';
import { draft, finalize, markUncollectible, mustBeDraft, pendingItems, take, voidInvoice } from '../engine/invoices.ts';
import { sumUp } from '../engine/lines.ts';
import { payNow } from '../engine/payments.ts';
import { newInvoiceItem } from '../engine/proration.ts';
import { refused } from '../errors.ts';
import { roundCents } from '../money.ts';
import {
  cents,
  created,
  decimal,
  emptyable,
  flag,
  int,
  listed,
  matches,
  mergedMetadata,
  metadata,
  nothing,
  on,
  pageShape,
  paramsOf,
  period,
  seconds,
  text,
  within,
} from '../operation.ts';
import type { Parts } from '../parts.ts';
import { HOUR } from '../time.ts';
import type { Invoice, InvoiceItem } from '../types.ts';
import { discountParams, redeem } from './discounts.ts';

const settings = {
  auto_advance: flag.optional(),
  automatically_finalizes_at: seconds.optional(),
  automatic_tax: z.strictObject({ enabled: flag }).optional(),
  collection_method: z.enum(['charge_automatically', 'send_invoice']).optional(),
  days_until_due: int.min(0).max(365).optional(),
  default_payment_method: text.optional(),
  description: z.string().max(1_500).optional(),
  discounts: emptyable(discountParams).optional(),
  footer: z.string().max(5_000).optional(),
  metadata,
};
const customerAmount = {
  amount: cents.optional(),
  description: z.string().max(500).optional(),
  discountable: flag.optional(),
  metadata,
  period: period.optional(),
  pricing: z.strictObject({ price: text }).optional(),
  quantity: int.min(0).optional(),
};

/** Invoices and the items on them. */
export const invoices = [
  on(
    'POST',
    '/invoices',
    paramsOf<Stripe.InvoiceCreateParams>()({
      ...settings,
      customer: text,
      currency: z.string().length(3).toLowerCase().optional(),
      subscription: text.optional(),
      pending_invoice_items_behavior: z.enum(['exclude', 'include']).optional(),
    }),
    (parts, input) => {
      const { state, emit } = parts;
      const customer = state.must('customer', input.customer, 'customer');
      const subscription = input.subscription ? state.must('subscription', input.subscription, 'subscription') : undefined;
      if (subscription && subscription.customer !== customer.id)
        throw refused('The subscription belongs to another customer.', 'subscription');
      const invoice = state.add({
        ...draft(parts, {
          customer,
          reason: 'manual',
          currency: input.currency ?? customer.currency ?? 'usd',
          subscription,
          autoAdvance: input.auto_advance ?? false,
        }),
        object: 'invoice',
      });
      set(parts, invoice, input);
      const pending = pendingItems(parts, invoice);
      // By default an invoice without a subscription takes nothing that waits.
      if (input.pending_invoice_items_behavior === 'include' || (subscription && input.pending_invoice_items_behavior !== 'exclude'))
        take(parts, invoice, pending);
      emit('invoice.created', invoice);
      return invoice;
    },
  ),
  on('GET', '/invoices/:id', nothing, ({ state }, _input, id) => state.must('invoice', id)),
  on(
    'GET',
    '/invoices',
    paramsOf<Stripe.InvoiceListParams>()({
      customer: text.optional(),
      subscription: text.optional(),
      status: z.enum(['draft', 'open', 'paid', 'uncollectible', 'void']).optional(),
      collection_method: text.optional(),
      created,
      ...pageShape,
    }),
    ({ state }, input) =>
      listed(
        '/v1/invoices',
        input,
        state
          .all('invoice')
          .filter(
            (one) =>
              matches(one, { customer: input.customer, status: input.status }) &&
              within(one.created, input.created) &&
              (input.subscription === undefined || one.parent?.subscription_details?.subscription === input.subscription),
          ),
      ),
  ),
  on('POST', '/invoices/:id', paramsOf<Stripe.InvoiceUpdateParams>()(settings), (parts, input, id) => {
    const invoice = parts.state.must('invoice', id);
    set(parts, invoice, input);
    parts.emit('invoice.updated', invoice);
    return invoice;
  }),
  on('DELETE', '/invoices/:id', nothing, ({ state, emit }, _input, id) => {
    const invoice = state.must('invoice', id);
    mustBeDraft(invoice, 'You can only delete draft invoices.');
    if (invoice.parent?.subscription_details)
      throw refused('You can only delete draft invoices that do not belong to a subscription; void it instead.');
    state.remove(invoice);
    for (const item of state.all('invoiceitem')) if (item.invoice === id) state.remove(item);
    emit('invoice.deleted', invoice);
    return { id, object: 'invoice', deleted: true };
  }),
  on('GET', '/invoices/:id/lines', paramsOf<Stripe.InvoiceListLineItemsParams>()(pageShape), ({ state }, input, id) =>
    listed(`/v1/invoices/${id}/lines`, input, state.must('invoice', id).lines.data),
  ),
  on(
    'POST',
    '/invoices/:id/add_lines',
    paramsOf<Stripe.InvoiceAddLinesParams>()({
      lines: z
        .array(z.strictObject({ ...customerAmount, invoice_item: text.optional() }))
        .min(1)
        .max(250),
      invoice_metadata: metadata,
    }),
    (parts, input, id) => {
      const invoice = parts.state.must('invoice', id);
      mustBeDraft(invoice, 'Lines can only be added to draft invoices.');
      const items = input.lines.map(({ invoice_item: existing, ...line }, i) => {
        if (!existing) return addItem(parts, { ...line, currency: invoice.currency }, invoice, `lines[${i}]`);
        const item = parts.state.must('invoiceitem', existing, `lines[${i}][invoice_item]`);
        if (item.invoice || item.customer !== invoice.customer)
          throw refused('The invoice item is not free to be added to this invoice.', `lines[${i}][invoice_item]`);
        return item;
      });
      take(parts, invoice, items);
      invoice.metadata = mergedMetadata(invoice.metadata, input.invoice_metadata);
      parts.emit('invoice.updated', invoice);
      return invoice;
    },
  ),
  on(
    'POST',
    '/invoices/:id/finalize',
    paramsOf<Stripe.InvoiceFinalizeInvoiceParams>()({ auto_advance: flag.optional() }),
    (parts, input, id) => {
      const invoice = parts.state.must('invoice', id);
      const advances = input.auto_advance ?? invoice.auto_advance;
      if (invoice.status === 'draft') measure(parts, invoice);
      // Stripe charges what was finalised by hand about an hour later.
      return finalize(parts, invoice, advances ? parts.time.now(invoice.customer) + HOUR : null);
    },
  ),
  on(
    'POST',
    '/invoices/:id/pay',
    paramsOf<Stripe.InvoicePayParams>()({
      payment_method: text.optional(),
      off_session: flag.optional(),
      paid_out_of_band: flag.optional(),
      forgive: flag.optional(),
    }),
    (parts, input, id) => {
      const invoice = parts.state.must('invoice', id);
      if (invoice.status === 'draft') finalize(parts, invoice, null);
      if (invoice.status === 'paid' && invoice.amount_due === 0) return invoice;
      const card = input.payment_method ? cardOf(parts, input.payment_method, 'payment_method') : undefined;
      return payNow(parts, invoice, { card, outOfBand: input.paid_out_of_band ?? false });
    },
  ),
  on('POST', '/invoices/:id/void', nothing, (parts, _input, id) => voidInvoice(parts, parts.state.must('invoice', id))),
  on('POST', '/invoices/:id/mark_uncollectible', nothing, (parts, _input, id) => markUncollectible(parts, parts.state.must('invoice', id))),
  on(
    'POST',
    '/invoiceitems',
    paramsOf<Stripe.InvoiceItemCreateParams>()({
      ...customerAmount,
      customer: text,
      currency: z.string().length(3).toLowerCase().optional(),
      invoice: text.optional(),
      subscription: text.optional(),
      unit_amount_decimal: decimal.optional(),
    }),
    (parts, input) => {
      const { state } = parts;
      const customer = state.must('customer', input.customer, 'customer');
      const invoice = input.invoice ? state.must('invoice', input.invoice, 'invoice') : undefined;
      if (invoice && invoice.customer !== customer.id) throw refused('The invoice belongs to another customer.', 'invoice');
      if (invoice) mustBeDraft(invoice, `The invoice ${invoice.id} can no longer be changed.`);
      if (input.subscription) state.must('subscription', input.subscription, 'subscription');
      const item = addItem(parts, input, { customer: customer.id, currency: input.currency ?? invoice?.currency ?? 'usd' }, '');
      if (!invoice) return item;
      if (item.currency !== invoice.currency) throw refused('The currency must be that of the invoice.', 'currency');
      take(parts, invoice, [item]);
      parts.emit('invoice.updated', invoice);
      return item;
    },
  ),
  on('GET', '/invoiceitems/:id', nothing, ({ state }, _input, id) => state.must('invoiceitem', id)),
  on(
    'GET',
    '/invoiceitems',
    paramsOf<Stripe.InvoiceItemListParams>()({
      customer: text.optional(),
      invoice: text.optional(),
      pending: flag.optional(),
      created,
      ...pageShape,
    }),
    ({ state }, input) =>
      listed(
        '/v1/invoiceitems',
        input,
        state
          .all('invoiceitem')
          .filter(
            (one) =>
              matches(one, { customer: input.customer, invoice: input.invoice }) &&
              within(one.date, input.created) &&
              (input.pending === undefined || (one.invoice === null) === input.pending),
          ),
      ),
  ),
  on('DELETE', '/invoiceitems/:id', nothing, (parts, _input, id) => {
    const { state, emit } = parts;
    const item = state.must('invoiceitem', id);
    const invoice = item.invoice ? state.find('invoice', item.invoice) : undefined;
    if (invoice) {
      mustBeDraft(invoice, 'You can only delete invoice items of draft invoices.');
      invoice.lines.data = invoice.lines.data.filter((line) => itemIdOf(line) !== id);
      sumUp(parts, invoice);
    }
    state.remove(item);
    emit('invoiceitem.deleted', item);
    return { id, object: 'invoiceitem', deleted: true };
  }),
  on(
    'GET',
    '/invoice_payments',
    paramsOf<Stripe.InvoicePaymentListParams>()({
      invoice: text.optional(),
      payment: z.strictObject({ type: z.literal('payment_intent'), payment_intent: text }).optional(),
      status: z.enum(['canceled', 'open', 'paid']).optional(),
      created,
      ...pageShape,
    }),
    ({ state }, input) =>
      listed(
        '/v1/invoice_payments',
        input,
        state
          .all('invoice_payment')
          .filter(
            (one) =>
              matches(one, { invoice: input.invoice, status: input.status }) &&
              within(one.created, input.created) &&
              (input.payment === undefined || one.payment.payment_intent === input.payment.payment_intent),
          ),
      ),
  ),
  on('GET', '/payment_intents/:id', nothing, ({ state }, _input, id) => state.must('payment_intent', id)),
];

/** The invoice item that a line shows. */
export const itemIdOf = (line: Invoice['lines']['data'][number]) =>
  line.parent?.invoice_item_details?.invoice_item ?? line.parent?.subscription_item_details?.invoice_item ?? undefined;

type Settings = { [K in keyof typeof settings]?: z.output<(typeof settings)[K]> };

function set(parts: Parts, invoice: Invoice, input: Settings): void {
  const { state, time } = parts;
  const isDraft = invoice.status === 'draft';
  const now = time.now(invoice.customer);
  for (const field of ['automatically_finalizes_at', 'automatic_tax', 'discounts'] as const)
    if (input[field] !== undefined) mustBeDraft(invoice, `\`${field}\` can only be changed on a draft.`);
  for (const field of ['description', 'footer'] as const) {
    if (input[field] === undefined) continue;
    mustBeDraft(invoice, `\`${field}\` can only be changed on a draft.`);
    invoice[field] = input[field] || null;
  }
  if (input.collection_method !== undefined || input.days_until_due !== undefined)
    mustBeDraft(invoice, 'How it is collected can only be changed on a draft.');
  const method = input.collection_method ?? invoice.collection_method;
  if (method === 'send_invoice' && input.days_until_due === undefined && invoice.due_date === null)
    throw refused('If sending an invoice you must specify `days_until_due` or `due_date`.', 'days_until_due');
  if (method === 'charge_automatically' && input.days_until_due !== undefined)
    throw refused('`days_until_due` is only valid if `collection_method` is `send_invoice`.', 'days_until_due');
  invoice.collection_method = method;
  if (method === 'charge_automatically') invoice.due_date = null;
  else if (input.days_until_due !== undefined) invoice.due_date = invoice.created + input.days_until_due * 24 * HOUR;
  if (input.default_payment_method) state.must('payment_method', input.default_payment_method, 'default_payment_method');
  if (input.default_payment_method !== undefined) invoice.default_payment_method = input.default_payment_method || null;
  if (input.auto_advance !== undefined) {
    if (invoice.status !== 'draft' && invoice.status !== 'open')
      throw refused('`auto_advance` can only be changed on draft and open invoices.', 'auto_advance');
    invoice.auto_advance = input.auto_advance;
    if (isDraft) invoice.automatically_finalizes_at = input.auto_advance ? (invoice.automatically_finalizes_at ?? now + HOUR) : null;
    invoice.next_payment_attempt = input.auto_advance ? (invoice.automatically_finalizes_at ?? now + HOUR) : null;
  }
  if (input.automatically_finalizes_at !== undefined) {
    if (!invoice.auto_advance)
      throw refused('`automatically_finalizes_at` can only be set with `auto_advance`.', 'automatically_finalizes_at');
    if (input.automatically_finalizes_at <= now)
      throw refused('`automatically_finalizes_at` must be in the future.', 'automatically_finalizes_at');
    invoice.automatically_finalizes_at = input.automatically_finalizes_at;
    invoice.next_payment_attempt = input.automatically_finalizes_at;
  }
  if (input.automatic_tax) invoice.automatic_tax.enabled = input.automatic_tax.enabled;
  if (input.discounts !== undefined)
    invoice.discounts = redeem(parts, String(invoice.customer), input.discounts ?? [], null).map(({ id }) => id);
  invoice.metadata = mergedMetadata(invoice.metadata, input.metadata);
  if (isDraft) sumUp(parts, invoice);
}

type Wanted = { [K in keyof typeof customerAmount]?: z.output<(typeof customerAmount)[K]> } & {
  currency?: string | undefined;
  subscription?: string | undefined;
  unit_amount_decimal?: string | undefined;
};

/** Keeps a new invoice item. Throws StripeRefusal unless exactly one of amount, price and unit amount says what it costs. */
function addItem(
  parts: Parts,
  wanted: Wanted,
  { customer, currency }: { customer: string | null; currency: string },
  at: string,
): InvoiceItem {
  const { state, emit } = parts;
  const param = (name: string) => (at ? `${at}[${name}]` : name);
  const price = wanted.pricing ? state.must('price', wanted.pricing.price, param('pricing')) : undefined;
  const unit = wanted.unit_amount_decimal ?? price?.unit_amount_decimal;
  if ([wanted.amount, price, wanted.unit_amount_decimal].filter((one) => one !== undefined).length !== 1)
    throw refused('Specify exactly one of `amount`, `pricing` and `unit_amount_decimal`.', param('amount'), 'parameter_missing');
  if (wanted.amount !== undefined && wanted.quantity !== undefined)
    throw refused('`quantity` cannot be set with `amount`.', param('quantity'));
  if (price?.recurring) throw refused(`The price ${price.id} is recurring; an invoice item takes one-time prices only.`, param('pricing'));
  if (price && !price.active) throw refused('The price specified is inactive. This field only accepts active prices.', param('pricing'));
  if (wanted.period && wanted.period.end < wanted.period.start)
    throw refused('`period[end]` must not be before `period[start]`.', param('period'));
  const quantity = wanted.quantity ?? 1;
  const item = state.add({
    ...newInvoiceItem(parts, {
      amount: wanted.amount ?? roundCents(Number(unit) * quantity),
      currency: price?.currency ?? currency,
      customer: String(customer),
      description: wanted.description ?? (price ? (state.find('product', price.product)?.name ?? null) : null),
      discountable: wanted.discountable ?? (wanted.amount ?? 0) >= 0,
      period: wanted.period,
      price,
      quantity,
      unitAmountDecimal: unit ?? null,
      metadata: mergedMetadata(null, wanted.metadata),
      subscription: wanted.subscription,
    }),
    object: 'invoiceitem',
  });
  emit('invoiceitem.created', item);
  return item;
}
