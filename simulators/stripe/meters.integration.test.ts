import type Stripe from 'stripe';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { StripeSimulator } from './simulator.ts';
import { customerWith, DAY, frozenStripe, NEW_YEAR } from './testing/stripe.ts';

let simulator: StripeSimulator;
let stripe: Stripe;
let customer: Stripe.Customer;
let meter: Stripe.Billing.Meter;

beforeAll(async () => {
  ({ simulator, stripe } = await frozenStripe());
  customer = await customerWith(stripe);
  meter = await stripe.billing.meters.create({ display_name: 'Events', event_name: 'events', default_aggregation: { formula: 'sum' } });
});
afterAll(() => simulator.close());

const send = (identifier: string, value: string, timestamp = NEW_YEAR, more: Partial<Stripe.Billing.MeterEventCreateParams> = {}) =>
  stripe.billing.meterEvents.create({
    event_name: 'events',
    payload: { stripe_customer_id: customer.id, value },
    identifier,
    timestamp,
    ...more,
  });

describe('meter events', () => {
  it('are summed up by customer over a range, and by day and hour', async () => {
    await send('a', '5', NEW_YEAR - 2 * DAY);
    await send('b', '7', NEW_YEAR - 2 * DAY + 3_600);
    await send('c', '30', NEW_YEAR - DAY);
    const sums = async (window?: 'day' | 'hour') => {
      const params = {
        customer: customer.id,
        start_time: NEW_YEAR - 2 * DAY,
        end_time: NEW_YEAR,
        ...(window ? { value_grouping_window: window } : {}),
      };
      return (await stripe.billing.meters.listEventSummaries(meter.id, params)).data.map((one) => one.aggregated_value);
    };
    expect(await sums()).toEqual([42]);
    expect(await sums('day')).toEqual([30, 12]);
    expect(await sums('hour')).toEqual([30, 7, 5]);
  });

  it('are refused with a repeated identifier, which counts once', async () => {
    await send('once', '1', NEW_YEAR - 5 * DAY);
    await expect(send('once', '1', NEW_YEAR - 5 * DAY)).rejects.toMatchObject({
      statusCode: 400,
      code: 'duplicate_meter_event',
      param: 'identifier',
    });
  });

  it('are refused when older than 35 days or more than 5 minutes ahead', async () => {
    await expect(send('old', '1', NEW_YEAR - 35 * DAY - 1)).rejects.toMatchObject({
      code: 'timestamp_too_far_in_past',
      param: 'timestamp',
    });
    await expect(send('ahead', '1', NEW_YEAR + 301)).rejects.toMatchObject({ code: 'timestamp_in_future', param: 'timestamp' });
    await send('edge', '0', NEW_YEAR + 300);
  });

  it('are refused for an unknown name, an unknown customer, and a value that is no number of zero or more', async () => {
    await expect(send('x1', '1', NEW_YEAR, { event_name: 'evnts' })).rejects.toMatchObject({ param: 'event_name' });
    await expect(send('x2', '1', NEW_YEAR, { payload: { stripe_customer_id: 'cus_none', value: '1' } })).rejects.toMatchObject({
      code: 'resource_missing',
    });
    await expect(send('x3', '1', NEW_YEAR, { payload: { value: '1' } })).rejects.toMatchObject({ code: 'meter_event_no_customer_defined' });
    for (const value of ['', '-1', 'many']) await expect(send('x4', value)).rejects.toMatchObject({ code: 'meter_event_invalid_value' });
  });
});

describe('a meter', () => {
  it('has its event name to itself until it is deactivated, and takes no events then', async () => {
    const wanted = { display_name: 'Queries', event_name: 'queries', default_aggregation: { formula: 'sum' as const } };
    const first = await stripe.billing.meters.create(wanted);
    await expect(stripe.billing.meters.create(wanted)).rejects.toMatchObject({ param: 'event_name' });
    expect(await stripe.billing.meters.update(first.id, { display_name: 'RCA queries' })).toMatchObject({ display_name: 'RCA queries' });
    expect(await stripe.billing.meters.deactivate(first.id)).toMatchObject({ status: 'inactive' });
    await expect(send('q', '1', NEW_YEAR, { event_name: 'queries' })).rejects.toMatchObject({ code: 'archived_meter' });
    expect((await stripe.billing.meters.list({ status: 'inactive' })).data.map(({ id }) => id)).toEqual([first.id]);
  });

  it('behind a price puts the use of a period on the invoice that ends it, with what came in until that is final', async () => {
    const clock = await stripe.testHelpers.testClocks.create({ frozen_time: NEW_YEAR });
    const user = await customerWith(stripe, 'pm_card_visa', { test_clock: clock.id });
    const product = await stripe.products.create({ name: 'Events' });
    const price = await stripe.prices.create({
      product: product.id,
      currency: 'usd',
      unit_amount: 3,
      recurring: { interval: 'month', usage_type: 'metered', meter: meter.id },
    });
    await stripe.subscriptions.create({ customer: user.id, items: [{ price: price.id }] });
    const use = (identifier: string, value: string, timestamp: number) =>
      send(identifier, value, timestamp, { payload: { stripe_customer_id: user.id, value } });
    await use('u1', '100', NEW_YEAR);
    await stripe.testHelpers.testClocks.advance(clock.id, { frozen_time: NEW_YEAR + 31 * DAY + 60 });
    await use('u2', '11', NEW_YEAR + 31 * DAY - 1);
    await use('u3', '1000', NEW_YEAR + 31 * DAY);
    await stripe.testHelpers.testClocks.advance(clock.id, { frozen_time: NEW_YEAR + 31 * DAY + 3_600 });
    const [invoice] = (await stripe.invoices.list({ customer: user.id })).data;
    expect(invoice).toMatchObject({ status: 'paid', total: 333 });
  });
});
