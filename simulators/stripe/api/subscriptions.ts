import type Stripe from 'stripe';
import { z } from 'zod';
import { changeItems, changesOf } from '../engine/changes.ts';
import { finalize } from '../engine/invoices.ts';
import { attempt } from '../engine/payments.ts';
import { prorations } from '../engine/proration.ts';
import { cancel, newSubscription, openDraft, start } from '../engine/subscriptions.ts';
import { refused, StripeRefusal } from '../errors.ts';
import {
  created,
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
  seconds,
  text,
  within,
} from '../operation.ts';
import type { Parts } from '../parts.ts';
import type { Subscription } from '../types.ts';
import { discountParams, redeem } from './discounts.ts';

export const itemParams = z.strictObject({
  id: text.optional(),
  price: text.optional(),
  quantity: int.min(0).optional(),
  deleted: flag.optional(),
  metadata,
});
export const prorationBehavior = z.enum(['always_invoice', 'create_prorations', 'none']);
const paymentBehavior = z.enum(['allow_incomplete', 'default_incomplete', 'error_if_incomplete', 'pending_if_incomplete']);
const details = z.strictObject({ comment: text.optional(), feedback: text.optional() });
const automaticTax = z.strictObject({ enabled: flag });

/** Subscriptions. */
export const subscriptions = [
  on(
    'POST',
    '/subscriptions',
    paramsOf<Stripe.SubscriptionCreateParams>()({
      customer: text,
      items: z
        .array(z.strictObject({ price: text, quantity: int.min(0).optional(), metadata }))
        .min(1)
        .max(20),
      billing_cycle_anchor: seconds.optional(),
      proration_behavior: prorationBehavior.optional(),
      payment_behavior: paymentBehavior.optional(),
      default_payment_method: text.optional(),
      description: z.string().max(500).optional(),
      discounts: emptyable(discountParams).optional(),
      automatic_tax: automaticTax.optional(),
      cancel_at_period_end: flag.optional(),
      metadata,
    }),
    (parts, input) => {
      const { state } = parts;
      const customer = state.must('customer', input.customer, 'customer');
      if (
        !input.default_payment_method &&
        !customer.invoice_settings.default_payment_method &&
        input.payment_behavior !== 'default_incomplete'
      )
        throw refused(
          'This customer has no attached payment source or default payment method. Please consider adding a default payment method.',
          undefined,
          'resource_missing',
        );
      if (input.default_payment_method) mustOwn(parts, input.default_payment_method, customer.id);
      const subscription = newSubscription(parts, {
        customer,
        items: input.items.map(({ price, quantity = 1, metadata: more }, i) => ({
          price: state.must('price', price, `items[${i}][price]`),
          quantity,
          metadata: mergedMetadata(null, more),
        })),
        metadata: mergedMetadata(null, input.metadata),
        anchor: input.billing_cycle_anchor,
        automaticTax: input.automatic_tax?.enabled,
        card: input.default_payment_method,
        description: input.description,
      });
      subscription.cancel_at_period_end = input.cancel_at_period_end ?? false;
      subscription.discounts = redeem(parts, customer.id, input.discounts ?? [], subscription.id).map(({ id }) => id);
      const { result } = start(parts, subscription, input.proration_behavior !== 'none');
      if (!result.paid && input.payment_behavior === 'error_if_incomplete') {
        cancel(parts, subscription);
        throw new StripeRefusal(402, result.decline?.message ?? 'The first payment failed.', {
          type: 'card_error',
          code: result.decline?.code ?? 'card_declined',
        });
      }
      return subscription;
    },
  ),
  on(
    'GET',
    '/subscriptions',
    paramsOf<Stripe.SubscriptionListParams>()({
      customer: text.optional(),
      price: text.optional(),
      status: z
        .enum(['active', 'all', 'canceled', 'ended', 'incomplete', 'incomplete_expired', 'past_due', 'paused', 'trialing', 'unpaid'])
        .optional(),
      test_clock: text.optional(),
      created,
      ...pageShape,
    }),
    ({ state }, { status, ...input }) =>
      listed(
        '/v1/subscriptions',
        input,
        state.all('subscription').filter(
          (one) =>
            matches(one, { customer: input.customer, test_clock: input.test_clock }) &&
            within(one.created, input.created) &&
            (input.price === undefined || one.items.data.some((item) => item.price.id === input.price)) &&
            // Without a status Stripe omits the cancelled ones.
            (status === 'all' || (status === 'ended' ? one.ended_at !== null : status ? one.status === status : one.status !== 'canceled')),
        ),
      ),
  ),
  on('GET', '/subscriptions/:id', nothing, ({ state }, _input, id) => state.must('subscription', id)),
  on(
    'POST',
    '/subscriptions/:id',
    paramsOf<Stripe.SubscriptionUpdateParams>()({
      items: z.array(itemParams).max(20).optional(),
      proration_behavior: prorationBehavior.optional(),
      proration_date: seconds.optional(),
      payment_behavior: paymentBehavior.optional(),
      cancel_at_period_end: flag.optional(),
      cancel_at: emptyable(seconds).optional(),
      cancellation_details: details.optional(),
      default_payment_method: text.optional(),
      description: emptyable(z.string().max(500)).optional(),
      discounts: emptyable(discountParams).optional(),
      automatic_tax: automaticTax.optional(),
      off_session: flag.optional(),
      metadata,
    }),
    (parts, input, id) => {
      const { state, time, emit } = parts;
      const subscription = state.must('subscription', id);
      mustLive(subscription);
      const now = time.now(subscription.customer);
      const { cancel_at_period_end: atEnd } = input;
      if (subscription.schedule && (atEnd !== undefined || input.cancel_at !== undefined)) {
        throw refused(
          `The subscription is managed by the subscription schedule \`${subscription.schedule}\`, and updating any cancelation behavior directly is not allowed. Please update the schedule instead.`,
          'cancel_at_period_end',
        );
      }
      if (input.default_payment_method) mustOwn(parts, input.default_payment_method, subscription.customer);
      if (
        input.payment_behavior === 'pending_if_incomplete' &&
        (input.metadata !== undefined || atEnd !== undefined || input.default_payment_method)
      )
        throw refused('With `payment_behavior` `pending_if_incomplete` only items and their proration can be changed.', 'payment_behavior');
      if (input.default_payment_method !== undefined) subscription.default_payment_method = input.default_payment_method || null;
      if (input.items) {
        changeItems(parts, subscription, changesOf(parts, subscription, input.items), {
          at: prorationDate(subscription, input.proration_date, now),
          prorationBehavior: input.proration_behavior ?? 'create_prorations',
          paymentBehavior: input.payment_behavior ?? 'allow_incomplete',
        });
      }
      if (atEnd !== undefined) {
        const [item] = subscription.items.data;
        Object.assign(subscription, {
          cancel_at_period_end: atEnd,
          cancel_at: atEnd ? (item?.current_period_end ?? null) : null,
          canceled_at: atEnd ? (subscription.canceled_at ?? now) : null,
          cancellation_details: {
            comment: null,
            feedback: null,
            feedback_option: null,
            ...input.cancellation_details,
            reason: atEnd ? 'cancellation_requested' : null,
          },
        } satisfies Partial<Subscription>);
      }
      if (input.cancel_at !== undefined)
        Object.assign(subscription, { cancel_at: input.cancel_at, canceled_at: input.cancel_at === null ? null : now });
      if (input.description !== undefined) subscription.description = input.description;
      if (input.discounts !== undefined)
        subscription.discounts = redeem(parts, subscription.customer, input.discounts ?? [], id).map((one) => one.id);
      if (input.automatic_tax) subscription.automatic_tax.enabled = input.automatic_tax.enabled;
      subscription.metadata = mergedMetadata(subscription.metadata, input.metadata);
      emit('customer.subscription.updated', subscription);
      return subscription;
    },
  ),
  on(
    'DELETE',
    '/subscriptions/:id',
    paramsOf<Stripe.SubscriptionCancelParams>()({
      invoice_now: flag.optional(),
      prorate: flag.optional(),
      cancellation_details: details.optional(),
    }),
    (parts, input, id) => {
      const subscription = parts.state.must('subscription', id);
      mustLive(subscription);
      const now = parts.time.now(subscription.customer);
      if (input.prorate) {
        const changes = subscription.items.data.map((before) => ({ before, after: undefined }));
        for (const item of prorations(parts, subscription, changes, now)) parts.state.add(item);
      }
      const ended = cancel(parts, subscription, { keepsItems: input.prorate === true });
      if (input.invoice_now) {
        const invoice = openDraft(parts, subscription, 'manual', [], false);
        finalize(parts, invoice, null);
        if (invoice.status === 'open') attempt(parts, invoice);
      }
      return ended;
    },
  ),
];

/** The time at which a change is settled. Throws StripeRefusal if it lies outside the current period. */
export function prorationDate(subscription: Subscription, wanted: number | undefined, now: number): number {
  const [item] = subscription.items.data;
  const at = wanted ?? now;
  if (item && (at < item.current_period_start || at > item.current_period_end))
    throw refused('`proration_date` must be within the current billing period of the subscription.', 'proration_date');
  return at;
}

/** Throws StripeRefusal for a subscription that has ended. */
export function mustLive(subscription: Subscription): void {
  if (subscription.status === 'canceled' || subscription.status === 'incomplete_expired') {
    throw new StripeRefusal(404, `No such subscription: '${subscription.id}'`, { code: 'resource_missing', param: 'id' });
  }
}

function mustOwn({ state }: Parts, card: string, customer: string): void {
  if (state.must('payment_method', card, 'default_payment_method').customer !== customer)
    throw refused(`The customer does not have a payment method with the ID ${card}.`, 'default_payment_method', 'resource_missing');
}
