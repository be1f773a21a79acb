import type Stripe from 'stripe';
import { z } from 'zod';
import { refused } from '../errors.ts';
import { listed, matches, nothing, on, pageShape, paramsOf, seconds, text } from '../operation.ts';
import type { Parts } from '../parts.ts';
import { newId } from '../state.ts';
import { DAY, HOUR } from '../time.ts';
import type { Kinds } from '../types.ts';

const EVENT_AGE_SECONDS = 35 * DAY;
const EVENT_AHEAD_SECONDS = 5 * 60;

/** Meters, their events, and the sums of these. */
export const meters = [
  on(
    'POST',
    '/billing/meters',
    paramsOf<Stripe.Billing.MeterCreateParams>()({
      display_name: z.string().min(1).max(250),
      event_name: z.string().min(1).max(100),
      default_aggregation: z.strictObject({ formula: z.enum(['count', 'last', 'sum']) }),
      event_time_window: z.enum(['day', 'hour']).optional(),
      customer_mapping: z.strictObject({ event_payload_key: text, type: z.literal('by_id') }).optional(),
      value_settings: z.strictObject({ event_payload_key: text }).optional(),
    }),
    ({ state, emit, time }, input) => {
      const taken = state.all('billing.meter').find((one) => one.status === 'active' && one.event_name === input.event_name);
      if (taken)
        throw refused(
          `An active meter (${taken.id}) already exists with the event name "${input.event_name}".`,
          'event_name',
          'resource_already_exists',
        );
      const meter = state.add({
        id: newId('mtr_test'),
        object: 'billing.meter',
        created: time.now(),
        customer_mapping: input.customer_mapping ?? { event_payload_key: 'stripe_customer_id', type: 'by_id' },
        default_aggregation: input.default_aggregation,
        display_name: input.display_name,
        event_name: input.event_name,
        event_time_window: input.event_time_window ?? null,
        livemode: false,
        status: 'active',
        status_transitions: { deactivated_at: null },
        updated: time.now(),
        value_settings: input.value_settings ?? { event_payload_key: 'value' },
      });
      emit('billing.meter.created', meter);
      return meter;
    },
  ),
  on(
    'GET',
    '/billing/meters',
    paramsOf<Stripe.Billing.MeterListParams>()({ status: z.enum(['active', 'inactive']).optional(), ...pageShape }),
    ({ state }, input) =>
      listed(
        '/v1/billing/meters',
        input,
        state.all('billing.meter').filter((one) => matches(one, { status: input.status })),
      ),
  ),
  on('GET', '/billing/meters/:id', nothing, ({ state }, _input, id) => state.must('billing.meter', id)),
  on(
    'POST',
    '/billing/meters/:id',
    paramsOf<Stripe.Billing.MeterUpdateParams>()({ display_name: z.string().min(1).max(250).optional() }),
    (parts, input, id) => changed(parts, id, 'billing.meter.updated', input.display_name ? { display_name: input.display_name } : {}),
  ),
  on('POST', '/billing/meters/:id/deactivate', nothing, (parts, _input, id) => {
    if (parts.state.must('billing.meter', id).status === 'inactive') throw refused('You cannot deactivate an inactive meter.');
    return changed(parts, id, 'billing.meter.deactivated', {
      status: 'inactive',
      status_transitions: { deactivated_at: parts.time.now() },
    });
  }),
  on('POST', '/billing/meters/:id/reactivate', nothing, (parts, _input, id) => {
    if (parts.state.must('billing.meter', id).status === 'active') throw refused('You cannot reactivate an active meter.');
    return changed(parts, id, 'billing.meter.reactivated', { status: 'active', status_transitions: { deactivated_at: null } });
  }),
  on(
    'POST',
    '/billing/meter_events',
    paramsOf<Stripe.Billing.MeterEventCreateParams>()({
      event_name: z.string().max(100),
      payload: z.record(z.string(), z.string()),
      identifier: z.string().min(1).max(100).optional(),
      timestamp: seconds.optional(),
    }),
    recordEvent,
  ),
  on(
    'GET',
    '/billing/meters/:id/event_summaries',
    paramsOf<Stripe.Billing.MeterListEventSummariesParams>()({
      customer: text,
      start_time: seconds,
      end_time: seconds,
      value_grouping_window: z.enum(['day', 'hour']).optional(),
      ...pageShape,
    }),
    ({ state, time }, input, id) => {
      const meter = state.must('billing.meter', id);
      state.must('customer', input.customer, 'customer');
      const { start_time: start, end_time: end, value_grouping_window: window } = input;
      const step = window === 'day' ? DAY : window === 'hour' ? HOUR : end - start;
      const grain = window === 'day' ? DAY : window === 'hour' ? HOUR : 60;
      for (const [param, at] of [
        ['start_time', start],
        ['end_time', end],
      ] as const)
        if (at % grain !== 0)
          throw refused(`Timestamps must align with ${window ? `${window} boundaries in UTC` : 'minute boundaries'}.`, param);
      if (end <= start) throw refused('`end_time` must be after `start_time`.', 'end_time');
      if (end > time.now(input.customer) + DAY) throw refused('`end_time` lies too far in the future.', 'end_time');
      const found = [];
      for (let from = start; from < end; from += step) {
        const value = usageOf(state.rest.usage, meter, input.customer, from, from + step);
        // With a window Stripe leaves out the ones without events.
        if (value === undefined && window) continue;
        found.push({
          id: `mtrusg_test_${id.slice(-8)}_${from}`,
          object: 'billing.meter_event_summary',
          aggregated_value: value ?? 0,
          end_time: from + step,
          livemode: false,
          meter: id,
          start_time: from,
        } satisfies Stripe.Billing.MeterEventSummary);
      }
      return listed(`/v1/billing/meters/${id}/event_summaries`, input, found.reverse());
    },
  ),
];

function changed({ state, emit, time }: Parts, id: string, type: Parameters<Parts['emit']>[0], fields: Partial<Kinds['billing.meter']>) {
  const meter = Object.assign(state.must('billing.meter', id), fields, { updated: time.now() });
  emit(type, meter);
  return meter;
}

function recordEvent(
  { state, time }: Parts,
  input: { event_name: string; payload: Record<string, string>; identifier?: string | undefined; timestamp?: number | undefined },
): Stripe.Billing.MeterEvent {
  const meter = state.all('billing.meter').find((one) => one.event_name === input.event_name && one.status === 'active');
  if (!meter) {
    const inactive = state.all('billing.meter').some((one) => one.event_name === input.event_name);
    throw inactive
      ? refused(`The meter for the event name "${input.event_name}" is inactive.`, 'event_name', 'archived_meter')
      : refused(`No active meter found for event name: ${input.event_name}.`, 'event_name', 'resource_missing');
  }
  const { event_payload_key: customerKey } = meter.customer_mapping;
  const customer = input.payload[customerKey];
  if (!customer)
    throw refused(`The payload misses the customer: set \`payload[${customerKey}]\`.`, 'payload', 'meter_event_no_customer_defined');
  state.must('customer', customer, `payload[${customerKey}]`);
  const valueKey = meter.value_settings.event_payload_key;
  const value = meter.default_aggregation.formula === 'count' ? 1 : Number(input.payload[valueKey] ?? Number.NaN);
  if (
    !Number.isFinite(value) ||
    value < 0 ||
    (String(input.payload[valueKey] ?? '').trim() === '' && meter.default_aggregation.formula !== 'count')
  )
    throw refused(`The value in \`payload[${valueKey}]\` must be a whole number of zero or more.`, 'payload', 'meter_event_invalid_value');
  const now = time.now(customer);
  const timestamp = input.timestamp ?? now;
  if (timestamp < now - EVENT_AGE_SECONDS)
    throw refused('The timestamp must be within the past 35 calendar days.', 'timestamp', 'timestamp_too_far_in_past');
  if (timestamp > now + EVENT_AHEAD_SECONDS)
    throw refused('The timestamp must be no more than 5 minutes in the future.', 'timestamp', 'timestamp_in_future');
  const identifier = input.identifier ?? newId('mev');
  const repeated = state.rest.usage.some((one) => one.identifier === identifier && one.received > now - DAY);
  if (repeated) throw refused(`An event already exists with identifier ${identifier}.`, 'identifier', 'duplicate_meter_event');
  state.rest.usage.push({ meter: meter.id, customer, value, timestamp, identifier, received: now });
  return {
    object: 'billing.meter_event',
    created: now,
    event_name: input.event_name,
    identifier,
    livemode: false,
    payload: input.payload,
    timestamp,
  };
}

/** What a customer has used in [from, to), or undefined where nothing was reported. */
export function usageOf(
  usage: { meter: string; customer: string; value: number; timestamp: number }[],
  meter: Kinds['billing.meter'],
  customer: string,
  from: number,
  to: number,
): number | undefined {
  const own = usage.filter((one) => one.meter === meter.id && one.customer === customer && one.timestamp >= from && one.timestamp < to);
  if (own.length === 0) return undefined;
  if (meter.default_aggregation.formula !== 'last') return own.reduce((sum, one) => sum + one.value, 0);
  return own.reduce((last, one) => (one.timestamp >= last.timestamp ? one : last)).value;
}
