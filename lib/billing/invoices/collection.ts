import type Stripe from 'stripe';
import { audit } from '#lib/audit/index.ts';
import { utcMonthEnd, utcMonthStart } from '#lib/platform/clock.ts';
import { asSystem, database, inTenant, inTenantSql } from '#lib/platform/database/index.ts';
import { Problem } from '#lib/platform/problem.ts';
import { getTenant, isForNonPayment, noteFailure, noteSuccess, setSuspended } from '#lib/tenants/index.ts';
import { lockMonth } from '#lib/usage/index.ts';
import { billableDays } from '../metering/days.ts';
import { storeInvoice } from '../stripe/mirror.ts';
import { writeOnce } from '../stripe/operations.ts';
import { asStripeError, requireStripe } from '../stripe/port.ts';
import { billingPage, dateText, money, sendBillingMail } from './mails.ts';
import { type OverageLine, overageOf } from './overage.ts';
import { NOTICE_MS, OVERAGE_MONTH, OVERDUE } from './stages.ts';

const DAY_MS = 86_400_000;
/** From each failed charge to the next attempt; after the last one the client is suspended. */
const RETRY_AFTER_MS = [3 * DAY_MS, 5 * DAY_MS];
const ATTEMPTS = RETRY_AFTER_MS.length + 1;
const BATCH = 100;
/** Refusals after which the same card cannot work: https://docs.stripe.com/declines/codes */
const HARD_DECLINES = new Set([
  'card_not_supported',
  'currency_not_supported',
  'expired_card',
  'fraudulent',
  'incorrect_number',
  'invalid_account',
  'invalid_number',
  'lost_card',
  'merchant_blacklist',
  'new_account_information_available',
  'pickup_card',
  'restricted_card',
  'revocation_of_all_authorizations',
  'revocation_of_authorization',
  'stolen_card',
  'transaction_not_allowed',
]);
const NO_CARD = 'no_payment_method';
const AUTHENTICATION = 'authentication_required';

type StoredInvoice = Awaited<ReturnType<typeof dueInvoices>>[number];

/** Keeps Stripe from making a draft of ours final and charging it by itself: an hour after it was made, if nobody says otherwise. */
export async function holdDraft(tenantId: string, { id, auto_advance, status }: Stripe.Invoice, now: number): Promise<void> {
  if (!id || status !== 'draft' || !auto_advance) return;
  await writeOnce({ key: `hold ${id}`, tenantId, what: 'hold the draft', now }, (options) =>
    requireStripe().client.invoices.update(id, { auto_advance: false }, options),
  );
}

/**
 * Takes every invoice whose time has come one step further: a held draft gets its overage and becomes final, a final one is
 * charged, a failed charge is repeated. Dates in the database decide, not jobs, so nothing that is lost or late skips a step. An
 * invoice that fails stops no other. Returns how many it took further. `now` is Stripe's time in epoch ms.
 */
export async function advanceInvoices(now: number): Promise<number> {
  let advanced = 0;
  for (const invoice of await dueInvoices(now)) {
    const work = { tenantId: invoice.tenantId, work: 'billing', subject: `invoice ${invoice.id}` } as const;
    try {
      // What a closed client owes is for the staff to decide.
      if ((await getTenant(invoice.tenantId)).status === 'closed') continue;
      await (invoice.stage === 'held' ? finalise(invoice, now) : charge(invoice, now));
      await noteSuccess(work);
      advanced++;
    } catch (error) {
      await noteFailure(work, error, now);
    }
  }
  return advanced;
}

async function dueInvoices(now: number) {
  return asSystem((tx) =>
    tx.invoice.findMany({
      where: { dueAt: { lte: new Date(now) }, stage: { in: ['held', 'announced', 'retrying'] } },
      orderBy: { dueAt: 'asc' },
      take: BATCH,
    }),
  );
}

/** The month (its start, in epoch ms) whose overage an invoice has: the one before it was made, unless it says so itself. */
function monthOf(invoice: Stripe.Invoice): number {
  const named = invoice.metadata?.[OVERAGE_MONTH];
  return named ? Date.parse(named) : utcMonthStart(utcMonthStart(invoice.created * 1_000).getTime() - 1).getTime();
}

async function finalise(stored: StoredInvoice, now: number): Promise<void> {
  const { client } = requireStripe();
  const { id, tenantId } = stored;
  let invoice = await client.invoices.retrieve(id);
  if (invoice.status === 'draft') {
    await addOverage(invoice, tenantId, now);
    const operation = { key: `finalise ${id}`, tenantId, what: 'finalise the invoice', now };
    invoice = await writeOnce(operation, (options) => client.invoices.finalizeInvoice(id, { auto_advance: false }, options));
  } else {
    // Somebody made it final, or charged it, before us: its overage needs an invoice of its own.
    await billSeparately(tenantId, String(invoice.customer), monthOf(invoice), now);
  }
  await announce(invoice, stored, now);
}

async function announce(invoice: Stripe.Invoice, { id, tenantId }: StoredInvoice, now: number): Promise<void> {
  const isOpen = invoice.status === 'open';
  const dueAt = new Date(now + NOTICE_MS);
  await asSystem(async (tx) => {
    const { count } = await tx.invoice.updateMany({
      where: { id, stage: 'held' },
      data: {
        status: invoice.status ?? 'open',
        number: invoice.number,
        totalCents: invoice.total,
        hostedUrl: invoice.hosted_invoice_url ?? null,
        pdfUrl: invoice.invoice_pdf ?? null,
        stage: isOpen ? 'announced' : 'settled',
        dueAt: isOpen ? dueAt : null,
      },
    });
    if (count === 0 || !isOpen) return;
    const amount = money(invoice.amount_due, invoice.currency);
    await sendBillingMail(tx, tenantId, {
      subject: `Your KG RCA invoice ${invoice.number} of ${amount}`,
      paragraphs: [
        `Invoice ${invoice.number} of ${amount} is ready. It will be charged to your card on ${dateText(dueAt.getTime())}. You do not have to do anything.`,
      ],
      action: { text: 'See the invoice:', url: invoice.hosted_invoice_url ?? billingPage() },
    });
  });
}

/** Adds the overage of the invoice's month to its draft, and closes that month: what is counted into it later counts in the next. */
async function addOverage(invoice: Stripe.Invoice, tenantId: string, now: number): Promise<void> {
  const { client } = requireStripe();
  const id = invoice.id ?? '';
  const month = monthOf(invoice);
  const end = utcMonthEnd(month).getTime();
  if (!(await closeMonth(tenantId, month, id, now))) return;
  const lines = overageOf(await billableDays(await getTenant(tenantId), month, end));
  const added = new Set<string>();
  for await (const { metadata } of client.invoiceItems.list({ invoice: id, limit: 100 }))
    if (metadata?.overage) added.add(metadata.overage);
  for (const line of lines) {
    const name = `${line.metric} ${line.unitCents}`;
    await storeOverage(tenantId, id, line);
    if (added.has(name)) continue;
    const operation = { key: `overage ${id} ${name}`, tenantId, what: `add the line ${line.label}`, now };
    await writeOnce(operation, (options) =>
      client.invoiceItems.create(
        {
          customer: String(invoice.customer),
          invoice: id,
          amount: line.cents,
          currency: invoice.currency,
          description: `${line.label}: ${line.quantity} × ${line.unit} at ${money(line.unitCents, invoice.currency)}`,
          period: { start: month / 1_000, end: end / 1_000 },
          metadata: { overage: name, quantity: String(line.quantity) },
        },
        options,
      ),
    );
  }
}

/** Makes the usage of a month final. False when another invoice has billed it already. */
async function closeMonth(tenantId: string, month: number, invoiceId: string, now: number): Promise<boolean> {
  return inTenantSql(database.use().pool, tenantId, async (sql) => {
    await lockMonth(sql, tenantId, month, false);
    await sql.query(
      'INSERT INTO billing_periods (tenant_id, period_start, invoice_id, closed_at) VALUES ($1, $2, $3, $4) ON CONFLICT DO NOTHING',
      [tenantId, new Date(month), invoiceId, new Date(now)],
    );
    const { rows } = await sql.query<{ invoice_id: string }>(
      'SELECT invoice_id FROM billing_periods WHERE tenant_id = $1 AND period_start = $2',
      [tenantId, new Date(month)],
    );
    return rows[0]?.invoice_id === invoiceId;
  });
}

async function storeOverage(tenantId: string, invoiceId: string, { metric, unitCents, quantity, cents }: OverageLine): Promise<void> {
  await inTenant(tenantId, (tx) =>
    tx.invoiceOverage.createMany({ data: [{ invoiceId, tenantId, metric, unitCents, quantity, cents }], skipDuplicates: true }),
  );
}

async function charge(stored: StoredInvoice, now: number): Promise<void> {
  const { client } = requireStripe();
  const { id, tenantId } = stored;
  const attempt = stored.failedCharges + 1;
  try {
    const operation = { key: `charge ${id} attempt ${attempt}`, tenantId, what: `charge the invoice, attempt ${attempt}`, now };
    await writeOnce(operation, (options) => client.invoices.pay(id, {}, options));
  } catch (error) {
    const refusal = refusalOf(error);
    if (!refusal) throw error;
    const { status } = await client.invoices.retrieve(id);
    if (status === 'open') return chargeFailed(stored, attempt, refusal, now);
  }
  await storeInvoice(tenantId, await client.invoices.retrieve(id));
  await resumeWhenPaid(tenantId, now);
}

/** Why a charge was refused; undefined for an error that is not about the client's money. */
function refusalOf(thrown: unknown): string | undefined {
  const error = asStripeError(thrown);
  if (!error) return undefined;
  const { type, code, decline_code, statusCode, message } = error;
  if (code === 'invoice_payment_intent_requires_action' || code === AUTHENTICATION) return AUTHENTICATION;
  if (type === 'StripeCardError') return decline_code ?? code ?? 'card_declined';
  if (code === 'invoice_already_paid') return 'already_paid';
  // There is neither a default payment method nor a source.
  if (statusCode === 400 && /payment method|payment source/i.test(message)) return NO_CARD;
  return undefined;
}

async function chargeFailed(stored: StoredInvoice, attempt: number, declineCode: string, now: number): Promise<void> {
  const { id, tenantId, number, totalCents, currency, hostedUrl } = stored;
  const wait = RETRY_AFTER_MS[attempt - 1];
  const grace = await graceOf(tenantId, now);
  // Within a grace period another attempt at its end takes the place of the suspension.
  const next = wait === undefined ? grace : now + wait;
  const stage = next === undefined ? 'unpaid' : 'retrying';
  await asSystem(async (tx) => {
    const { count } = await tx.invoice.updateMany({
      where: { id, stage: stored.stage, failedCharges: stored.failedCharges },
      data: { stage, failedCharges: attempt, declineCode, dueAt: next === undefined ? null : new Date(next) },
    });
    if (count === 0) return;
    await tx.tenant.update({ where: { id: tenantId }, data: { failedPayments: attempt } });
    const after = { stage, attempt, declineCode, ...(next !== undefined && { nextAttempt: new Date(next).toISOString() }) };
    await audit(tx, {
      tenantId,
      actor: 'system',
      action: 'invoice.charge_failed',
      target: number ?? id,
      before: { stage: stored.stage },
      after,
    });
    const amount = money(totalCents, currency);
    const cause = causeText(declineCode);
    const consequence =
      next === undefined
        ? 'This was the last attempt, so your account is suspended now: new data is refused, and everything stored is kept. It resumes as soon as all open invoices are paid.'
        : `We will try again on ${dateText(next)}${attempt >= ATTEMPTS - 1 ? '. If that fails too, the account will be suspended: new data would be refused, and everything stored kept' : ''}.`;
    await sendBillingMail(tx, tenantId, {
      subject:
        next === undefined
          ? `Your KG RCA account is suspended: invoice ${number} is unpaid`
          : `The payment of invoice ${number} failed (attempt ${attempt} of ${Math.max(attempt, ATTEMPTS)})`,
      paragraphs: [`We could not charge ${amount} for invoice ${number}. ${cause}`, consequence],
      action: {
        text: declineCode === AUTHENTICATION ? 'Confirm the payment:' : 'Pay now, or with another card:',
        url: hostedUrl ?? billingPage(),
      },
    });
  });
  if (stage === 'unpaid') await setSuspended(tenantId, true, `${attempt} failed payments`, 'system');
}

function causeText(declineCode: string): string {
  if (declineCode === AUTHENTICATION) return 'Your bank asks you to confirm the payment; without that no further attempt can succeed.';
  if (declineCode === NO_CARD) return 'There is no card for it. Please add one.';
  if (HARD_DECLINES.has(declineCode))
    return 'Your bank refused the card for good. Please use another card: this one will be refused again.';
  if (declineCode === 'insufficient_funds') return 'The card does not have sufficient funds.';
  return 'Your bank declined the card.';
}

/** The end of the client's grace period in epoch ms, if it has not passed. */
async function graceOf(tenantId: string, now: number): Promise<number | undefined> {
  const { graceUntil } = await getTenant(tenantId);
  return graceUntil && graceUntil.getTime() > now ? graceUntil.getTime() : undefined;
}

/**
 * Takes note of what was paid, by whomever: once no invoice is overdue any more, failed payments are forgotten and a client that was
 * suspended for them resumes; so does one to which the staff granted time. Reads the stages as they are stored.
 */
export async function resumeWhenPaid(tenantId: string, now: number): Promise<void> {
  const { status, suspendedReason, graceUntil } = await getTenant(tenantId);
  const overdue = await inTenant(tenantId, (tx) => tx.invoice.findMany({ where: { tenantId, stage: OVERDUE } }));
  const failedPayments = Math.max(0, ...overdue.map(({ failedCharges }) => failedCharges));
  await asSystem((tx) => tx.tenant.update({ where: { id: tenantId }, data: { failedPayments } }));
  if (status !== 'suspended' || !isForNonPayment(suspendedReason)) return;
  const isSpared = graceUntil !== null && graceUntil.getTime() > now;
  if (overdue.length === 0) await setSuspended(tenantId, false, 'paid', 'system');
  else if (isSpared) await setSuspended(tenantId, false, `the staff granted time until ${graceUntil.toISOString()}`, 'system');
}

/**
 * Charges everything that is overdue, because the client asks for it, perhaps with another card. Attempts of the client are not
 * counted. Throws a Problem with status 402 and the reason when a charge is refused; what was paid before stays paid.
 */
export async function payOverdue(tenantId: string): Promise<{ paid: number }> {
  const { client, now } = requireStripe();
  const overdue = await inTenant(tenantId, (tx) =>
    tx.invoice.findMany({ where: { tenantId, stage: OVERDUE }, orderBy: { createdAt: 'asc' } }),
  );
  let paid = 0;
  for (const { id, number, hostedUrl } of overdue) {
    let refusal: string | undefined;
    try {
      await client.invoices.pay(id);
    } catch (error) {
      refusal = refusalOf(error);
      if (!refusal) throw error;
    }
    const invoice = await client.invoices.retrieve(id);
    await storeInvoice(tenantId, invoice);
    if (invoice.status === 'open') {
      const way = hostedUrl ? ` Use another card, or open the invoice: ${hostedUrl}` : ' Use another card under Manage card.';
      throw new Problem(402, 'payment_failed', `Invoice ${number} could not be paid. ${causeText(refusal ?? 'card_declined')}${way}`);
    }
    paid++;
  }
  await resumeWhenPaid(tenantId, now());
  return { paid };
}

/** Bills the overage of the last month of a subscription that has ended: no renewal will have it. */
export async function billLastMonth(tenantId: string, { status, ended_at, customer }: Stripe.Subscription, now: number): Promise<void> {
  if (status !== 'canceled' || ended_at === null) return;
  await billSeparately(tenantId, String(customer), utcMonthStart(ended_at * 1_000 - 1).getTime(), now);
}

/**
 * Makes an invoice for the overage of a month alone, if there is some that no invoice has. It is held and charged as others are.
 * Idempotent.
 */
async function billSeparately(tenantId: string, customer: string, month: number, now: number): Promise<void> {
  const { client } = requireStripe();
  const name = new Date(month).toISOString();
  const known = await inTenant(tenantId, (tx) =>
    tx.billingPeriod.findUnique({ where: { tenantId_periodStart: { tenantId, periodStart: new Date(month) } } }),
  );
  if (known) return;
  for await (const { metadata } of client.invoices.list({ customer, limit: 100 })) if (metadata?.[OVERAGE_MONTH] === name) return;
  const days = await billableDays(await getTenant(tenantId), month, utcMonthEnd(month).getTime());
  if (overageOf(days).length === 0) return;
  const operation = { key: `overage invoice ${tenantId} ${name}`, tenantId, what: 'make an invoice for overage', now };
  const invoice = await writeOnce(operation, (options) =>
    client.invoices.create(
      {
        customer,
        auto_advance: false,
        collection_method: 'charge_automatically',
        description: 'Usage above the plan',
        metadata: { [OVERAGE_MONTH]: name },
      },
      options,
    ),
  );
  await storeInvoice(tenantId, invoice);
}
