import { randomUUID } from 'node:crypto';
import type Stripe from 'stripe';
import { afterAll, beforeEach, describe, expect, it } from 'vitest';
import { listAudit } from '#lib/audit/index.ts';
import { asSystem, inTenant } from '#lib/platform/database/index.ts';
import { setSuspended } from '#lib/tenants/index.ts';
import { addToCounter, countRcaQueries } from '#lib/usage/index.ts';
import type { StripeSimulator } from '#simulators/stripe/index.ts';
import {
  advanceInvoices,
  billingOf,
  changePlan,
  correctInvoice,
  creditClient,
  explainInvoice,
  grantGrace,
  hoursBehind,
  keepPlan,
  payOverdue,
  previewPlanChange,
  recomputeDays,
  setBillingEmail,
  sweepEvents,
  syncCustomer,
} from '../index.ts';
import { billingFixture, FAILS_LATER, type Payer } from '../testing/fixture.ts';

const HOUR = 3_600_000;
const DAY = 24 * HOUR;
const START = Date.UTC(2026, 10, 23, 12);
const DECEMBER = Date.UTC(2026, 11, 1);
const fixture = await billingFixture();
const { subscribed, until, now, mails, queued } = fixture;
let simulator: StripeSimulator;
let client: Stripe;

afterAll(fixture.close);
/** Each test has a Stripe of its own and begins on 23 November. */
beforeEach(async () => {
  await asSystem((tx) => tx.invoice.updateMany({ data: { stage: 'settled', dueAt: null } }));
  ({ simulator, client } = await fixture.openStripe(START));
});

const tenantOf = (id: string) => inTenant(id, (tx) => tx.tenant.findUniqueOrThrow({ where: { id } }));
const contextOf = async (id: string) => (await tenantOf(id)) as never;
const newest = async (id: string) => (await billingOf(id)).invoices[0];
const subjects = ({ id }: Payer) => fixture.subjects(id);

/** Usage of a November day that costs a Basic client 20 cents for events, and 150 for queries. */
async function useTooMuch({ id }: Payer): Promise<void> {
  await inTenant(id, async (tx) => {
    await addToCounter(tx, id, 'events', 101_500, START);
    await countRcaQueries(tx, id, 'prod', 1_003, START);
  });
  // As the role does while the day lasts: it keeps the terms that are in force.
  await recomputeDays(id, START, START, START);
}
const OVERAGE = 20 + 3 * 50;

describe('the invoice of a month', () => {
  it('waits for late usage, gets the overage, is announced and charged three days later', async () => {
    const one = await subscribed();
    await useTooMuch(one);
    await until(DECEMBER, one);
    expect(await newest(one.id)).toMatchObject({ status: 'draft', stage: 'held', totalCents: 9_900 });
    await until(DECEMBER + 5 * HOUR, one);
    expect(await newest(one.id)).toMatchObject({ status: 'draft', stage: 'held' });

    await until(DECEMBER + 6 * HOUR, one);
    const announced = await newest(one.id);
    expect(announced).toMatchObject({ status: 'open', stage: 'announced', totalCents: 9_900 + OVERAGE, paidCents: 0 });
    expect(announced?.dueAt?.getTime()).toBe(DECEMBER + 6 * HOUR + 3 * DAY);
    expect(mails.find(({ to, subject }) => to === one.email && subject.includes('$100.70'))?.text).toContain('4 December 2026');

    await until(DECEMBER + 2 * DAY, one);
    expect(await newest(one.id)).toMatchObject({ status: 'open' });
    await until(DECEMBER + 4 * DAY, one);
    expect(await newest(one.id)).toMatchObject({ status: 'paid', stage: 'settled', paidCents: 9_900 + OVERAGE, dueAt: null });
  });

  it('is explained by its lines, days and hours', async () => {
    const one = await subscribed();
    await useTooMuch(one);
    await until(DECEMBER + 6 * HOUR, one);
    const id = (await newest(one.id))?.id ?? '';
    expect(await explainInvoice(one.id, id)).toMatchObject({
      month: { start: Date.UTC(2026, 10, 1), end: DECEMBER },
      lines: [
        { metric: 'events', unitCents: 10, quantity: 2, cents: 20 },
        { metric: 'rca_queries', unitCents: 50, quantity: 3, cents: 150 },
      ],
      days: [{ day: '2026-11-23', events: 101_500, eventsIncluded: 100_000, eventsAbove: 1_500, rcaQueries: 1_003 }],
      rcaQueries: { used: 1_003, included: 1_000 },
    });
    expect(await hoursBehind(one.id, id)).toEqual([
      { metric: 'rca_queries', hour: START, cluster: 'prod', stream: '', late: false, value: 1_003 },
    ]);
    const first = (await billingOf(one.id)).invoices.find(({ hasUsage }) => !hasUsage)?.id ?? '';
    expect((await explainInvoice(one.id, first)).month).toBeNull();
  });

  it('bills a month once, and is charged once, however often and by however many the work is done', async () => {
    const one = await subscribed();
    await useTooMuch(one);
    await until(DECEMBER, one);
    simulator.advance({ seconds: 6 * 3_600 });
    await Promise.all([advanceInvoices(now()), advanceInvoices(now()), advanceInvoices(now())]);
    expect(await newest(one.id)).toMatchObject({ stage: 'announced', totalCents: 9_900 + OVERAGE });
    simulator.advance({ days: 3 });
    await Promise.all([advanceInvoices(now()), advanceInvoices(now()), advanceInvoices(now())]);
    await syncCustomer(one.customer);
    expect(await newest(one.id)).toMatchObject({ status: 'paid', paidCents: 9_900 + OVERAGE, attemptCount: 1 });
    expect(subjects(one).filter((subject) => subject.includes('invoice'))).toHaveLength(1);
  });

  it('is not held up by another one that fails', async () => {
    const [broken, fine] = [await subscribed(), await subscribed()];
    await until(DECEMBER, broken, fine);
    await asSystem((tx) => tx.invoice.updateMany({ where: { tenantId: broken.id, stage: 'held' }, data: { dueAt: new Date(START) } }));
    const { id = '' } = (await newest(broken.id)) ?? {};
    await asSystem((tx) => tx.$executeRaw`UPDATE invoices SET id = ${`${id}_unknown`} WHERE id = ${id}`);
    simulator.advance({ seconds: 6 * 3_600 });
    await advanceInvoices(now());
    expect(await newest(fine.id)).toMatchObject({ stage: 'announced' });
    const failures = await asSystem((tx) => tx.workFailure.findMany({ where: { tenantId: broken.id } }));
    expect(failures).toMatchObject([{ work: 'billing', error: expect.stringContaining('No such invoice') }]);
    await asSystem((tx) => tx.invoice.deleteMany({ where: { tenantId: broken.id } }));
  });

  it('for the last month of a subscription that ended is made by us, when there is overage', async () => {
    const [over, within] = [await subscribed(), await subscribed()];
    await useTooMuch(over);
    for (const { id } of [over, within]) {
      const preview = await previewPlanChange(await contextOf(id), 'free');
      await changePlan(await contextOf(id), preview, 'jo@example.com');
    }
    await until(DECEMBER + HOUR, over, within);
    expect((await tenantOf(over.id)).plan).toBe('free');
    await until(DECEMBER + 8 * HOUR, over, within);
    expect(await newest(over.id)).toMatchObject({ stage: 'announced', totalCents: OVERAGE });
    await until(DECEMBER + 4 * DAY, over, within);
    expect(await newest(over.id)).toMatchObject({ stage: 'settled', paidCents: OVERAGE });
    expect((await billingOf(within.id)).invoices).toHaveLength(1);
  });
});

describe('an invoice that somebody else finalised', () => {
  it('is charged after the same notice, and its overage gets an invoice of its own', async () => {
    const one = await subscribed();
    await useTooMuch(one);
    await until(DECEMBER, one);
    const id = (await newest(one.id))?.id ?? '';
    await client.invoices.finalizeInvoice(id, { auto_advance: false });
    await until(DECEMBER + 6 * HOUR, one);
    await until(DECEMBER + 13 * HOUR, one);
    await until(DECEMBER + 5 * DAY, one);
    const { invoices } = await billingOf(one.id);
    const paid = invoices.map(({ stage, paidCents }) => [stage, paidCents]).filter(([stage]) => stage !== null);
    expect(paid).toHaveLength(2);
    expect(paid).toEqual(
      expect.arrayContaining([
        ['settled', OVERAGE],
        ['settled', 9_900],
      ]),
    );
  });

  it('is not charged twice when Stripe charged it because nobody held it, and its overage is still billed', async () => {
    const one = await subscribed();
    await useTooMuch(one);
    simulator.advance({ seconds: (DECEMBER + 2 * HOUR - now()) / 1_000 });
    await until(DECEMBER + 7 * HOUR, one);
    await until(DECEMBER + 14 * HOUR, one);
    await until(DECEMBER + 5 * DAY, one);
    const paid = (await billingOf(one.id)).invoices.filter(({ stage }) => stage === 'settled').map(({ paidCents }) => paidCents);
    expect(paid.sort()).toEqual([OVERAGE, 9_900]);
  });

  it('is not charged once the client is closed', async () => {
    const one = await subscribed();
    await until(DECEMBER + 6 * HOUR, one);
    await asSystem((tx) => tx.tenant.update({ where: { id: one.id }, data: { status: 'closed' } }));
    await until(DECEMBER + 5 * DAY, one);
    expect(await newest(one.id)).toMatchObject({ stage: 'announced', failedCharges: 0, paidCents: 0 });
    expect((await client.invoices.retrieve((await newest(one.id))?.id ?? '')).status).toBe('open');
  });
});

describe('a charge that fails', () => {
  const dueAt = async (one: Payer) => (await newest(one.id))?.dueAt?.getTime() ?? 0;
  /** A client whose invoice of December failed `times` times. */
  async function failing(times: number, card = FAILS_LATER): Promise<Payer> {
    const one = await subscribed('basic', card);
    await until(DECEMBER + 6 * HOUR, one);
    for (let i = 0; i < times; i++) await until(await dueAt(one), one);
    return one;
  }
  const replaceCard = async ({ customer }: Payer) => {
    const card = await client.paymentMethods.attach('pm_card_visa', { customer });
    await client.customers.update(customer, { invoice_settings: { default_payment_method: card.id } });
  };

  it('is repeated after 3 and after 5 days, with a mail each time; the third one suspends the client', async () => {
    const one = await failing(1);
    const first = now();
    expect(await newest(one.id)).toMatchObject({ stage: 'retrying', failedCharges: 1, status: 'open' });
    expect(await dueAt(one)).toBe(first + 3 * DAY);
    await until(await dueAt(one), one);
    expect(await newest(one.id)).toMatchObject({ stage: 'retrying', failedCharges: 2 });
    expect(await dueAt(one)).toBe(first + 8 * DAY);
    expect((await tenantOf(one.id)).status).not.toBe('suspended');
    await until(await dueAt(one), one);
    expect(await newest(one.id)).toMatchObject({ stage: 'unpaid', failedCharges: 3, dueAt: null });
    expect(await tenantOf(one.id)).toMatchObject({ status: 'suspended', suspendedReason: '3 failed payments', failedPayments: 3 });
    const number = (await newest(one.id))?.number;
    expect(subjects(one).slice(-3)).toEqual([
      `The payment of invoice ${number} failed (attempt 1 of 3)`,
      `The payment of invoice ${number} failed (attempt 2 of 3)`,
      `Your KG RCA account is suspended: invoice ${number} is unpaid`,
    ]);
    const entries = (await listAudit(one.id, 50)).filter(({ action }) => action === 'invoice.charge_failed');
    expect(entries.map(({ after }) => (after as { attempt: number }).attempt).sort()).toEqual([1, 2, 3]);
  });

  it('is over when the client pays, with another card; a suspended client resumes', async () => {
    const one = await failing(3);
    await expect(payOverdue(one.id)).rejects.toMatchObject({ status: 402, code: 'payment_failed' });
    expect((await newest(one.id))?.failedCharges).toBe(3);
    await replaceCard(one);
    expect(await payOverdue(one.id)).toEqual({ paid: 1 });
    expect(await newest(one.id)).toMatchObject({ stage: 'settled', status: 'paid' });
    expect(await tenantOf(one.id)).toMatchObject({ failedPayments: 0, suspendedReason: null });
    expect((await tenantOf(one.id)).status).not.toBe('suspended');
  });

  it('is over when Stripe tells of a payment that it took itself', async () => {
    const one = await failing(3);
    await replaceCard(one);
    await client.invoices.pay((await newest(one.id))?.id ?? '');
    await syncCustomer(one.customer);
    expect((await tenantOf(one.id)).status).not.toBe('suspended');
  });

  it('does not lift a suspension by the staff', async () => {
    const one = await failing(1);
    await setSuspended(one.id, true, 'abuse', 'ops@example.com');
    await replaceCard(one);
    await payOverdue(one.id);
    expect(await tenantOf(one.id)).toMatchObject({ status: 'suspended', suspendedReason: 'abuse' });
  });

  it('suspends nobody while the staff grant time, resumes who is suspended, and is repeated when the time is over', async () => {
    const one = await failing(3);
    const end = now() + 10 * DAY;
    await grantGrace(one.id, end, 'the bank is slow', 'ops@example.com', now());
    expect((await tenantOf(one.id)).status).not.toBe('suspended');
    expect(await newest(one.id)).toMatchObject({ stage: 'retrying' });
    await until(end - HOUR, one);
    expect((await tenantOf(one.id)).status).not.toBe('suspended');
    await until(end, one);
    expect(await tenantOf(one.id)).toMatchObject({ status: 'suspended', suspendedReason: '4 failed payments' });
  });

  it.each([
    ['is past', -1],
    ['ends in more than 90 days', 91 * DAY],
  ])('gets no time that %s', async (_what, after) => {
    const one = await subscribed();
    await expect(grantGrace(one.id, now() + after, 'x', 'ops', now())).rejects.toMatchObject({ status: 422 });
  });

  it('asks for another card when the bank refused this one for good, and for a confirmation when it wants one', async () => {
    const stolen = await subscribed();
    await until(DECEMBER + 6 * HOUR, stolen);
    simulator.failCards(stolen.customer, 'stolen_card');
    await until(await dueAt(stolen), stolen);
    expect(await newest(stolen.id)).toMatchObject({ declineCode: 'stolen_card' });
    expect(mails.findLast(({ to }) => to === stolen.email)?.text).toContain('Please use another card');
    const secured = await subscribed();
    await until(Date.UTC(2027, 0, 1, 6), secured);
    simulator.failCards(secured.customer, 'authentication_required');
    await until(await dueAt(secured), secured);
    expect(mails.findLast(({ to }) => to === secured.email)?.text).toContain('Confirm the payment:\nhttp');
  });

  it('names the amount that is charged, with the balance of the client', async () => {
    ({ simulator, client } = await fixture.openStripe(DECEMBER - 3 * HOUR));
    const one = await subscribed('basic', FAILS_LATER);
    await until(DECEMBER + 6 * HOUR, one);
    await until(await dueAt(one), one);
    expect(await newest(one.id)).toMatchObject({ stage: 'retrying', totalCents: 9_900, dueCents: 9_941 });
    const about = mails.filter(({ to }) => to === one.email).map(({ subject, text }) => `${subject} ${text}`);
    expect(about.filter((text) => text.includes('$99.41'))).toHaveLength(2);
    expect((await billingOf(one.id)).invoices.filter(({ stage }) => stage === 'retrying')).toHaveLength(1);
  });

  it('is told to the billing contact, where there is one', async () => {
    const one = await subscribed('basic', FAILS_LATER);
    const contact = `billing-${one.id}@example.com`;
    await setBillingEmail(one.id, contact, 'jo@example.com');
    await until(DECEMBER + 6 * HOUR, one);
    await until(await dueAt(one), one);
    expect(mails.filter(({ to }) => to === contact).map(({ subject }) => subject)).toHaveLength(2);
    expect(await client.customers.retrieve(one.customer)).toMatchObject({ email: contact });
  });
});

describe('a change of plan', () => {
  const preview = async (one: Payer, plan: 'free' | 'basic' | 'pro') => previewPlanChange(await contextOf(one.id), plan);
  const change = async (one: Payer, wanted: Parameters<typeof changePlan>[1]) =>
    changePlan(await contextOf(one.id), wanted, 'jo@example.com');

  it('to a dearer plan is charged exactly as it was shown, at once', async () => {
    const one = await subscribed();
    const shown = await preview(one, 'pro');
    expect(shown).toMatchObject({ kind: 'upgrade', monthlyCents: 49_900 });
    expect(shown.lines.reduce((sum, { cents }) => sum + cents, 0)).toBe(shown.dueNowCents);
    expect(shown.dueNowCents).toBeGreaterThan(0);
    expect(shown.dueNowCents).toBeLessThan(40_000);
    simulator.advance({ seconds: 600 });
    await change(one, shown);
    expect(await newest(one.id)).toMatchObject({ status: 'paid', paidCents: shown.dueNowCents, stage: null });
    expect((await tenantOf(one.id)).plan).toBe('pro');
    await until(DECEMBER, one);
    expect(await newest(one.id)).toMatchObject({ stage: 'held', totalCents: 49_900 });
  });

  it('charges with it what an earlier invoice was too small to be charged for, as it was shown', async () => {
    ({ simulator, client } = await fixture.openStripe(DECEMBER - 3 * HOUR));
    const one = await subscribed();
    const small = await newest(one.id);
    expect(small).toMatchObject({ status: 'paid', totalCents: 41, dueCents: 0, paidCents: 0 });
    const shown = await preview(one, 'pro');
    expect(shown.lines.at(-1)).toEqual({ description: 'Carried over from earlier invoices', cents: 41 });
    expect(shown.lines.reduce((sum, { cents }) => sum + cents, 0)).toBe(shown.dueNowCents);
    await change(one, shown);
    expect(await newest(one.id)).toMatchObject({
      status: 'paid',
      totalCents: shown.dueNowCents - 41,
      dueCents: shown.dueNowCents,
      paidCents: shown.dueNowCents,
    });
  });

  it('changes nothing when the card is declined, and can be tried again with another', async () => {
    const one = await subscribed('basic', FAILS_LATER);
    const shown = await preview(one, 'pro');
    await expect(change(one, shown)).rejects.toMatchObject({ status: 402, code: 'payment_failed' });
    await syncCustomer(one.customer);
    expect((await tenantOf(one.id)).plan).toBe('basic');
    expect((await billingOf(one.id)).invoices.filter(({ status }) => status !== 'paid')).toEqual([]);
    const card = await client.paymentMethods.attach('pm_card_visa', { customer: one.customer });
    await client.customers.update(one.customer, { invoice_settings: { default_payment_method: card.id } });
    simulator.advance({ seconds: 5 });
    await change(one, await preview(one, 'pro'));
    expect((await tenantOf(one.id)).plan).toBe('pro');
  });

  it('is refused when the preview is old, or would charge something else now', async () => {
    const one = await subscribed();
    const shown = await preview(one, 'pro');
    await expect(change(one, { ...shown, dueNowCents: shown.dueNowCents - 1 })).rejects.toMatchObject({ code: 'preview_expired' });
    simulator.advance({ seconds: 16 * 60 });
    await expect(change(one, shown)).rejects.toMatchObject({ status: 409, code: 'preview_expired' });
  });

  it('to a cheaper plan takes effect at the end of the period, and costs that from then on', async () => {
    const one = await subscribed('pro');
    const shown = await preview(one, 'basic');
    expect(shown).toMatchObject({ kind: 'downgrade', dueNowCents: 0, effectiveAt: DECEMBER });
    expect(shown.exceeds.join()).toContain('30 days');
    await change(one, shown);
    expect(await billingOf(one.id)).toMatchObject({ subscription: { plan: 'pro', scheduledPlan: 'basic' } });
    await until(DECEMBER + 6 * HOUR, one);
    expect((await tenantOf(one.id)).plan).toBe('basic');
    expect(await newest(one.id)).toMatchObject({ totalCents: 9_900 });
  });

  it('that is planned can be taken back', async () => {
    const one = await subscribed('pro');
    for (const plan of ['basic', 'free'] as const) {
      await change(one, await preview(one, plan));
      await keepPlan(await contextOf(one.id), 'jo@example.com');
      simulator.advance({ seconds: 5 });
      expect(await billingOf(one.id)).toMatchObject({ subscription: { scheduledPlan: null, cancelAtPeriodEnd: false } });
    }
    await expect(keepPlan(await contextOf(one.id), 'jo')).rejects.toMatchObject({ status: 409, code: 'no_planned_change' });
    await until(DECEMBER, one);
    expect(await newest(one.id)).toMatchObject({ totalCents: 49_900 });
  });

  it('is refused without a subscription, and to the plan that the client has', async () => {
    const one = await subscribed();
    await expect(preview(one, 'basic')).rejects.toMatchObject({ status: 409, code: 'same_plan' });
    const id = await fixture.newClient('free');
    await expect(previewPlanChange(await contextOf(id), 'pro')).rejects.toMatchObject({ status: 409, code: 'no_subscription' });
  });
});

describe('a correction', () => {
  const adjustment = (cents: number) => ({ cents, reason: 'an outage', requestId: randomUUID() });

  it('of a paid invoice gives the money back, once however often it is asked for, and is told', async () => {
    const one = await subscribed();
    const { id = '', totalCents = 0 } = (await newest(one.id)) ?? {};
    const wanted = { ...adjustment(500), refund: true };
    for (let i = 0; i < 2; i++) await correctInvoice(one.id, id, wanted, 'ops@example.com');
    const { data } = await client.creditNotes.list({ invoice: id });
    expect(data.map(({ amount, memo }) => [amount, memo])).toEqual([[500, 'an outage']]);
    expect((await client.invoices.retrieve(id)).total).toBe(totalCents);
    await expect(correctInvoice(one.id, id, { ...adjustment(totalCents), refund: true }, 'ops')).rejects.toMatchObject({ status: 422 });
    expect(subjects(one).filter((subject) => subject === 'A correction of your KG RCA bill')).toHaveLength(1);
  });

  it('of all that is left of an invoice can be asked for again, as after a lost answer', async () => {
    const one = await subscribed();
    const { id = '', totalCents = 0 } = (await newest(one.id)) ?? {};
    const all = { ...adjustment(totalCents), refund: true };
    for (let i = 0; i < 2; i++) await correctInvoice(one.id, id, all, 'ops');
    expect((await client.creditNotes.list({ invoice: id })).data.map(({ amount }) => amount)).toEqual([totalCents]);
  });

  it('of an open invoice asks for less', async () => {
    const one = await subscribed();
    await until(DECEMBER + 6 * HOUR, one);
    const { id = '' } = (await newest(one.id)) ?? {};
    await correctInvoice(one.id, id, { ...adjustment(900), refund: false }, 'ops@example.com');
    expect((await client.invoices.retrieve(id)).amount_remaining).toBe(9_000);
    await until(DECEMBER + 4 * DAY, one);
    expect(await newest(one.id)).toMatchObject({ status: 'paid', paidCents: 9_000 });
  });

  it('by credit is used up by the next invoice', async () => {
    const one = await subscribed();
    await creditClient(one.id, adjustment(10_000), 'ops@example.com');
    await until(DECEMBER + 6 * HOUR, one);
    expect(await newest(one.id)).toMatchObject({ status: 'paid', stage: 'settled', paidCents: 0 });
  });

  it('is refused with the requestId of another one', async () => {
    const one = await subscribed();
    const { id = '' } = (await newest(one.id)) ?? {};
    const [credit, note] = [adjustment(1_000), { ...adjustment(500), refund: false }];
    await creditClient(one.id, credit, 'ops');
    await correctInvoice(one.id, id, note, 'ops');
    const refusal = { status: 409, code: 'request_id_reused' };
    await expect(creditClient(one.id, { ...credit, cents: 2_000 }, 'ops')).rejects.toMatchObject(refusal);
    await expect(correctInvoice(one.id, id, { ...note, reason: 'another' }, 'ops')).rejects.toMatchObject(refusal);
  });

  it('of another client’s invoice is a 404', async () => {
    const [one, other] = [await subscribed(), await subscribed()];
    const { id = '' } = (await newest(other.id)) ?? {};
    await expect(correctInvoice(one.id, id, { ...adjustment(1), refund: true }, 'ops')).rejects.toMatchObject({ status: 404 });
  });
});

describe('a webhook that never came', () => {
  it('is found by the sweep, and its event is processed', async () => {
    const one = await subscribed();
    await asSystem((tx) => tx.stripeEvent.deleteMany({}));
    expect(await sweepEvents(now())).toBeGreaterThan(0);
    const events = await asSystem((tx) => tx.stripeEvent.findMany({ where: { customerId: one.customer } }));
    expect(events.map(({ type }) => type)).toContain('customer.subscription.created');
    for (const { id } of events) expect(queued).toContain(`stripe-event ${id}`);
    expect(await sweepEvents(now())).toBe(0);
  });
});
