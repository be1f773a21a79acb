import { refused } from '../errors.ts';
import type { Parts } from '../parts.ts';
import { newId } from '../state.ts';
import { HOUR } from '../time.ts';
import { type Customer, type Invoice, type InvoiceItem, listOf, type Subscription } from '../types.ts';
import { addToBalance } from './balance.ts';
import { lineOfItem, sumUp } from './lines.ts';
import { afterInvoice, markPaid, openPayment } from './payments.ts';

/** The least amount that Stripe charges; what is smaller is added to the next invoice. */
const MINIMUM_CHARGE_CENTS = 50;

interface NewInvoice {
  customer: Customer;
  reason: NonNullable<Invoice['billing_reason']>;
  currency: string;
  subscription?: Subscription | undefined;
  autoAdvance: boolean;
  /** Looks back: the period in which invoice items were collected. */
  period?: { start: number; end: number } | undefined;
}

/** The fields of a draft. It is not kept, and nobody is told. */
export function draft({ time, publicUrl }: Parts, { customer, reason, currency, subscription, autoAdvance, period }: NewInvoice): Invoice {
  const now = time.now(customer);
  const id = newId('in');
  return {
    id,
    object: 'invoice',
    account_country: 'US',
    account_name: 'KG RCA',
    account_tax_ids: null,
    amount_due: 0,
    amount_overpaid: 0,
    amount_paid: 0,
    amount_remaining: 0,
    amount_shipping: 0,
    application: null,
    attempt_count: 0,
    attempted: false,
    auto_advance: autoAdvance,
    automatic_tax: {
      disabled_reason: null,
      enabled: subscription?.automatic_tax.enabled ?? false,
      liability: null,
      provider: null,
      status: subscription?.automatic_tax.enabled ? (customer.address?.country ? 'complete' : 'requires_location_inputs') : null,
    },
    automatically_finalizes_at: autoAdvance ? now + HOUR : null,
    billing_reason: reason,
    collection_method: 'charge_automatically',
    created: now,
    currency,
    custom_fields: null,
    customer: customer.id,
    customer_account: null,
    customer_address: null,
    customer_email: null,
    customer_name: null,
    customer_phone: null,
    customer_shipping: null,
    customer_tax_exempt: 'none',
    customer_tax_ids: [],
    default_payment_method: null,
    default_source: null,
    default_tax_rates: [],
    description: null,
    discounts: [],
    due_date: null,
    effective_at: null,
    ending_balance: null,
    footer: null,
    from_invoice: null,
    hosted_invoice_url: null,
    invoice_pdf: null,
    issuer: { type: 'self' },
    last_finalization_error: null,
    latest_revision: null,
    lines: listOf(`/v1/invoices/${id}/lines`, []),
    livemode: false,
    metadata: {},
    next_payment_attempt: autoAdvance ? now + HOUR : null,
    number: null,
    on_behalf_of: null,
    parent: subscription
      ? {
          type: 'subscription_details',
          quote_details: null,
          subscription_details: { metadata: { ...subscription.metadata }, subscription: subscription.id },
        }
      : null,
    payment_settings: { default_mandate: null, payment_method_options: null, payment_method_types: null },
    period_end: period?.end ?? now,
    period_start: period?.start ?? now,
    post_payment_credit_notes_amount: 0,
    pre_payment_credit_notes_amount: 0,
    receipt_number: null,
    rendering: null,
    shipping_cost: null,
    shipping_details: null,
    starting_balance: customer.balance,
    statement_descriptor: null,
    status: 'draft',
    status_transitions: { finalized_at: null, marked_uncollectible_at: null, paid_at: null, voided_at: null },
    subtotal: 0,
    subtotal_excluding_tax: 0,
    test_clock: customer.test_clock ?? null,
    total: 0,
    total_discount_amounts: [],
    total_excluding_tax: 0,
    total_pretax_credit_amounts: [],
    total_taxes: [],
    webhooks_delivered_at: publicUrl() ? now : null,
  } satisfies Invoice;
}

/** The subscription that an invoice belongs to. */
export const subscriptionIdOf = (invoice: Invoice) => invoice.parent?.subscription_details?.subscription ?? null;

/** Invoice items that wait for an invoice: those of the subscription, and those of the customer that belong to none. */
export function pendingItems({ state }: Parts, invoice: Invoice): InvoiceItem[] {
  const subscription = subscriptionIdOf(invoice);
  return state
    .all('invoiceitem')
    .reverse()
    .filter((item) => {
      const of = item.parent?.subscription_details?.subscription ?? null;
      return (
        item.invoice === null &&
        item.customer === invoice.customer &&
        item.currency === invoice.currency &&
        (of === null || of === subscription)
      );
    });
}

/** Puts invoice items onto a draft. */
export function take(parts: Parts, invoice: Invoice, items: InvoiceItem[]): void {
  for (const item of items) {
    item.invoice = invoice.id;
    invoice.lines.data.push(lineOfItem(invoice, item));
  }
  sumUp(parts, invoice);
}

/** Refuses what may only be done to a draft. */
export function mustBeDraft(invoice: Invoice, what: string): void {
  if (invoice.status !== 'draft') throw refused(`${what} This invoice is ${invoice.status}.`, undefined, 'invoice_not_editable');
}

/**
 * Makes a draft an open invoice with a number, takes the customer's credit into account, and pays what costs nothing. `chargeAt` is
 * when Stripe charges it by itself, null for never. Throws StripeRefusal if it is no draft.
 */
export function finalize(parts: Parts, invoice: Invoice, chargeAt: number | null): Invoice {
  mustBeDraft(invoice, "This invoice is already finalized, you can't re-finalize a non-draft invoice.");
  const { state, time, emit, publicUrl } = parts;
  const customer = state.must('customer', invoice.customer, 'customer');
  const now = time.now(customer);
  const sequence = customer.next_invoice_sequence ?? 1;
  customer.next_invoice_sequence = sequence + 1;
  invoice.starting_balance = customer.balance;
  sumUp(parts, invoice);
  Object.assign(invoice, {
    status: 'open',
    number: `${customer.invoice_prefix}-${String(sequence).padStart(4, '0')}`,
    automatically_finalizes_at: null,
    effective_at: now,
    customer_address: customer.address ?? null,
    customer_email: customer.email,
    customer_name: customer.name ?? null,
    customer_phone: customer.phone ?? null,
    customer_tax_ids: state
      .all('tax_id')
      .filter((one) => one.customer === customer.id)
      .map(({ type, value }) => ({ type, value })),
    hosted_invoice_url: `${publicUrl()}/invoices/${invoice.id}`,
    invoice_pdf: `${publicUrl()}/invoices/${invoice.id}/pdf`,
    next_payment_attempt: chargeAt,
    auto_advance: chargeAt !== null,
    status_transitions: { ...invoice.status_transitions, finalized_at: now },
  } satisfies Partial<Invoice>);
  applyBalance(parts, invoice, customer);
  for (const id of invoice.discounts) usedOnce(parts, invoice, id);
  emit('invoice.finalized', invoice);
  if (invoice.amount_due > 0) openPayment(parts, invoice);
  else markPaid(parts, invoice);
  return invoice;
}

function applyBalance(parts: Parts, invoice: Invoice, customer: Customer): void {
  const { total, starting_balance: before } = invoice;
  const due = Math.max(0, total + before);
  const isTooSmall = due > 0 && due < MINIMUM_CHARGE_CENTS;
  const after = isTooSmall ? due : Math.min(0, total + before);
  if (isTooSmall) Object.assign(invoice, { amount_due: 0, amount_remaining: 0 });
  if (after !== before)
    addToBalance(parts, customer, after - before, isTooSmall ? 'invoice_too_small' : 'applied_to_invoice', { invoice: invoice.id });
  invoice.ending_balance = after;
}

/** A coupon of duration `once` ends with the invoice that used it. */
function usedOnce({ state, time }: Parts, invoice: Invoice, id: string): void {
  const discount = state.find('discount', id);
  if (!discount || state.find('coupon', discount.source.coupon)?.duration !== 'once') return;
  discount.end = time.now(invoice.customer);
}

/** Declares an open invoice void. Throws StripeRefusal for a paid or void one or a draft. */
export function voidInvoice(parts: Parts, invoice: Invoice): Invoice {
  if (invoice.status !== 'open' && invoice.status !== 'uncollectible')
    throw refused(
      `You can only void open or uncollectible invoices. This invoice is ${invoice.status}.`,
      undefined,
      'invoice_not_editable',
    );
  close(parts, invoice, 'void', 'voided_at');
  for (const payment of parts.state.all('invoice_payment'))
    if (payment.invoice === invoice.id && payment.status === 'open') payment.status = 'canceled';
  parts.emit('invoice.voided', invoice);
  afterInvoice(parts, invoice);
  return invoice;
}

/** Gives an open invoice up; it can still be paid. Throws StripeRefusal for any other one. */
export function markUncollectible(parts: Parts, invoice: Invoice): Invoice {
  if (invoice.status !== 'open')
    throw refused(
      `You can only mark open invoices as uncollectible. This invoice is ${invoice.status}.`,
      undefined,
      'invoice_not_editable',
    );
  close(parts, invoice, 'uncollectible', 'marked_uncollectible_at');
  parts.emit('invoice.marked_uncollectible', invoice);
  afterInvoice(parts, invoice);
  return invoice;
}

function close(
  { time }: Parts,
  invoice: Invoice,
  status: 'void' | 'uncollectible',
  transition: 'voided_at' | 'marked_uncollectible_at',
): void {
  Object.assign(invoice, { status, auto_advance: false, next_payment_attempt: null });
  invoice.status_transitions[transition] = time.now(invoice.customer);
}
