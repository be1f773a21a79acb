import { utcMonthEnd } from '#lib/platform/clock.ts';
import { inTenant } from '#lib/platform/database/index.ts';
import { notFound } from '#lib/platform/problem.ts';
import { getTenant } from '#lib/tenants/index.ts';
import { type HourOf, usageByHour } from '#lib/usage/index.ts';
import { billableDays } from '../metering/days.ts';
import { type BillableDay, meanStorage } from './overage.ts';

/** What an invoice's overage was computed from. Times in epoch ms. */
export interface Explanation {
  invoiceId: string;
  number: string | null;
  /** The month whose usage the invoice has; null for an invoice without usage, such as that of an upgrade. */
  month: { start: number; end: number } | null;
  lines: { metric: string; unitCents: number; quantity: number; cents: number }[];
  /** Each day's usage with what the plan included, and what was above it. */
  days: (Pick<BillableDay, 'day' | 'events' | 'rcaQueries' | 'storageBytes'> & { eventsIncluded: number | null; eventsAbove: number })[];
  rcaQueries: { used: number; included: number | null };
  storage: { meanBytes: number; includedBytes: number | null };
}

/** Explains the overage of an invoice. Throws a Problem with status 404 for an invoice that is not the client's. */
export async function explainInvoice(tenantId: string, invoiceId: string): Promise<Explanation> {
  const { invoice, lines, month } = await invoiceMonth(tenantId, invoiceId);
  const days = month ? await billableDays(await getTenant(tenantId), month.start, month.end) : [];
  const terms = days.at(-1)?.terms;
  return {
    invoiceId,
    number: invoice.number,
    month,
    lines: lines.map(({ metric, unitCents, quantity, cents }) => ({ metric, unitCents, quantity, cents })),
    days: days.map(({ terms: { eventsPerDay }, ...day }) => ({
      ...day,
      eventsIncluded: eventsPerDay,
      eventsAbove: eventsPerDay === null ? 0 : Math.max(0, day.events - eventsPerDay),
    })),
    rcaQueries: { used: days.reduce((sum, { rcaQueries }) => sum + rcaQueries, 0), included: terms?.rcaQueriesPerMonth ?? null },
    storage: { meanBytes: meanStorage(days), includedBytes: terms?.storageBytes ?? null },
  };
}

/** The hours behind an invoice, by cluster and stream. Throws a Problem with status 404 for an invoice that is not the client's. */
export async function hoursBehind(tenantId: string, invoiceId: string): Promise<({ metric: 'events' | 'rca_queries' } & HourOf)[]> {
  const { month } = await invoiceMonth(tenantId, invoiceId);
  if (!month) return [];
  const of = async (metric: 'events' | 'rca_queries') =>
    (await usageByHour(tenantId, metric, month.start, month.end)).map((hour) => ({ metric, ...hour }));
  return [...(await of('events')), ...(await of('rca_queries'))];
}

async function invoiceMonth(tenantId: string, invoiceId: string) {
  return inTenant(tenantId, async (tx) => {
    const invoice = await tx.invoice.findUnique({ where: { id: invoiceId, tenantId } });
    if (!invoice) throw notFound();
    const lines = await tx.invoiceOverage.findMany({ where: { invoiceId, tenantId }, orderBy: [{ metric: 'asc' }, { unitCents: 'asc' }] });
    const period = await tx.billingPeriod.findFirst({ where: { tenantId, invoiceId } });
    const start = period?.periodStart.getTime();
    return { invoice, lines, month: start === undefined ? null : { start, end: utcMonthEnd(start).getTime() } };
  });
}
