import { utcMonthEnd, utcMonthStart } from '#lib/platform/clock.ts';
import { asSystem, database, inTenant, inTenantSql } from '#lib/platform/database/index.ts';
import { getTenant } from '#lib/tenants/index.ts';
import { lockMonth } from '#lib/usage/index.ts';
import type { Invoice } from '../../../prisma/generated/client.ts';
import { billableDays } from '../metering/days.ts';
import { storeInvoice } from '../stripe/mirror.ts';
import { writeOnce } from '../stripe/operations.ts';
import { requireStripe, type Stripe } from '../stripe/port.ts';
import type { Fee } from './contract-fees.ts';
import { feesOf } from './contract-invoices.ts';
import { billingPage, dateText, money, sendBillingMail } from './mails.ts';
import { type OverageLine, overageOf } from './overage.ts';
import { CONTRACT, NOTICE_MS, OVERAGE_MONTH } from './stages.ts';

/** Keeps Stripe from making a draft of ours final and charging it by itself: an hour after it was made, if nobody says otherwise. */
export async function holdDraft(tenantId: string, { id, auto_advance, status }: Stripe.Invoice, now: number): Promise<void> {
  if (!id || status !== 'draft' || !auto_advance) return;
  await writeOnce({ key: `hold ${id}`, tenantId, what: 'hold the draft', now }, (options) =>
    requireStripe().client.invoices.update(id, { auto_advance: false }, options),
  );
}

/** The month (its start, in epoch ms) whose overage an invoice has: the one before it was made, unless it says so itself. */
function monthOf(invoice: Stripe.Invoice): number {
  const named = invoice.metadata?.[OVERAGE_MONTH];
  return named ? Date.parse(named) : utcMonthStart(utcMonthStart(invoice.created * 1_000).getTime() - 1).getTime();
}

/** Makes a held draft final with its overage, and tells the client when it is charged. `now` in epoch ms. */
export async function finalise(stored: Invoice, now: number): Promise<void> {
  const { client } = requireStripe();
  const { id, tenantId } = stored;
  const current = await client.invoices.retrieve(id);
  // Somebody made it final, or charged it, before us: its overage needs an invoice of its own.
  if (current.status !== 'draft') await billSeparately(tenantId, String(current.customer), monthOf(current), now);
  await announce(await finaliseDraft(current, tenantId, now), stored, now);
}

/** Makes a draft final, with its overage; any other invoice is returned as it is. */
export async function finaliseDraft(invoice: Stripe.Invoice, tenantId: string, now: number): Promise<Stripe.Invoice> {
  const { id = '', status } = invoice;
  if (status !== 'draft') return invoice;
  await addLines(invoice, tenantId, now);
  const operation = { key: `finalise ${id}`, tenantId, what: 'finalise the invoice', now };
  return writeOnce(operation, (options) => requireStripe().client.invoices.finalizeInvoice(id, { auto_advance: false }, options));
}

async function announce(invoice: Stripe.Invoice, { id, tenantId }: Invoice, now: number): Promise<void> {
  const isOpen = invoice.status === 'open';
  const byTransfer = invoice.due_date !== null;
  const dueAt = new Date(invoice.due_date === null ? now + NOTICE_MS : invoice.due_date * 1_000);
  await asSystem(async (tx) => {
    const { count } = await tx.invoice.updateMany({
      where: { id, stage: 'held' },
      data: {
        status: invoice.status ?? 'open',
        number: invoice.number,
        totalCents: invoice.total,
        dueCents: invoice.amount_due,
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
        byTransfer
          ? `Invoice ${invoice.number} of ${amount} is ready. Please pay it by ${dateText(dueAt.getTime())}.`
          : `Invoice ${invoice.number} of ${amount} is ready. It will be charged to your card on ${dateText(dueAt.getTime())}. You do not have to do anything.`,
      ],
      action: { text: byTransfer ? 'See and pay the invoice:' : 'See the invoice:', url: invoice.hosted_invoice_url ?? billingPage() },
    });
  });
}

/**
 * Adds what its month costs to a draft: the fees of contracts, and overage. Closes the month, so that what is counted into it later
 * counts in the next one. Lines that an earlier attempt added are left alone.
 */
async function addLines(invoice: Stripe.Invoice, tenantId: string, now: number): Promise<void> {
  const { client } = requireStripe();
  const id = invoice.id ?? '';
  const month = monthOf(invoice);
  const end = utcMonthEnd(month).getTime();
  const lines = [
    ...(invoice.metadata?.[CONTRACT] ? (await feesOf(tenantId, month)).map(feeLine) : []),
    ...(await closedOverage(invoice, tenantId, month, now)),
  ];
  const added = new Set<string>();
  for await (const { metadata } of client.invoiceItems.list({ invoice: id, limit: 100 }))
    if (metadata?.overage) added.add(metadata.overage);
  for (const { name, what, cents, quantity } of lines) {
    if (added.has(name)) continue;
    const operation = { key: `overage ${id} ${name}`, tenantId, what: `add the line ${what}`, now };
    await writeOnce(operation, (options) =>
      client.invoiceItems.create(
        {
          customer: String(invoice.customer),
          invoice: id,
          amount: cents,
          currency: invoice.currency,
          description: what,
          period: { start: month / 1_000, end: end / 1_000 },
          metadata: { overage: name, quantity: String(quantity) },
        },
        options,
      ),
    );
  }
}

/** A line that we add to a draft; `name` is unique within the invoice. */
interface Line {
  name: string;
  what: string;
  cents: number;
  quantity: number;
}

function feeLine({ contractId, days, ofDays, cents }: Fee): Line {
  const part = days === ofDays ? '' : `, ${days} of ${ofDays} days`;
  return { name: `contract ${contractId}`, what: `Enterprise plan${part}`, cents, quantity: 1 };
}

/** The overage of a month that this invoice closes; none when another one has closed it. */
async function closedOverage(invoice: Stripe.Invoice, tenantId: string, month: number, now: number): Promise<Line[]> {
  const id = invoice.id ?? '';
  if (!(await closeMonth(tenantId, month, id, now))) return [];
  const overage = overageOf(await billableDays(await getTenant(tenantId), month, utcMonthEnd(month).getTime()));
  for (const line of overage) await storeOverage(tenantId, id, line);
  return overage.map(({ metric, label, quantity, unit, unitCents, cents }) => ({
    name: `${metric} ${unitCents}`,
    what: `${label}: ${quantity} × ${unit} at ${money(unitCents, invoice.currency)}`,
    cents,
    quantity,
  }));
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

/** Bills the overage of the last month of a subscription that has ended, when that month is over: no renewal will have it. */
export async function billLastMonth(tenantId: string, { status, ended_at, customer }: Stripe.Subscription, now: number): Promise<void> {
  if (status !== 'canceled' || ended_at === null) return;
  const month = utcMonthStart(ended_at * 1_000 - 1).getTime();
  await billSeparately(tenantId, String(customer), month, now);
}

/**
 * Makes an invoice for the overage of a month alone, if there is some that no invoice has. It is held and charged as others are.
 * Idempotent.
 */
export async function billSeparately(tenantId: string, customer: string, month: number, now: number): Promise<void> {
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
