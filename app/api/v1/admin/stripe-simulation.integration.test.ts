import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { RouteHandler } from '#lib/api/index.ts';
import { stripePort } from '#lib/billing/index.ts';
import { env, readEnv } from '#lib/platform/env.ts';
import { freshDatabase } from '#lib/platform/testing/database.ts';
import type { StripeSimulator } from '#simulators/stripe/index.ts';
import { customerWith, DAY, frozenStripe, NEW_YEAR, priceAt } from '#simulators/stripe/testing/stripe.ts';
import { PUT as FAIL_CARD } from './stripe-simulation/cards/route.ts';
import { POST as TURN_CLOCK } from './stripe-simulation/clock/route.ts';
import { GET as GET_SIMULATION } from './stripe-simulation/route.ts';
import { PUT as SET_FAULTS } from './stripe-simulation/webhook-faults/route.ts';

const ADMIN_TOKEN = 'the-token-of-the-staff-in-this-test';
let db: Awaited<ReturnType<typeof freshDatabase>>;
let simulator: StripeSimulator;
let stripe: Awaited<ReturnType<typeof frozenStripe>>['stripe'];
let customer: string;

beforeAll(async () => {
  db = await freshDatabase();
  env.provide(readEnv({ ADMIN_TOKEN }, () => 'the secret of the test, long enough for it'));
  ({ simulator, stripe } = await frozenStripe());
  stripePort.provide({ client: stripe, webhookSecret: 'whsec_x', simulated: true, now: simulator.now });
  ({ id: customer } = await customerWith(stripe, 'pm_card_visa', { metadata: { tenant_id: 'acme' } }));
});
afterAll(async () => {
  await simulator.close();
  await db.drop();
});

async function call(handler: RouteHandler, body?: unknown) {
  const { method, path } = handler.declaration;
  const request = new Request(`http://127.0.0.1:3000${path}`, {
    method,
    headers: { Authorization: `Bearer ${ADMIN_TOKEN}`, 'Content-Type': 'application/json' },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  });
  const answer = await handler(request, { params: Promise.resolve({}) });
  return { status: answer.status, body: await answer.json() };
}

describe('the simulated Stripe, for the staff', () => {
  it('shows its time and customers, and says so when nothing is due', async () => {
    expect(await call(GET_SIMULATION)).toMatchObject({
      status: 200,
      body: { now: NEW_YEAR * 1000, next: null, customers: [{ clientId: 'acme', card: { last4: '4242', decline: null } }] },
    });
    expect(await call(TURN_CLOCK, { to: 'next_invoice' })).toMatchObject({ status: 409, body: { code: 'nothing_due' } });
  });

  it('lets a month end with a card that fails, moves the time of billing with it, and restores the card', async () => {
    const price = await priceAt(stripe, 'Basic', 9_900);
    await stripe.subscriptions.create({ customer, items: [{ price: price.id }] });
    expect(await call(FAIL_CARD, { customerId: customer, decline: 'insufficient_funds' })).toMatchObject({
      body: { customers: [{ card: { decline: 'insufficient_funds' } }] },
    });
    expect(await call(TURN_CLOCK, { to: 'next_invoice' })).toMatchObject({ status: 200, body: { done: [{ kind: 'period end' }] } });
    expect(stripePort.use().now()).toBe((NEW_YEAR + 31 * DAY) * 1000);
    expect(await call(TURN_CLOCK, { days: 1 })).toMatchObject({ body: { customers: [{ subscription: 'past_due', openInvoices: 1 }] } });
    expect(await call(FAIL_CARD, { customerId: customer, decline: null })).toMatchObject({
      body: { customers: [{ card: { decline: null } }] },
    });
  });

  it('keeps what goes wrong with webhooks', async () => {
    const faults = { duplicate: true, reorder: false, drop: false, delayMs: 10_000 };
    expect(await call(SET_FAULTS, faults)).toMatchObject({ status: 200, body: { faults } });
    expect(await call(GET_SIMULATION)).toMatchObject({ body: { faults } });
  });

  it('refuses steps that are none, and cards of customers that have none', async () => {
    for (const body of [{ days: 0 }, { days: 401 }, { to: 'yesterday' }, {}]) expect((await call(TURN_CLOCK, body)).status).toBe(422);
    const { id } = await stripe.customers.create({ name: 'No card' });
    expect(await call(FAIL_CARD, { customerId: id, decline: 'lost_card' })).toMatchObject({ status: 409, body: { code: 'no_card' } });
    expect(await call(FAIL_CARD, { customerId: 'cus_none', decline: 'lost_card' })).toMatchObject({ status: 409 });
  });

  it('does not exist where Stripe is real', async () => {
    const port = stripePort.use();
    stripePort.provide({ ...port, simulated: false });
    for (const [handler, body] of [
      [GET_SIMULATION],
      [TURN_CLOCK, { days: 1 }],
      [FAIL_CARD, { customerId: customer, decline: null }],
    ] as const)
      expect((await call(handler, body)).status).toBe(404);
    stripePort.provide(port);
  });
});
