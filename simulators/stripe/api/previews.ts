import type Stripe from 'stripe';
import { z } from 'zod';
import { changesOf, itemsAfter } from '../engine/changes.ts';
import { draft, pendingItems } from '../engine/invoices.ts';
import { lineOfItem, sumUp } from '../engine/lines.ts';
import { prorations } from '../engine/proration.ts';
import { activeDiscounts, firstLines, newSubscription, periodLine } from '../engine/subscriptions.ts';
import { refused } from '../errors.ts';
import { emptyable, flag, int, on, paramsOf, seconds, text } from '../operation.ts';
import type { Parts } from '../parts.ts';
import { laterBy } from '../time.ts';
import type { Invoice, Line, Subscription } from '../types.ts';
import { discountParams } from './discounts.ts';
import { itemParams, mustLive, prorationBehavior, prorationDate } from './subscriptions.ts';

const details = z.strictObject({
  items: z.array(itemParams).optional(),
  proration_behavior: prorationBehavior.optional(),
  proration_date: seconds.optional(),
  billing_cycle_anchor: z.union([z.literal('now'), z.literal('unchanged'), seconds]).optional(),
  cancel_at_period_end: flag.optional(),
  cancel_now: flag.optional(),
});

/** What an invoice would be: of a change of a subscription, of the next period, or of a new subscription. */
export const previews = [
  on(
    'POST',
    '/invoices/create_preview',
    paramsOf<Stripe.InvoiceCreatePreviewParams>()({
      customer: text.optional(),
      subscription: text.optional(),
      subscription_details: details.optional(),
      preview_mode: z.enum(['next', 'recurring']).optional(),
      discounts: emptyable(discountParams).optional(),
      invoice_items: z
        .array(z.strictObject({ amount: int.optional(), currency: text.optional(), description: text.optional() }))
        .optional(),
    }),
    (parts, input) => {
      const { state } = parts;
      if (!input.subscription) return previewOfNew(parts, input.customer, input.subscription_details ?? {});
      const subscription = state.must('subscription', input.subscription, 'subscription');
      mustLive(subscription);
      if (input.customer && input.customer !== subscription.customer)
        throw refused('The subscription belongs to another customer.', 'customer');
      return previewOf(parts, subscription, input.subscription_details ?? {});
    },
  ),
];

type Details = z.output<typeof details>;

function previewOf(parts: Parts, subscription: Subscription, wanted: Details): Invoice {
  const { time } = parts;
  const now = time.now(subscription.customer);
  const changes = wanted.items ? changesOf(parts, subscription, wanted.items) : [];
  const behavior = wanted.proration_behavior ?? 'create_prorations';
  const at = prorationDate(subscription, wanted.proration_date, now);
  const settled = behavior === 'none' ? [] : prorations(parts, subscription, changes, at);
  const isAtOnce = behavior === 'always_invoice' && changes.length > 0;
  const ends = wanted.cancel_now || (wanted.cancel_at_period_end ?? subscription.cancel_at_period_end);
  if (ends && !isAtOnce && settled.length === 0)
    throw refused('No upcoming invoices for this subscription.', undefined, 'invoice_upcoming_none');
  const next: Line[] =
    isAtOnce || ends
      ? []
      : nextLines(parts, { ...subscription, items: { ...subscription.items, data: itemsAfter(subscription, changes) } });
  const [item] = subscription.items.data;
  const [from, to] = [item?.current_period_start ?? now, item?.current_period_end ?? now];
  const invoice = empty(
    parts,
    subscription.customer,
    subscription,
    isAtOnce ? 'subscription_update' : 'upcoming',
    isAtOnce ? undefined : { start: from, end: to },
  );
  if (!isAtOnce) invoice.created = to;
  invoice.discounts = activeDiscounts(parts, subscription);
  invoice.lines.data = [...next, ...pendingItems(parts, invoice), ...settled].map((one) =>
    one.object === 'line_item' ? one : lineOfItem(invoice, one),
  );
  for (const line of invoice.lines.data) line.invoice = invoice.id;
  sumUp(parts, invoice);
  return invoice;
}

function nextLines(parts: Parts, subscription: Subscription): Line[] {
  return subscription.items.data.map((item) => {
    const { current_period_end: start, price } = item;
    const end = laterBy(start, price.recurring ?? { interval: 'month' }, subscription.billing_cycle_anchor);
    return periodLine(parts, subscription, item, { start, end });
  });
}

function previewOfNew(parts: Parts, customerId: string | undefined, wanted: Details): Invoice {
  const { state } = parts;
  if (!customerId) throw refused('You must pass `subscription` or `customer`.', 'customer', 'parameter_missing');
  const customer = state.must('customer', customerId, 'customer');
  const items = (wanted.items ?? []).map(({ price, quantity = 1 }, i) => ({
    price: state.must('price', price, `subscription_details[items][${i}][price]`),
    quantity,
  }));
  const anchor = typeof wanted.billing_cycle_anchor === 'number' ? wanted.billing_cycle_anchor : undefined;
  const subscription = newSubscription(parts, { customer, items, anchor });
  const invoice = empty(parts, customer.id, subscription, 'upcoming');
  invoice.lines.data = firstLines(parts, subscription, wanted.proration_behavior !== 'none');
  if (invoice.parent?.subscription_details) invoice.parent = null;
  sumUp(parts, invoice);
  return invoice;
}

function empty(
  parts: Parts,
  customer: string,
  subscription: Subscription,
  reason: NonNullable<Invoice['billing_reason']>,
  period?: { start: number; end: number },
): Invoice {
  const invoice = draft(parts, {
    customer: parts.state.must('customer', customer, 'customer'),
    reason,
    currency: subscription.currency,
    subscription,
    autoAdvance: false,
    period,
  });
  invoice.id = `upcoming_${invoice.id}`;
  return invoice;
}
