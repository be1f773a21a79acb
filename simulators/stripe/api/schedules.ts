import type Stripe from 'stripe';
import { z } from 'zod';
import { release, setItems, startSchedule } from '../engine/schedules.ts';
import { cancel } from '../engine/subscriptions.ts';
import { refused } from '../errors.ts';
import {
  created,
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
import { newId } from '../state.ts';
import { laterBy } from '../time.ts';
import type { Schedule, Subscription } from '../types.ts';
import { mustLive, prorationBehavior } from './subscriptions.ts';

const phaseParams = z.strictObject({
  items: z.array(z.strictObject({ price: text, quantity: int.min(0).optional(), metadata })).min(1),
  start_date: z.union([z.literal('now'), seconds]).optional(),
  end_date: z.union([z.literal('now'), seconds]).optional(),
  duration: z.strictObject({ interval: z.enum(['day', 'week', 'month', 'year']), interval_count: int.min(1).optional() }).optional(),
  proration_behavior: prorationBehavior.optional(),
  metadata,
});
type WantedPhase = z.output<typeof phaseParams>;
const endBehavior = z.enum(['cancel', 'release']);

/** Subscription schedules. */
export const schedules = [
  on(
    'POST',
    '/subscription_schedules',
    paramsOf<Stripe.SubscriptionScheduleCreateParams>()({
      from_subscription: text.optional(),
      customer: text.optional(),
      start_date: z.union([z.literal('now'), seconds]).optional(),
      end_behavior: endBehavior.optional(),
      phases: z.array(phaseParams).min(1).max(10).optional(),
      metadata,
    }),
    (parts, input) => {
      const { state, time, emit } = parts;
      if (input.from_subscription) {
        if (input.phases ?? input.customer ?? input.start_date ?? input.end_behavior)
          throw refused(
            'With `from_subscription` no other parameter but `metadata` can be set; update the schedule afterwards.',
            'from_subscription',
          );
        const subscription = state.must('subscription', input.from_subscription, 'from_subscription');
        mustLive(subscription);
        if (subscription.schedule)
          throw refused(
            `You cannot migrate a subscription that is already attached to a schedule: ${subscription.schedule}.`,
            'from_subscription',
          );
        const schedule = state.add(fromSubscription(parts, subscription, mergedMetadata(null, input.metadata)));
        subscription.schedule = schedule.id;
        emit('subscription_schedule.created', schedule);
        emit('customer.subscription.updated', subscription);
        return schedule;
      }
      if (!input.customer || !input.phases) throw refused('Missing required param: customer.', 'customer', 'parameter_missing');
      const customer = state.must('customer', input.customer, 'customer');
      const now = time.now(customer);
      const start = input.start_date === 'now' || input.start_date === undefined ? now : input.start_date;
      const schedule = state.add({
        ...empty(parts, customer.id, mergedMetadata(null, input.metadata)),
        status: 'not_started',
        end_behavior: input.end_behavior ?? 'release',
        phases: phasesOf(parts, input.phases, start, now),
      });
      emit('subscription_schedule.created', schedule);
      if (start <= now) startSchedule(parts, schedule);
      return schedule;
    },
  ),
  on('GET', '/subscription_schedules/:id', nothing, ({ state }, _input, id) => state.must('subscription_schedule', id)),
  on(
    'GET',
    '/subscription_schedules',
    paramsOf<Stripe.SubscriptionScheduleListParams>()({ customer: text.optional(), scheduled: flag.optional(), created, ...pageShape }),
    ({ state }, input) =>
      listed(
        '/v1/subscription_schedules',
        input,
        state
          .all('subscription_schedule')
          .filter(
            (one) =>
              matches(one, { customer: input.customer }) &&
              within(one.created, input.created) &&
              (input.scheduled === undefined || (one.status === 'not_started') === input.scheduled),
          ),
      ),
  ),
  on(
    'POST',
    '/subscription_schedules/:id',
    paramsOf<Stripe.SubscriptionScheduleUpdateParams>()({
      end_behavior: endBehavior.optional(),
      phases: z.array(phaseParams).min(1).max(10).optional(),
      proration_behavior: prorationBehavior.optional(),
      metadata,
    }),
    (parts, input, id) => {
      const { state, time, emit } = parts;
      const schedule = mustGoOn(state.must('subscription_schedule', id));
      const now = time.now(schedule.customer);
      if (input.phases) {
        const { current_phase: current } = schedule;
        const start = current?.start_date ?? schedule.phases[0]?.start_date ?? now;
        const phases = phasesOf(parts, input.phases, start, now);
        const [first] = phases;
        if (current && first?.start_date !== current.start_date)
          throw refused('You can not modify the start date of the current phase.', 'phases[0][start_date]');
        if (current && first && first.end_date < now)
          throw refused('The end date of the current phase must not lie in the past.', 'phases[0][end_date]');
        schedule.phases = phases;
        const subscription = state.find('subscription', schedule.subscription);
        if (current && first) {
          schedule.current_phase = { start_date: first.start_date, end_date: first.end_date };
          // A current phase with other items changes the subscription now.
          if (subscription)
            setItems(parts, subscription, { items: first.items, start_date: now }, input.proration_behavior ?? 'create_prorations');
        }
      }
      if (input.end_behavior) schedule.end_behavior = input.end_behavior;
      schedule.metadata = mergedMetadata(schedule.metadata, input.metadata);
      emit('subscription_schedule.updated', schedule);
      return schedule;
    },
  ),
  on(
    'POST',
    '/subscription_schedules/:id/release',
    paramsOf<Stripe.SubscriptionScheduleReleaseParams>()({ preserve_cancel_date: flag.optional() }),
    (parts, _input, id) => {
      const schedule = mustGoOn(parts.state.must('subscription_schedule', id));
      release(parts, schedule);
      return schedule;
    },
  ),
  on(
    'POST',
    '/subscription_schedules/:id/cancel',
    paramsOf<Stripe.SubscriptionScheduleCancelParams>()({ invoice_now: flag.optional(), prorate: flag.optional() }),
    (parts, _input, id) => {
      const schedule = mustGoOn(parts.state.must('subscription_schedule', id));
      const subscription = parts.state.find('subscription', schedule.subscription);
      if (subscription) cancel(parts, subscription);
      if (schedule.status !== 'canceled') {
        Object.assign(schedule, { status: 'canceled', canceled_at: parts.time.now(schedule.customer), current_phase: null });
        parts.emit('subscription_schedule.canceled', schedule);
      }
      return schedule;
    },
  ),
];

function mustGoOn(schedule: Schedule): Schedule {
  if (schedule.status !== 'active' && schedule.status !== 'not_started') {
    throw refused(
      `You cannot change a subscription schedule that is currently in the \`${schedule.status}\` status. It must be \`not_started\` or \`active\`.`,
    );
  }
  return schedule;
}

function empty(
  { time }: Parts,
  customer: string,
  more: Record<string, string>,
): Omit<Schedule, 'status' | 'phases'> & { object: 'subscription_schedule' } {
  return {
    id: newId('sub_sched'),
    object: 'subscription_schedule',
    application: null,
    billing_mode: { type: 'flexible', flexible: { proration_discounts: 'included' } },
    canceled_at: null,
    completed_at: null,
    created: time.now(customer),
    current_phase: null,
    customer,
    customer_account: null,
    default_settings: {
      application_fee_percent: null,
      billing_cycle_anchor: 'automatic',
      billing_thresholds: null,
      collection_method: 'charge_automatically',
      default_payment_method: null,
      description: null,
      invoice_settings: {
        account_tax_ids: null,
        custom_fields: null,
        days_until_due: null,
        description: null,
        footer: null,
        issuer: { type: 'self' },
      },
      on_behalf_of: null,
      transfer_data: null,
    },
    end_behavior: 'release',
    livemode: false,
    metadata: more,
    pause_schedules: [],
    released_at: null,
    released_subscription: null,
    subscription: null,
    test_clock: null,
  };
}

function fromSubscription(
  parts: Parts,
  subscription: Subscription,
  more: Record<string, string>,
): Schedule & { object: 'subscription_schedule' } {
  const [item] = subscription.items.data;
  const [start, end] = [item?.current_period_start ?? 0, item?.current_period_end ?? 0];
  const items = subscription.items.data.map(({ price, quantity }) => ({
    price: price.id,
    ...(quantity === undefined ? {} : { quantity }),
  }));
  return {
    ...empty(parts, subscription.customer, more),
    status: 'active',
    subscription: subscription.id,
    current_phase: { start_date: start, end_date: end },
    phases: [phase(subscription.currency, items, start, end, subscription.metadata, 'create_prorations')],
  };
}

/** The phases that a request asks for, one after the other. Throws StripeRefusal for gaps, and for phases that end before they begin. */
function phasesOf({ state }: Parts, wanted: WantedPhase[], first: number, now: number): Schedule['phases'] {
  let from = first;
  return wanted.map((one, i) => {
    const start = one.start_date === 'now' ? now : (one.start_date ?? from);
    if (i > 0 && start !== from)
      throw refused('The start date of a phase must be the end date of the one before.', `phases[${i}][start_date]`);
    if (one.end_date !== undefined && one.duration)
      throw refused('Only one of `end_date` and `duration` can be set.', `phases[${i}][duration]`);
    const prices = one.items.map(({ price }, j) => state.must('price', price, `phases[${i}][items][${j}][price]`));
    const length = one.duration ?? prices[0]?.recurring ?? { interval: 'month' };
    const end = one.end_date === 'now' ? now : (one.end_date ?? laterBy(start, length));
    if (end <= start) throw refused('A phase must end after it begins.', `phases[${i}][end_date]`);
    from = end;
    return phase(
      prices[0]?.currency ?? 'usd',
      one.items,
      start,
      end,
      mergedMetadata(null, one.metadata),
      one.proration_behavior ?? 'create_prorations',
    );
  });
}

function phase(
  currency: string,
  items: { price: string; quantity?: number | undefined; metadata?: Record<string, string> | null | undefined }[],
  start: number,
  end: number,
  more: Record<string, string>,
  behavior: Schedule['phases'][number]['proration_behavior'],
): Schedule['phases'][number] {
  return {
    add_invoice_items: [],
    application_fee_percent: null,
    billing_cycle_anchor: null,
    billing_thresholds: null,
    collection_method: null,
    currency,
    default_payment_method: null,
    default_tax_rates: [],
    description: null,
    discounts: [],
    end_date: end,
    invoice_settings: null,
    items: items.map(({ price, quantity = 1, metadata: own }) => ({
      billing_thresholds: null,
      discounts: [],
      metadata: own ?? {},
      plan: price,
      price,
      quantity,
      tax_rates: [],
    })),
    metadata: more,
    on_behalf_of: null,
    proration_behavior: behavior,
    start_date: start,
    transfer_data: null,
    trial_end: null,
  };
}
