import { randomUUID } from 'node:crypto';
import Stripe from 'stripe';
import { type Mail, mailPort } from '#lib/mail/index.ts';
import type { PlanName } from '#lib/plans/index.ts';
import { asSystem, inTenant } from '#lib/platform/database/index.ts';
import { env, readEnv } from '#lib/platform/env.ts';
import { jobs } from '#lib/platform/jobs.ts';
import { freshDatabase } from '#lib/platform/testing/database.ts';
import { createTenant } from '#lib/tenants/index.ts';
import { type StripeSimulator, startStripe } from '#simulators/stripe/index.ts';
import { advanceInvoices, openCheckout, stripePort, syncCatalogue, syncCustomer } from '../index.ts';

/** The secret of the simulator's webhooks. */
export const SECRET = 'whsec_of_the_test';
/** A card that pays, and one that pays once and is declined afterwards. */
export const [VISA, FAILS_LATER] = ['4242424242424242', '4000000000000341'];

/** A client of the tests with a subscription. */
export interface Payer {
  id: string;
  customer: string;
  email: string;
}

/** A database of its own, a simulated Stripe on a clock that only the test turns, and what was mailed and queued. */
export async function billingFixture() {
  const db = await freshDatabase();
  env.provide(readEnv({}, () => 'the secret of the test, long enough for it'));
  const mails: Mail[] = [];
  mailPort.provide({ kind: 'outbox', send: async (mail) => void mails.push(mail) });
  const queued: string[] = [];
  // Jobs are only recorded; the tests run them when they want to.
  jobs.provide({
    send: async (queue, _data, key) => void queued.push(`${queue.name} ${key}`),
    work: async () => {},
    retry: async () => {},
    close: async () => {},
  });
  let simulator: StripeSimulator | undefined;
  const running = (): StripeSimulator => {
    if (!simulator) throw new Error('call openStripe first');
    return simulator;
  };
  const now = () => running().now();

  /** Opens another, empty Stripe whose time is `start` (epoch ms): time only goes forward. Webhooks are sent nowhere. */
  async function openStripe(start: number): Promise<{ simulator: StripeSimulator; client: Stripe }> {
    await simulator?.close();
    simulator = await startStripe({ webhook: { url: 'http://127.0.0.1:9/', secret: SECRET }, clock: () => start });
    const client = new Stripe('sk_test_1', { host: '127.0.0.1', port: simulator.port, protocol: 'http', maxNetworkRetries: 0 });
    stripePort.provide({ client, webhookSecret: SECRET, simulated: true, now });
    await syncCatalogue();
    return { simulator, client };
  }

  /** Makes a client with an owner; its mails go to the client's id at example.com. */
  async function newClient(plan: PlanName): Promise<string> {
    const id = `c-${randomUUID().slice(0, 18)}`;
    await asSystem(async (tx) => {
      await createTenant(tx, { id, name: id, plan, actor: 'test' });
      const user = await tx.user.create({ data: { email: `${id}@example.com`, name: 'Jo' } });
      await tx.membership.create({ data: { tenantId: id, userId: user.id, role: 'owner' } });
    });
    return id;
  }

  /** Pays for a plan on the checkout page. */
  async function subscribe(id: string, plan: 'basic' | 'pro', card = VISA): Promise<Payer> {
    const page = await openCheckout(id, plan);
    const paid = await fetch(page, { method: 'POST', body: new URLSearchParams({ card }), redirect: 'manual' });
    if (paid.status !== 303) throw new Error(`the page of the simulator answered ${paid.status}: ${await paid.text()}`);
    const { stripeCustomerId } = await inTenant(id, (tx) => tx.tenant.findUniqueOrThrow({ where: { id } }));
    const customer = stripeCustomerId ?? '';
    await syncCustomer(customer);
    return { id, customer, email: `${id}@example.com` };
  }

  /** Lets Stripe's time go on until `ms`, with the webhooks of new drafts, and the worker that collects. */
  async function until(ms: number, ...payers: Pick<Payer, 'customer'>[]): Promise<void> {
    const nextMonth = Date.UTC(new Date(now()).getUTCFullYear(), new Date(now()).getUTCMonth() + 1);
    if (ms > nextMonth) await until(nextMonth, ...payers);
    running().advance({ seconds: (ms - now()) / 1_000 });
    for (const { customer } of payers) await syncCustomer(customer);
    await advanceInvoices(now());
  }

  return {
    db,
    mails,
    queued,
    now,
    openStripe,
    newClient,
    subscribe,
    /** Lets Stripe's time go on by seconds. */
    advance: (seconds: number) => running().advance({ seconds }),
    subscribed: async (plan: 'basic' | 'pro' = 'basic', card = VISA) => subscribe(await newClient(plan), plan, card),
    until,
    /** The subjects of the mails to a client. */
    subjects: (id: string) => mails.filter(({ to }) => to === `${id}@example.com`).map(({ subject }) => subject),
    close: async () => {
      await simulator?.close();
      await db.drop();
    },
  };
}
