import { day, share } from '../money.ts';
import type { Parts } from '../parts.ts';
import { newId } from '../state.ts';
import { monthsFrom } from '../time.ts';
import type { InvoiceItem, Line, Price, Subscription, SubscriptionItem } from '../types.ts';
import { amountOf, netOf, productName } from './lines.ts';

/** What becomes of an item of a subscription: another price or quantity, or undefined when it goes. */
export interface ItemChange {
  /** The item as it is; undefined for a new one. */
  before: SubscriptionItem | undefined;
  after: SubscriptionItem | undefined;
}

/**
 * How many seconds the whole billing period has that ends at `end`: a first period that was cut short by its anchor is measured
 * against the full one, as Stripe does.
 */
export function wholePeriod(price: Price, end: number): number {
  const { interval = 'month', interval_count: count = 1 } = price.recurring ?? {};
  if (interval === 'day' || interval === 'week') return count * (interval === 'week' ? 7 : 1) * 86_400;
  return end - monthsFrom(end, interval === 'year' ? -12 * count : -count);
}

/**
 * The invoice items with which a change at a time is settled to the second: what was paid for the rest of the period comes back, and
 * the rest of the period at the new price is charged. Both are net of the discounts (billing mode `flexible`). They are not kept.
 * Source: https://docs.stripe.com/billing/subscriptions/prorations.
 */
export function prorations(parts: Parts, subscription: Subscription, changes: ItemChange[], at: number): InvoiceItem[] {
  const items: InvoiceItem[] = [];
  for (const { before, after } of changes) {
    if (before && after && before.price.id === after.price.id && before.quantity === after.quantity) continue;
    if (before && isLicensed(before.price)) {
      const end = before.current_period_end;
      const paid = paidFor(parts, subscription, before);
      if (paid !== 0)
        items.push(
          proration(parts, subscription, before, 'Unused', -share(paid, Math.max(0, end - at), wholePeriod(before.price, end)), at),
        );
    }
    if (after && isLicensed(after.price)) {
      const end = after.current_period_end;
      const full = discounted(parts, subscription, amountOf(after.price, after.quantity ?? 1));
      items.push(proration(parts, subscription, after, 'Remaining', share(full, Math.max(0, end - at), wholePeriod(after.price, end)), at));
    }
  }
  return items;
}

const isLicensed = (price: Price) => price.recurring?.usage_type !== 'metered';

/** The price of a whole period at which an item was last charged, net of discounts; 0 if this period was not charged. */
function paidFor(parts: Parts, subscription: Subscription, item: SubscriptionItem): number {
  const { state } = parts;
  const isOf = (of: string | undefined, end: number, amount: number) => of === item.id && end === item.current_period_end && amount > 0;
  const lines: Line[] = state
    .all('invoice')
    .filter((one) => one.status !== 'void' && one.parent?.subscription_details?.subscription === subscription.id)
    .flatMap((one) => one.lines.data)
    .filter((one) => isOf(one.parent?.subscription_item_details?.subscription_item, one.period.end, one.amount));
  const last = lines.reduce<Line | undefined>(
    (latest, one) => (!latest || one.period.start > latest.period.start ? one : latest),
    undefined,
  );
  const waiting = state
    .all('invoiceitem')
    .filter((one) => one.invoice === null && isOf(one.parent?.subscription_details?.subscription_item, one.period.end, one.amount));
  const pending = waiting[0];
  if (pending && (!last || pending.period.start >= last.period.start)) {
    return discounted(parts, subscription, amountOf(item.price, item.quantity ?? 1));
  }
  if (!last) return 0;
  const price = state.find('price', last.pricing?.price_details?.price) ?? item.price;
  const full = amountOf(price, last.quantity ?? 1);
  // A proration is net of discounts already.
  if (last.parent?.subscription_item_details?.proration && !last.discountable) return discounted(parts, subscription, full);
  return last.amount === 0 ? 0 : share(full, netOf(last), last.amount);
}

/** An amount after the percentages that a subscription's discounts take off it now. */
function discounted({ state, time }: Parts, subscription: Subscription, amount: number): number {
  const now = time.now(subscription.customer);
  return subscription.discounts.reduce((left, id) => {
    const discount = state.find('discount', id);
    const percent = state.find('coupon', discount?.source.coupon)?.percent_off ?? 0;
    const isOver = discount?.end != null && discount.end <= now;
    return isOver ? left : left - share(left, Math.round(percent * 1e4), 1e6);
  }, amount);
}

function proration(
  parts: Parts,
  subscription: Subscription,
  item: SubscriptionItem,
  kind: 'Unused' | 'Remaining',
  amount: number,
  at: number,
): InvoiceItem {
  const quantity = item.quantity ?? 1;
  const name = `${quantity === 1 ? '' : `${quantity} × `}${productName(parts.state, item.price)}`;
  return {
    ...newInvoiceItem(parts, {
      amount,
      currency: item.price.currency,
      customer: subscription.customer,
      description: `${kind} time on ${name} after ${day(at)}`,
      discountable: false,
      period: { start: at, end: item.current_period_end },
      price: item.price,
      quantity,
    }),
    parent: { type: 'subscription_details', subscription_details: { subscription: subscription.id, subscription_item: item.id } },
    proration: true,
    proration_details: { credited_items: null, discount_amounts: [] },
  };
}

interface NewInvoiceItem {
  amount: number;
  currency: string;
  customer: string;
  description: string | null;
  discountable?: boolean;
  period?: { start: number; end: number } | undefined;
  price?: Price | undefined;
  quantity?: number;
  unitAmountDecimal?: string | null;
  metadata?: Record<string, string>;
  subscription?: string | undefined;
}

/** An invoice item that waits for an invoice. It is not kept yet. */
export function newInvoiceItem({ time }: Parts, fields: NewInvoiceItem): InvoiceItem {
  const now = time.now(fields.customer);
  const { price, quantity = 1 } = fields;
  return {
    id: newId('ii'),
    object: 'invoiceitem',
    amount: fields.amount,
    currency: fields.currency,
    customer: fields.customer,
    customer_account: null,
    date: now,
    description: fields.description,
    discountable: fields.discountable ?? true,
    discounts: [],
    invoice: null,
    livemode: false,
    metadata: fields.metadata ?? {},
    parent: fields.subscription ? { type: 'subscription_details', subscription_details: { subscription: fields.subscription } } : null,
    period: fields.period ?? { start: now, end: now },
    pricing: {
      type: 'price_details',
      ...(price ? { price_details: { price: price.id, product: price.product } } : {}),
      unit_amount_decimal: fields.unitAmountDecimal ?? price?.unit_amount_decimal ?? String(fields.amount),
    },
    proration: false,
    quantity,
    quantity_decimal: String(quantity),
    tax_rates: [],
    test_clock: null,
  };
}
