import { refused } from '../errors.ts';
import type { Parts } from '../parts.ts';
import { newId } from '../state.ts';
import type { Invoice, InvoiceItem, Price, Subscription, SubscriptionItem } from '../types.ts';
import { cardError, outcome } from './cards.ts';
import { finalize, pendingItems } from './invoices.ts';
import { attempt, cardFor } from './payments.ts';
import { UPDATE_WAITS_SECONDS } from './pending-update.ts';
import { type ItemChange, prorations } from './proration.ts';
import { newItem, openDraft, planOf } from './subscriptions.ts';

/** What a request asks of an item: `id` names one that is there, without it a new one is added. */
export interface WantedItem {
  id?: string | undefined;
  price?: string | undefined;
  quantity?: number | undefined;
  deleted?: boolean | undefined;
  metadata?: Record<string, string> | null | undefined;
}
export type ProrationBehavior = 'always_invoice' | 'create_prorations' | 'none';
export type PaymentBehavior = 'allow_incomplete' | 'default_incomplete' | 'error_if_incomplete' | 'pending_if_incomplete';

/** The changes that a request asks for. Nothing is changed yet. Throws StripeRefusal for items and prices that are not there. */
export function changesOf({ state, time }: Parts, subscription: Subscription, wanted: WantedItem[]): ItemChange[] {
  const { data } = subscription.items;
  const changes = wanted.map(({ id, price: priceId, quantity, deleted }, i): ItemChange => {
    const before = id === undefined ? undefined : data.find((item) => item.id === id);
    if (id !== undefined && !before)
      throw refused(`The subscription item ${id} is not part of this subscription.`, `items[${i}][id]`, 'resource_missing');
    if (deleted) {
      if (!before) throw refused('Only an item with an id can be deleted.', `items[${i}][deleted]`);
      return { before, after: undefined };
    }
    const price =
      priceId === undefined
        ? before?.price
        : usablePrice(state.must('price', priceId, `items[${i}][price]`), subscription, `items[${i}][price]`);
    if (!price) throw refused('Missing required param: items[0][price].', `items[${i}][price]`, 'parameter_missing');
    const [first] = data;
    if (before) return { before, after: { ...before, price, plan: planOf(price), quantity: quantity ?? before.quantity ?? 1 } };
    const now = time.now(subscription.customer);
    const already = data.some((item) => item.price.id === price.id && !wanted.some((one) => one.id === item.id && one.deleted));
    if (already) throw refused(`Cannot add multiple subscription items with the same plan: ${price.id}`, `items[${i}][price]`);
    return {
      before,
      after: newItem(
        subscription.id,
        { price, quantity: quantity ?? 1 },
        now,
        first?.current_period_start ?? now,
        first?.current_period_end ?? now,
      ),
    };
  });
  if (changes.filter(({ after }) => !after).length >= data.length + changes.filter(({ before }) => !before).length)
    throw refused('A subscription must have at least one active plan. Cancel the subscription to remove all items.', 'items');
  return changes;
}

function usablePrice(price: Price, subscription: Subscription, param: string): Price {
  if (!price.active) throw refused('The price specified is inactive. This field only accepts active prices.', param);
  if (!price.recurring) throw refused('The price specified is not recurring.', param);
  if (price.currency !== subscription.currency) throw refused('The price must have the currency of the subscription.', param);
  if (price.recurring.interval !== subscription.items.data[0]?.price.recurring?.interval)
    throw refused('The simulator cannot change the interval of a subscription.', param);
  return price;
}

/** The items of a subscription after changes. */
export function itemsAfter(subscription: Subscription, changes: ItemChange[]): SubscriptionItem[] {
  const kept = subscription.items.data.flatMap((item) => {
    const change = changes.find(({ before }) => before?.id === item.id);
    return change ? (change.after ? [change.after] : []) : [item];
  });
  return [...kept, ...changes.flatMap(({ before, after }) => (!before && after ? [after] : []))];
}

/**
 * Changes the items of a subscription at a time, settles the rest of the period as asked, and charges it where it is to be invoiced at
 * once. Throws StripeRefusal, and changes nothing, if it cannot be paid and must be.
 */
export function changeItems(
  parts: Parts,
  subscription: Subscription,
  changes: ItemChange[],
  { at, prorationBehavior, paymentBehavior }: { at: number; prorationBehavior: ProrationBehavior; paymentBehavior: PaymentBehavior },
): void {
  const { state, time, emit } = parts;
  const items = prorationBehavior === 'none' ? [] : prorations(parts, subscription, changes, at);
  const after = itemsAfter(subscription, changes);
  const refusal = prorationBehavior === 'always_invoice' ? refusalOf(parts, subscription, items) : undefined;
  if (refusal && paymentBehavior === 'error_if_incomplete') throw refusal;
  for (const item of items) {
    state.add(item);
    emit('invoiceitem.created', item);
  }
  if (refusal && paymentBehavior === 'pending_if_incomplete') {
    const { pending_update: earlier } = subscription;
    if (earlier) throw refused('The subscription has a pending update already.', 'payment_behavior');
    subscription.pending_update = {
      billing_cycle_anchor: null,
      discount: null,
      discounts: null,
      expires_at: time.now(subscription.customer) + UPDATE_WAITS_SECONDS,
      metadata: null,
      subscription_items: after,
      trial_end: null,
      trial_from_plan: null,
    } as unknown as NonNullable<Subscription['pending_update']>;
  } else subscription.items.data = after;
  if (prorationBehavior !== 'always_invoice') return;
  const invoice = openDraft(parts, subscription, 'subscription_update', [], false);
  finalize(parts, invoice, null);
  if (invoice.status === 'open' && paymentBehavior !== 'default_incomplete') attempt(parts, invoice);
}

/** Why an invoice over these items could not be paid now, if so. */
function refusalOf(parts: Parts, subscription: Subscription, items: InvoiceItem[]) {
  const pretended = {
    id: newId('in'),
    customer: subscription.customer,
    currency: subscription.currency,
    default_payment_method: null,
    parent: { subscription_details: { subscription: subscription.id } },
  } as unknown as Invoice;
  const balance = parts.state.find('customer', subscription.customer)?.balance ?? 0;
  const due = [...items, ...pendingItems(parts, pretended)].reduce((sum, item) => sum + item.amount, balance);
  if (due <= 0) return undefined;
  const card = cardFor(parts, pretended);
  if (!card) return refused('This customer has no attached payment source or default payment method.', undefined, 'resource_missing');
  const result = outcome(parts, card, false);
  if (!result) return undefined;
  return result === 'authenticate'
    ? cardError({
        code: 'subscription_payment_intent_requires_action',
        declineCode: 'authentication_required',
        message: 'This payment requires additional user action before it can be completed successfully.',
      })
    : cardError(result.declined);
}
