import { refused } from '../errors.ts';
import { day, dollars, share } from '../money.ts';
import type { Parts } from '../parts.ts';
import { newId } from '../state.ts';
import { laterBy } from '../time.ts';
import { type Customer, type Invoice, type Line, listOf, type Price, type Subscription, type SubscriptionItem } from '../types.ts';
import { draft, finalize, pendingItems, subscriptionIdOf, take } from './invoices.ts';
import { amountOf, newLine, productName } from './lines.ts';
import { type Attempt, attempt } from './payments.ts';
import { wholePeriod } from './proration.ts';

export interface NewSubscription {
  customer: Customer;
  items: { price: Price; quantity: number; metadata?: Record<string, string> }[];
  metadata?: Record<string, string> | undefined;
  /** When the first full period begins; omitted: now. */
  anchor?: number | undefined;
  prorates?: boolean | undefined;
  automaticTax?: boolean | undefined;
  card?: string | null | undefined;
  description?: string | null | undefined;
}

/**
 * A new subscription, still incomplete and not kept. Throws StripeRefusal for prices that cannot go together, and for an anchor in the
 * past or beyond the first natural period.
 */
export function newSubscription({ time }: Parts, wanted: NewSubscription): Subscription {
  const { customer, items, anchor } = wanted;
  const [first] = items;
  if (!first) throw refused('A subscription needs at least one item.', 'items', 'parameter_missing');
  for (const [i, { price }] of items.entries()) {
    if (!price.recurring) throw refused(`The price ${price.id} is not recurring.`, `items[${i}][price]`);
    if (!price.active) throw refused('The price specified is inactive. This field only accepts active prices.', `items[${i}][price]`);
    if (price.currency !== first.price.currency) throw refused('All prices on a subscription must have the same currency.', 'items');
    if (price.recurring.interval !== first.price.recurring?.interval)
      throw refused('The simulator only knows subscriptions whose prices have one interval.', 'items');
  }
  const now = time.now(customer);
  const natural = laterBy(now, first.price.recurring ?? { interval: 'month' });
  if (anchor !== undefined && anchor <= now) throw refused('`billing_cycle_anchor` must be in the future.', 'billing_cycle_anchor');
  if (anchor !== undefined && anchor > natural)
    throw refused(`\`billing_cycle_anchor\` cannot be later than next natural billing date (${natural}) for plan`, 'billing_cycle_anchor');
  const id = newId('sub');
  return {
    id,
    object: 'subscription',
    application: null,
    application_fee_percent: null,
    automatic_tax: {
      disabled_reason: null,
      enabled: wanted.automaticTax ?? false,
      liability: wanted.automaticTax ? { type: 'self' } : null,
    },
    billing_cycle_anchor: anchor ?? now,
    billing_cycle_anchor_config: null,
    billing_mode: { type: 'flexible', flexible: { proration_discounts: 'included' } },
    billing_schedules: [],
    billing_thresholds: null,
    cancel_at: null,
    cancel_at_period_end: false,
    canceled_at: null,
    cancellation_details: { comment: null, feedback: null, feedback_option: null, reason: null },
    collection_method: 'charge_automatically',
    created: now,
    currency: first.price.currency,
    customer: customer.id,
    customer_account: null,
    days_until_due: null,
    default_payment_method: wanted.card ?? null,
    default_source: null,
    default_tax_rates: [],
    description: wanted.description ?? null,
    discounts: [],
    ended_at: null,
    invoice_settings: { account_tax_ids: null, custom_fields: null, description: null, footer: null, issuer: { type: 'self' } },
    items: listOf(
      `/v1/subscription_items?subscription=${id}`,
      items.map((item) => newItem(id, item, now, now, anchor ?? natural)),
    ),
    latest_invoice: null,
    livemode: false,
    managed_payments: null,
    metadata: wanted.metadata ?? {},
    next_pending_invoice_item_invoice: null,
    on_behalf_of: null,
    pause_collection: null,
    payment_settings: { payment_method_options: null, payment_method_types: null, save_default_payment_method: 'off' },
    pending_invoice_item_interval: null,
    pending_setup_intent: null,
    pending_update: null,
    schedule: null,
    start_date: now,
    status: 'incomplete',
    test_clock: customer.test_clock ?? null,
    transfer_data: null,
    trial_end: null,
    trial_settings: { end_behavior: { billing_cycle_anchor: null, missing_payment_method: 'create_invoice' } },
    trial_start: null,
  };
}

/** An item of a subscription. Times in epoch seconds. */
export function newItem(
  subscription: string,
  { price, quantity, metadata = {} }: { price: Price; quantity: number; metadata?: Record<string, string> },
  now: number,
  start: number,
  end: number,
): SubscriptionItem {
  return {
    id: newId('si'),
    object: 'subscription_item',
    billing_thresholds: null,
    created: now,
    current_period_end: end,
    current_period_start: start,
    current_trial: null,
    discounts: [],
    metadata,
    plan: planOf(price),
    price,
    ...(price.recurring?.usage_type === 'metered' ? {} : { quantity }),
    subscription,
    tax_rates: [],
  };
}

/** A price in the form that Stripe had before prices, which items still carry. */
export function planOf(price: Price): SubscriptionItem['plan'] {
  return {
    id: price.id,
    object: 'plan',
    active: price.active,
    amount: price.unit_amount,
    amount_decimal: price.unit_amount_decimal,
    billing_scheme: 'per_unit',
    created: price.created,
    currency: price.currency,
    interval: price.recurring?.interval ?? 'month',
    interval_count: price.recurring?.interval_count ?? 1,
    livemode: false,
    metadata: price.metadata,
    meter: price.recurring?.meter ?? null,
    nickname: price.nickname,
    product: price.product,
    tiers_mode: null,
    transform_usage: null,
    trial_period_days: null,
    usage_type: price.recurring?.usage_type ?? 'licensed',
  };
}

/**
 * Keeps a new subscription, writes its first invoice and charges it. The first period may be cut short by the anchor: it costs its part
 * of the whole, or nothing without `prorates`.
 */
export function start(parts: Parts, subscription: Subscription, prorates = true): { invoice: Invoice; result: Attempt } {
  const { state, emit } = parts;
  state.add(subscription);
  emit('customer.subscription.created', subscription);
  const invoice = openDraft(parts, subscription, 'subscription_create', firstLines(parts, subscription, prorates), false);
  finalize(parts, invoice, null);
  return { invoice, result: invoice.status === 'paid' ? { paid: true } : attempt(parts, invoice) };
}

/** The lines of the first invoice. */
export function firstLines(parts: Parts, subscription: Subscription, prorates: boolean): Line[] {
  return subscription.items.data.flatMap((item) => {
    const { price, quantity = 1, current_period_start: from, current_period_end: to } = item;
    if (price.recurring?.usage_type === 'metered') return [];
    const whole = wholePeriod(price, to);
    const isWhole = laterBy(from, price.recurring ?? { interval: 'month' }) === to;
    if (isWhole) return [periodLine(parts, subscription, item, { start: from, end: to })];
    if (!prorates) return [];
    const stub = periodLine(parts, subscription, item, { start: from, end: to }, share(amountOf(price, quantity), to - from, whole));
    stub.description = `Time on ${productName(parts.state, price)} from ${day(from)} until ${day(to)}`;
    if (stub.parent?.subscription_item_details) stub.parent.subscription_item_details.proration = true;
    return [stub];
  });
}

/** The line for a period of an item, at its price or at another amount. */
export function periodLine(
  parts: Parts,
  subscription: Subscription,
  item: SubscriptionItem,
  period: { start: number; end: number },
  amount = amountOf(item.price, item.quantity ?? 1),
  quantity = item.quantity ?? 1,
): Line {
  const { price } = item;
  const interval = price.recurring?.interval ?? 'month';
  return newLine(
    { id: null },
    {
      amount,
      currency: price.currency,
      description: `${quantity} × ${productName(parts.state, price)} (at ${dollars(price.unit_amount ?? 0, price.currency)} / ${interval})`,
      period,
      price,
      quantity,
      subscription: subscription.id,
      parent: {
        type: 'subscription_item_details',
        invoice_item_details: null,
        subscription_item_details: {
          invoice_item: null,
          proration: false,
          proration_details: null,
          subscription: subscription.id,
          subscription_item: item.id,
        },
      },
    },
  );
}

/** Keeps a draft for a subscription with these lines, what else waits for an invoice, and the discounts that are in force. */
export function openDraft(
  parts: Parts,
  subscription: Subscription,
  reason: NonNullable<Invoice['billing_reason']>,
  lines: Line[],
  autoAdvance: boolean,
  period?: { start: number; end: number },
): Invoice {
  const { state, emit } = parts;
  const customer = state.must('customer', subscription.customer, 'customer');
  const invoice = draft(parts, { customer, reason, currency: subscription.currency, subscription, autoAdvance, period });
  state.add(invoice);
  for (const line of lines) line.invoice = invoice.id;
  invoice.lines.data = lines;
  invoice.discounts = activeDiscounts(parts, subscription);
  invoice.default_payment_method = null;
  take(parts, invoice, pendingItems(parts, invoice));
  subscription.latest_invoice = invoice.id;
  emit('invoice.created', invoice);
  return invoice;
}

/** The discounts of a subscription that have not ended. */
export function activeDiscounts({ state, time }: Parts, subscription: Subscription): string[] {
  const now = time.now(subscription.customer);
  return subscription.discounts.filter((id) => {
    const end = state.find('discount', id)?.end;
    return end === null || (end !== undefined && end > now);
  });
}

/**
 * Ends a subscription. Its open invoices are no longer charged by themselves, and prorations that wait for an invoice go unless
 * `keepsItems`.
 */
export function cancel(parts: Parts, subscription: Subscription, { keepsItems = false } = {}): Subscription {
  const { state, time, emit } = parts;
  const now = time.now(subscription.customer);
  Object.assign(subscription, { status: 'canceled', canceled_at: subscription.canceled_at ?? now, ended_at: now, pending_update: null });
  subscription.cancellation_details = {
    comment: null,
    feedback: null,
    feedback_option: null,
    ...subscription.cancellation_details,
    reason: 'cancellation_requested',
  };
  for (const invoice of state.all('invoice')) {
    if (subscriptionIdOf(invoice) !== subscription.id || (invoice.status !== 'draft' && invoice.status !== 'open')) continue;
    Object.assign(invoice, { auto_advance: false, automatically_finalizes_at: null, next_payment_attempt: null });
  }
  const { schedule: scheduleId } = subscription;
  const schedule = state.find('subscription_schedule', scheduleId);
  if (schedule?.status === 'active') {
    Object.assign(schedule, { status: 'canceled', canceled_at: now, current_phase: null });
    emit('subscription_schedule.canceled', schedule);
  }
  for (const item of keepsItems ? [] : state.all('invoiceitem'))
    if (item.invoice === null && item.proration && item.parent?.subscription_details?.subscription === subscription.id) state.remove(item);
  emit('customer.subscription.deleted', subscription);
  return subscription;
}
