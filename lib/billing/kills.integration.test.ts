import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { afterAll, expect, it } from 'vitest';
import { asSystem, inTenantSql } from '#lib/platform/database/index.ts';
import { random as randomOf } from '#lib/rca/testing/mutations.ts';
import { countEvents, utcHour } from '#lib/usage/index.ts';
import { billingOf, recomputeDays, syncCustomer } from './index.ts';
import { billingFixture, type Payer } from './testing/fixture.ts';

const HOUR = 3_600_000;
const DAY = 24 * HOUR;
const START = Date.UTC(2026, 10, 20, 12);
const DECEMBER = Date.UTC(2026, 11, 1);
const CLIENTS = 30;
/** BILLING_KILLS=30 tries more moments. */
const KILLS = Number(process.env.BILLING_KILLS ?? 12);
const fixture = await billingFixture();
afterAll(fixture.close);

it('a month that is closed by processes that die at random moments is billed, charged and told exactly once', {
  timeout: 600_000,
}, async () => {
  const { simulator, client } = await fixture.openStripe(START);
  const random = randomOf(7);
  const payers: Payer[] = [];
  for (let i = 0; i < CLIENTS; i++) payers.push(await fixture.subscribed('basic'));
  for (const [i, { id }] of payers.entries()) {
    const hour = { hour: utcHour(START).getTime(), cluster: 'prod', stream: 'events.normalized', late: false, value: 100_000 + 1_000 * i };
    await inTenantSql(fixture.db.pool, id, (sql) => countEvents(sql, id, [hour], START));
    await recomputeDays(id, START, START, START);
  }
  const turnTo = async (ms: number) => {
    simulator.advance({ seconds: (ms - fixture.now()) / 1_000 });
    for (const { customer } of payers) await syncCustomer(customer);
  };

  /** Runs the collector and kills it `afterMs` after it began; false when it came to its end before. */
  async function collect(afterMs: number): Promise<boolean> {
    const program = join(import.meta.dirname, 'testing/collector.ts');
    const args = ['--disable-warning=ExperimentalWarning', program, fixture.db.url, String(simulator.port), String(fixture.now())];
    const child = spawn(process.execPath, args, { stdio: ['ignore', 'pipe', 'inherit'] });
    const ended = once(child, 'exit') as Promise<[number | null, NodeJS.Signals | null]>;
    await once(child.stdout, 'data');
    await Promise.race([delay(afterMs, undefined, { ref: false }), ended]);
    child.kill('SIGKILL');
    const [code, signal] = await ended;
    if (signal !== 'SIGKILL' && code !== 0) throw new Error(`the collector ended with ${code}`);
    return signal === 'SIGKILL';
  }

  const isAnythingDue = async () => (await asSystem((tx) => tx.invoice.count({ where: { dueAt: { lte: new Date(fixture.now()) } } }))) > 0;

  let kills = 0;
  for (const at of [DECEMBER, DECEMBER + 6 * HOUR, DECEMBER + 6 * HOUR + 3 * DAY]) {
    await turnTo(at);
    // Half of the kills hit the close, and half the charges.
    for (const wanted = kills + (at === DECEMBER ? 0 : KILLS / 2); kills < wanted; )
      if (await collect(random() * 250)) kills++;
      else break;
    // As the role does: what failed is tried again.
    while (await isAnythingDue()) await collect(600_000);
  }
  for (const { customer } of payers) await syncCustomer(customer);

  const mails = await asSystem((tx) => tx.outboxMail.groupBy({ by: ['tenantId'], _count: { _all: true } }));
  for (const [i, { id, customer }] of payers.entries()) {
    const { data } = await client.invoices.list({ customer, limit: 100 });
    const [renewal, first, ...more] = data;
    expect([more.length, first?.billing_reason, renewal?.status]).toEqual([0, 'subscription_create', 'paid']);
    expect([renewal?.total, renewal?.amount_paid, renewal?.attempt_count]).toEqual([9_900 + 10 * i, 9_900 + 10 * i, 1]);
    expect((await billingOf(id)).invoices.find((invoice) => invoice.id === renewal?.id)).toMatchObject({ stage: 'settled' });
    expect(mails.find(({ tenantId }) => tenantId === id)?._count._all).toBe(1);
  }
  expect(kills).toBeGreaterThanOrEqual(KILLS / 2);
});
