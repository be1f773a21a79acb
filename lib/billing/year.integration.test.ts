import type Stripe from 'stripe';
import { afterAll, beforeEach, expect, it } from 'vitest';
import { asSystem } from '#lib/platform/database/index.ts';
import { random as randomOf } from '#lib/rca/testing/mutations.ts';
import { billingOf, explainInvoice, hoursBehind, processStripeEvent, receiveStripeWebhook, sweepEvents, syncCustomer } from './index.ts';
import { billingFixture, SECRET } from './testing/fixture.ts';
import { lifeOf } from './testing/lives.ts';
import { invoicesOf } from './testing/oracle.ts';
import { type Lived, liveThrough } from './testing/year.ts';

/** Twenty clients do everything that can be done in a year; YEAR_CLIENTS=50 tries more of its combinations, in ten minutes. */
const CLIENTS = Number(process.env.YEAR_CLIENTS ?? 20);
/** A leap year. */
const [START, END] = [Date.UTC(2028, 0, 1), Date.UTC(2029, 0, 1)];
const fixture = await billingFixture();
let client: Stripe;

beforeEach(async () => {
  ({ client } = await fixture.openStripe(START));
});
afterAll(fixture.close);

async function livesOf(seeds: number[], end: number): Promise<Lived[]> {
  const lives: Lived[] = [];
  for (const seed of seeds) lives.push({ id: await fixture.newClient('free'), acts: lifeOf(seed, START, end) });
  return lives;
}

async function expectInvoicesOf({ id, acts, customer }: Lived, end: number): Promise<void> {
  const all = customer ? (await client.invoices.list({ customer, limit: 100 })).data : [];
  const made = all.filter(({ status }) => status !== 'draft').sort((a, b) => a.created - b.created || order(a) - order(b));
  expect([id, acts, made.map(({ total }) => total)]).toEqual([id, acts, invoicesOf(acts, end)]);
  const stored = (await billingOf(id)).invoices;
  for (const { id: invoice = '', total, amount_paid } of made)
    expect(stored.find((one) => one.id === invoice)).toMatchObject({ totalCents: total, paidCents: amount_paid });
  for (const invoice of stored.filter(({ hasUsage }) => hasUsage)) {
    const { days, lines } = await explainInvoice(id, invoice.id);
    const hours = await hoursBehind(id, invoice.id);
    const sum = (metric: string) => hours.reduce((total, hour) => total + (hour.metric === metric ? hour.value : 0), 0);
    expect(sum('events')).toBe(days.reduce((total, { events }) => total + events, 0));
    expect(sum('rca_queries')).toBe(days.reduce((total, { rcaQueries }) => total + rcaQueries, 0));
    const ofOverage = (invoice.lines as { description: string; cents: number }[]).filter(({ description }) =>
      description.includes(' above '),
    );
    expect(ofOverage.map(({ cents }) => cents).sort()).toEqual(lines.map(({ cents }) => cents).sort());
  }
}
const order = ({ number }: Stripe.Invoice) => Number(number?.split('-').at(-1));

it('a year of many clients costs each of them what an independent computation says, to the cent', { timeout: 1_800_000 }, async () => {
  const lives = await livesOf([...Array(CLIENTS).keys()], END);
  await liveThrough(fixture, { client, lives, start: START, end: END }, async (events) => {
    const customers = new Set(events.map(({ data }) => String((data.object as { customer?: unknown }).customer)));
    for (const customer of customers) if (customer.startsWith('cus_')) await syncCustomer(customer);
  });
  for (const one of lives) await expectInvoicesOf(one, END);
  // A kind of act that nobody did would have been tried by nobody.
  const wanted = ['subscribe', 'upgrade', 'downgrade', 'keep', 'events', 'queries', 'storage', 'card', 'pay', 'close'];
  expect([...new Set(lives.flatMap(({ acts }) => acts.map(({ kind }) => kind)))].sort()).toEqual(wanted.sort());
});

it.each([1, 2, 3])(
  'the bills are the same when webhooks are repeated, come in another order, late or never (seed %i)',
  { timeout: 600_000 },
  async (seed) => {
    const random = randomOf(seed);
    const end = Date.UTC(2028, 5, 1);
    const lives = await livesOf([100 + seed, 200 + seed, 300 + seed], end);
    const late: Stripe.Event[] = [];
    await liveThrough(fixture, { client, lives, start: START, end }, async (events) => {
      const shuffled = [...late.splice(0), ...events, ...events.filter(() => random() < 0.3)].sort(() => random() - 0.5);
      for (const event of shuffled) {
        const fate = random();
        if (fate < 0.1) late.push(event);
        else if (fate > 0.25) await deliver(event);
      }
      await sweepEvents(fixture.now());
      await processAll();
    });
    for (const one of lives) await expectInvoicesOf(one, end);
  },
);

async function deliver(event: Stripe.Event): Promise<void> {
  const payload = JSON.stringify(event);
  await receiveStripeWebhook(payload, client.webhooks.generateTestHeaderString({ payload, secret: SECRET }));
}

async function processAll(): Promise<void> {
  const waiting = await asSystem((tx) => tx.stripeEvent.findMany({ where: { processedAt: null }, select: { id: true } }));
  for (const { id } of waiting) await processStripeEvent(id);
}
