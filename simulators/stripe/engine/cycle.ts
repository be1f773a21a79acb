import { usageOf } from '../api/meters.ts';
import type { Parts } from '../parts.ts';
import { laterBy } from '../time.ts';
import type { Invoice, Line, Subscription } from '../types.ts';
import { finalize } from './invoices.ts';
import { amountOf, sumUp } from './lines.ts';
import { attempt } from './payments.ts';
import { advanceSchedule } from './schedules.ts';
import { cancel, openDraft, periodLine } from './subscriptions.ts';

const CYCLING = new Set<string>(['active', 'past_due', 'unpaid']);

/** Whether a subscription goes on by periods. */
export const isCycling = (subscription: Subscription) => CYCLING.has(subscription.status);

/** When the current period of a subscription ends, in epoch seconds. */
export function periodEnd(subscription: Subscription): number {
  return Math.min(...subscription.items.data.map((item) => item.current_period_end));
}

/**
 * Ends the current period: the subscription ends if that was asked for; otherwise the next period begins and its invoice is written, a
 * draft that Stripe finalises and charges an hour later. Returns the draft.
 */
export function renew(parts: Parts, subscription: Subscription): Invoice | undefined {
  const { emit } = parts;
  const end = periodEnd(subscription);
  advanceSchedule(parts, subscription, end);
  if (!isCycling(subscription)) return undefined;
  const { current_period_start: from = end } = subscription.items.data[0] ?? {};
  if (subscription.cancel_at_period_end) return lastInvoice(parts, cancel(parts, subscription, { keepsItems: true }), { start: from, end });
  const lines: Line[] = [];
  for (const item of subscription.items.data) {
    const past = { start: item.current_period_start, end };
    item.current_period_start = end;
    item.current_period_end = laterBy(end, item.price.recurring ?? { interval: 'month' }, subscription.billing_cycle_anchor);
    if (item.price.recurring?.usage_type === 'metered') lines.push(periodLine(parts, subscription, item, past, 0, 0));
    else lines.push(periodLine(parts, subscription, item, { start: end, end: item.current_period_end }));
  }
  const invoice = openDraft(parts, subscription, 'subscription_cycle', lines, subscription.status !== 'unpaid', { start: from, end });
  measure(parts, invoice);
  emit('customer.subscription.updated', subscription);
  return invoice;
}

/** What an ended subscription still owes: the usage of its last period, and what waited for an invoice. */
function lastInvoice(parts: Parts, subscription: Subscription, period: { start: number; end: number }): Invoice | undefined {
  const metered = subscription.items.data.filter((item) => item.price.recurring?.usage_type === 'metered');
  const waits = parts.state
    .all('invoiceitem')
    .some((item) => item.invoice === null && item.parent?.subscription_details?.subscription === subscription.id);
  if (metered.length === 0 && !waits) return undefined;
  const lines = metered.map((item) => periodLine(parts, subscription, item, { start: item.current_period_start, end: period.end }, 0, 0));
  const invoice = openDraft(parts, subscription, 'subscription_cycle', lines, true, period);
  measure(parts, invoice);
  return invoice;
}

/** Puts what the meters have counted so far onto the lines of metered prices. */
export function measure(parts: Parts, invoice: Invoice): void {
  const { state } = parts;
  for (const line of invoice.lines.data) {
    const price = state.find('price', line.pricing?.price_details?.price);
    const meter = price?.recurring?.meter ? state.find('billing.meter', price.recurring.meter) : undefined;
    if (!price || !meter || line.parent?.subscription_item_details?.invoice_item) continue;
    const quantity = usageOf(state.rest.usage, meter, String(invoice.customer), line.period.start, line.period.end) ?? 0;
    Object.assign(line, {
      quantity,
      quantity_decimal: String(quantity),
      amount: amountOf(price, quantity),
      subtotal: amountOf(price, quantity),
    });
  }
  sumUp(parts, invoice);
}

/** What Stripe does with a draft when its hour is over: finalise it, and charge it. */
export function finalizeByItself(parts: Parts, invoice: Invoice): void {
  measure(parts, invoice);
  finalize(parts, invoice, parts.time.now(invoice.customer));
}

/** What Stripe does with an open invoice whose time has come. */
export function chargeByItself(parts: Parts, invoice: Invoice): void {
  attempt(parts, invoice);
}
