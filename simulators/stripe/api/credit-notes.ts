import type Stripe from 'stripe';
import { z } from 'zod';
import { addToBalance } from '../engine/balance.ts';
import { netOf } from '../engine/lines.ts';
import { markPaid, paymentOf } from '../engine/payments.ts';
import { refund } from '../engine/refunds.ts';
import { refused } from '../errors.ts';
import { dollars, share } from '../money.ts';
import {
  cents,
  created,
  int,
  listed,
  matches,
  mergedMetadata,
  metadata,
  nothing,
  on,
  pageShape,
  paramsOf,
  text,
  within,
} from '../operation.ts';
import type { Parts } from '../parts.ts';
import { newId } from '../state.ts';
import { type Invoice, type Kinds, listOf } from '../types.ts';

type CreditNote = Kinds['credit_note'];

const shape = {
  invoice: text,
  amount: cents.min(1).optional(),
  lines: z
    .array(
      z.strictObject({
        type: z.enum(['custom_line_item', 'invoice_line_item']),
        invoice_line_item: text.optional(),
        amount: cents.min(1).optional(),
        quantity: int.min(1).optional(),
        unit_amount: cents.optional(),
        description: text.optional(),
      }),
    )
    .min(1)
    .optional(),
  credit_amount: cents.min(0).optional(),
  refund_amount: cents.min(0).optional(),
  out_of_band_amount: cents.min(0).optional(),
  reason: z.enum(['duplicate', 'fraudulent', 'order_change', 'product_unsatisfactory']).optional(),
  memo: text.optional(),
  metadata,
};
const createParams = paramsOf<Stripe.CreditNoteCreateParams>()(shape);
type Wanted = z.output<typeof createParams>;

/** Credit notes and refunds. */
export const creditNotes = [
  on('POST', '/credit_notes', createParams, (parts, input) => issue(parts, input)),
  on('GET', '/credit_notes/preview', paramsOf<Stripe.CreditNotePreviewParams>()(shape), (parts, input) => noteOf(parts, input)),
  on('GET', '/credit_notes/:id', nothing, ({ state }, _input, id) => state.must('credit_note', id)),
  on('GET', '/credit_notes/:id/lines', paramsOf<Stripe.CreditNoteListLineItemsParams>()(pageShape), ({ state }, input, id) =>
    listed(`/v1/credit_notes/${id}/lines`, input, state.must('credit_note', id).lines.data),
  ),
  on(
    'GET',
    '/credit_notes',
    paramsOf<Stripe.CreditNoteListParams>()({ customer: text.optional(), invoice: text.optional(), created, ...pageShape }),
    ({ state }, input) =>
      listed(
        '/v1/credit_notes',
        input,
        state
          .all('credit_note')
          .filter((one) => matches(one, { customer: input.customer, invoice: input.invoice }) && within(one.created, input.created)),
      ),
  ),
  on('POST', '/credit_notes/:id/void', nothing, (parts, _input, id) => {
    const { state, time, emit } = parts;
    const note = state.must('credit_note', id);
    const invoice = state.must('invoice', note.invoice);
    if (note.status === 'void') throw refused('This credit note is void already.');
    if (note.type !== 'pre_payment' || invoice.status !== 'open')
      throw refused('You can only void credit notes that are associated with open invoices.');
    Object.assign(note, { status: 'void', voided_at: time.now(note.customer) });
    credit(parts, invoice, -note.total);
    emit('credit_note.voided', note);
    return note;
  }),
  on(
    'POST',
    '/refunds',
    paramsOf<Stripe.RefundCreateParams>()({
      charge: text.optional(),
      payment_intent: text.optional(),
      amount: cents.min(1).optional(),
      reason: z.enum(['duplicate', 'fraudulent', 'requested_by_customer']).optional(),
      metadata,
    }),
    (parts, input) => {
      const { state } = parts;
      if ((input.charge === undefined) === (input.payment_intent === undefined))
        throw refused('Specify exactly one of `charge` and `payment_intent`.', 'payment_intent', 'parameter_missing');
      const intent = input.payment_intent ? state.must('payment_intent', input.payment_intent, 'payment_intent') : undefined;
      const charge = state.must('charge', intent ? intent.latest_charge : input.charge, intent ? 'payment_intent' : 'charge');
      return refund(parts, charge, input.amount, { reason: input.reason ?? null, metadata: mergedMetadata(null, input.metadata) });
    },
  ),
  on('GET', '/refunds/:id', nothing, ({ state }, _input, id) => state.must('refund', id)),
  on(
    'GET',
    '/refunds',
    paramsOf<Stripe.RefundListParams>()({ charge: text.optional(), payment_intent: text.optional(), created, ...pageShape }),
    ({ state }, input) =>
      listed(
        '/v1/refunds',
        input,
        state
          .all('refund')
          .filter(
            (one) => matches(one, { charge: input.charge, payment_intent: input.payment_intent }) && within(one.created, input.created),
          ),
      ),
  ),
];

/** What a credit note would be. Throws StripeRefusal for an invoice that cannot be credited, and for amounts that do not fit it. */
function noteOf(parts: Parts, input: Wanted): CreditNote & { object: 'credit_note' } {
  const { state, time } = parts;
  const invoice = state.must('invoice', input.invoice, 'invoice');
  if (invoice.status !== 'open' && invoice.status !== 'paid' && invoice.status !== 'uncollectible')
    throw refused(
      `Credit notes can only be issued for open, paid and uncollectible invoices. This invoice is ${invoice.status}.`,
      'invoice',
    );
  if ((input.amount === undefined) === (input.lines === undefined))
    throw refused('Specify exactly one of `amount` and `lines`.', 'amount', 'parameter_missing');
  const lines = (
    input.lines ?? [{ type: 'custom_line_item' as const, amount: input.amount, description: `Credit for invoice ${invoice.number}` }]
  ).map((line, i) => lineOf(invoice, line, i));
  const total = lines.reduce((sum, line) => sum + line.amount - line.discount_amount, 0);
  const isPaid = invoice.status === 'paid';
  const creditable = isPaid
    ? invoice.total - invoice.post_payment_credit_notes_amount - invoice.pre_payment_credit_notes_amount
    : invoice.amount_remaining;
  if (total <= 0 || total > creditable) {
    throw refused(
      `The amount of the credit note (${dollars(total, invoice.currency)}) must be above zero and at most what is left of the invoice (${dollars(creditable, invoice.currency)}).`,
      'amount',
      'amount_too_large',
    );
  }
  const { credit_amount: toBalance = 0, refund_amount: refunds = 0, out_of_band_amount: outside = 0 } = input;
  const settled = toBalance + refunds + outside;
  if (!isPaid && settled > 0)
    throw refused('`credit_amount`, `refund_amount` and `out_of_band_amount` belong to paid invoices.', 'credit_amount');
  if (isPaid && settled !== total) {
    throw refused(
      `The sum of credit amount, refund amount and out of band amount (${dollars(settled, invoice.currency)}) must equal the credit note amount (${dollars(total, invoice.currency)}).`,
      'credit_amount',
    );
  }
  const earlier = state.all('credit_note').filter((one) => one.invoice === invoice.id).length;
  const id = newId('cn');
  return {
    id,
    object: 'credit_note',
    amount: total,
    amount_shipping: 0,
    created: time.now(invoice.customer),
    currency: invoice.currency,
    customer: String(invoice.customer),
    customer_account: null,
    customer_balance_transaction: null,
    discount_amount: lines.reduce((sum, line) => sum + line.discount_amount, 0),
    discount_amounts: [],
    effective_at: time.now(invoice.customer),
    invoice: invoice.id,
    lines: listOf(`/v1/credit_notes/${id}/lines`, lines),
    livemode: false,
    memo: input.memo ?? null,
    metadata: mergedMetadata(null, input.metadata),
    number: `${invoice.number}-CN-${String(earlier + 1).padStart(2, '0')}`,
    out_of_band_amount: input.out_of_band_amount ?? null,
    pdf: `${parts.publicUrl()}/credit-notes/${id}/pdf`,
    post_payment_amount: isPaid ? total : 0,
    pre_payment_amount: isPaid ? 0 : total,
    pretax_credit_amounts: [],
    reason: input.reason ?? null,
    refunds: [],
    shipping_cost: null,
    status: 'issued',
    subtotal: total,
    subtotal_excluding_tax: total,
    total,
    total_excluding_tax: total,
    total_taxes: [],
    type: isPaid ? 'post_payment' : 'pre_payment',
    voided_at: null,
  };
}

function lineOf(invoice: Invoice, wanted: NonNullable<Wanted['lines']>[number], i: number): CreditNote['lines']['data'][number] {
  const line = wanted.type === 'invoice_line_item' ? invoice.lines.data.find((one) => one.id === wanted.invoice_line_item) : undefined;
  if (wanted.type === 'invoice_line_item' && !line)
    throw refused(`No such invoice line item: '${wanted.invoice_line_item}'`, `lines[${i}][invoice_line_item]`, 'resource_missing');
  const whole = line?.amount ?? 0;
  const amount =
    wanted.amount ??
    (wanted.quantity !== undefined && line
      ? share(whole, wanted.quantity, line.quantity ?? 1)
      : (wanted.unit_amount ?? 0) * (wanted.quantity ?? 1));
  if (amount <= 0 || (line && amount > whole))
    throw refused('The amount of a line must be above zero and at most that of the invoice line.', `lines[${i}][amount]`);
  return {
    id: newId('cnli'),
    object: 'credit_note_line_item',
    amount,
    description: wanted.description ?? line?.description ?? null,
    discount_amount: line ? amount - share(netOf(line), amount, whole) : 0,
    discount_amounts: [],
    ...(line ? { invoice_line_item: line.id } : {}),
    livemode: false,
    metadata: {},
    pretax_credit_amounts: [],
    quantity: wanted.quantity ?? null,
    tax_rates: [],
    taxes: [],
    type: wanted.type,
    unit_amount: wanted.unit_amount ?? null,
    unit_amount_decimal: wanted.unit_amount === undefined ? null : String(wanted.unit_amount),
  };
}

function issue(parts: Parts, input: Wanted): CreditNote {
  const { state, emit } = parts;
  const note = noteOf(parts, input);
  const invoice = state.must('invoice', note.invoice);
  const customer = state.must('customer', note.customer);
  if (input.refund_amount) {
    const { intent } = paymentOf(parts, invoice);
    const charge = state.find('charge', intent?.latest_charge);
    if (charge?.status !== 'succeeded') throw refused('This invoice has no payment that could be refunded.', 'refund_amount');
    const made = refund(parts, charge, input.refund_amount, { reason: null, metadata: {} });
    note.refunds = [{ amount_refunded: made.amount, refund: made.id, type: 'refund', payment_record_refund: null }];
  }
  state.add(note);
  if (input.credit_amount)
    note.customer_balance_transaction = addToBalance(parts, customer, -input.credit_amount, 'credit_note', {
      credit_note: note.id,
      invoice: invoice.id,
    }).id;
  emit('credit_note.created', note);
  if (note.type === 'post_payment') {
    invoice.post_payment_credit_notes_amount += note.total;
    emit('invoice.updated', invoice);
  } else credit(parts, invoice, note.total);
  return note;
}

/** Takes an amount off what is due on an invoice that is not paid; one with nothing left is paid. */
function credit(parts: Parts, invoice: Invoice, amount: number): void {
  invoice.pre_payment_credit_notes_amount += amount;
  invoice.amount_due -= amount;
  invoice.amount_remaining -= amount;
  const { payment, intent } = paymentOf(parts, invoice);
  if (intent && payment) {
    intent.amount = invoice.amount_remaining;
    payment.amount_requested = invoice.amount_remaining;
  }
  parts.emit('invoice.updated', invoice);
  if (invoice.amount_remaining !== 0) return;
  if (payment) payment.status = 'canceled';
  markPaid(parts, invoice);
}
