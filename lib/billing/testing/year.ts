import type Stripe from 'stripe';
import { asSystem, inTenant, inTenantSql } from '#lib/platform/database/index.ts';
import { contextOf, getTenant } from '#lib/tenants/index.ts';
import { countEvents, countRcaQueries, recordStorage, utcHour } from '#lib/usage/index.ts';
import {
  advanceInvoices,
  changePlan,
  endSubscription,
  failStripeCard,
  keepPlan,
  payOverdue,
  previewPlanChange,
  recomputeDays,
} from '../index.ts';
import type { billingFixture } from './fixture.ts';
import type { Act } from './oracle.ts';

type Fixture = Awaited<ReturnType<typeof billingFixture>>;
const HOUR = 3_600_000;
const DAY = 24 * HOUR;

/** A client that lives through its acts. */
export interface Lived {
  id: string;
  acts: Act[];
  customer?: string;
}

/**
 * Lets clients live from `start` to `end` (epoch ms), and then until their last invoices are done with. Stripe's time goes on from act to
 * act; `deliver` does what the webhooks of the new events do. The worker that collects runs twice a day.
 */
export async function liveThrough(
  fixture: Fixture,
  { client, lives, start, end }: { client: Stripe; lives: Lived[]; start: number; end: number },
  deliver: (events: Stripe.Event[]) => Promise<void>,
): Promise<void> {
  const happenings: { at: number; run: () => Promise<unknown> }[] = lives.flatMap((one) =>
    one.acts.flatMap((act) => [
      { at: act.at, run: () => perform(one, act) },
      ...(act.kind === 'events' ? [{ at: act.countedAt, run: () => count(one, act) }] : []),
    ]),
  );
  for (let day = start; day < end + 25 * DAY; day += DAY)
    for (const at of [day + 1_000, day + 7 * HOUR]) happenings.push({ at, run: () => advanceInvoices(fixture.now()) });
  happenings.sort((a, b) => a.at - b.at);
  for (const { at, run } of happenings) {
    await turnTo(at);
    await run();
  }

  async function turnTo(ms: number): Promise<void> {
    const before = Math.floor(fixture.now() / 1_000);
    fixture.advance((ms - fixture.now()) / 1_000);
    const events: Stripe.Event[] = [];
    for await (const event of client.events.list({ created: { gte: before }, limit: 100 })) events.push(event);
    await deliver(events);
  }

  async function perform(one: Lived, act: Act): Promise<void> {
    const { id } = one;
    const tenant = async () => contextOf(await getTenant(id));
    const change = async (plan: 'free' | 'basic' | 'pro') =>
      changePlan(await tenant(), await previewPlanChange(await tenant(), plan), 'jo@example.com');
    if (act.kind === 'subscribe') one.customer = (await fixture.subscribe(id, act.plan)).customer;
    else if (act.kind === 'upgrade') await change('pro');
    else if (act.kind === 'downgrade') await change(act.to);
    else if (act.kind === 'keep') await keepPlan(await tenant(), 'jo@example.com');
    else if (act.kind === 'queries') await inTenant(id, (tx) => countRcaQueries(tx, id, 'prod', act.n, act.at));
    else if (act.kind === 'storage') await recordStorage(id, act.bytes, act.at);
    else if (act.kind === 'card') await failStripeCard(one.customer ?? '', act.fails ? 'generic_decline' : null);
    else if (act.kind === 'pay') {
      await failStripeCard(one.customer ?? '', null);
      await payOverdue(id);
    } else if (act.kind === 'close') {
      await asSystem((tx) => tx.tenant.update({ where: { id }, data: { status: 'closed' } }));
      await endSubscription(id);
    }
    // As the role does while the day lasts: it keeps the terms that are in force.
    await recomputeDays(id, act.at, act.at, act.at);
  }

  async function count({ id }: Lived, { at, n, countedAt }: Extract<Act, { kind: 'events' }>): Promise<void> {
    const hour = { hour: utcHour(at).getTime(), cluster: 'prod', stream: 'events.normalized', late: false, value: n };
    await inTenantSql(fixture.db.pool, id, (sql) => countEvents(sql, id, [hour], countedAt));
    for (const day of [at, countedAt]) await recomputeDays(id, day, day, countedAt);
  }
}
