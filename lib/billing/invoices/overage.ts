import type { Plan } from '#lib/plans/index.ts';

/** The limits and prices that a day is billed by: what of a plan concerns overage. */
export type Terms = Pick<Plan, 'eventsPerDay' | 'rcaQueriesPerMonth' | 'storageBytes' | 'overage'>;

/** A UTC day as it is billed. `storageBytes` is null for a day on which storage was not measured. */
export interface BillableDay {
  /** ISO date, such as 2026-11-30. */
  day: string;
  events: number;
  rcaQueries: number;
  storageBytes: number | null;
  terms: Terms;
}

/** One line of a bill in integer cents. */
export interface BillLine {
  label: string;
  quantity: number;
  unit: string;
  cents: number;
}

/** Overage of one metric at one price, in integer cents. */
export interface OverageLine extends BillLine {
  metric: 'events' | 'rca_queries' | 'storage_bytes';
  unitCents: number;
}

/**
 * The overage of days that lie in one month, in their order. Rules (docs/billing.md):
 * - Events have a limit per day. Each day's excess over the limit that was in force on that day is added up over the month, and
 *   billed per started thousand. Quiet days do not make up for busy ones.
 * - RCA queries and storage have limits per month: those of the last day on which the plan had overage, so that a plan that ends
 *   within a month is billed, too. Storage is the mean of the daily measurements, and its excess is billed per started gigabyte
 *   (10^9 bytes).
 * - A price that changed within the month gives a line for each price.
 * Plans without overage have no lines. No rounding is left to Stripe: quantities and cents are integers.
 */
export function overageOf(days: readonly BillableDay[]): OverageLine[] {
  const lines: OverageLine[] = [];
  const excess = new Map<number, number>();
  for (const { events, terms } of days) {
    if (!terms.overage || terms.eventsPerDay === null) continue;
    const price = terms.overage.centsPer1kEvents;
    excess.set(price, (excess.get(price) ?? 0) + Math.max(0, events - terms.eventsPerDay));
  }
  for (const [unitCents, events] of excess)
    add(lines, { metric: 'events', label: 'Events above the plan', unit: '1K events', unitCents, quantity: Math.ceil(events / 1_000) });

  const terms = days.findLast(({ terms: { overage } }) => overage !== null)?.terms;
  if (!terms?.overage) return lines;
  const queries = days.reduce((sum, { rcaQueries }) => sum + rcaQueries, 0) - (terms.rcaQueriesPerMonth ?? Number.POSITIVE_INFINITY);
  const { centsPerRcaQuery, centsPerGb } = terms.overage;
  add(lines, {
    metric: 'rca_queries',
    label: 'RCA queries above the plan',
    unit: 'query',
    unitCents: centsPerRcaQuery,
    quantity: Math.max(0, queries),
  });
  const excessBytes = meanStorage(days) - (terms.storageBytes ?? Number.POSITIVE_INFINITY);
  add(lines, {
    metric: 'storage_bytes',
    label: 'Storage above the plan',
    unit: 'GB',
    unitCents: centsPerGb,
    quantity: Math.ceil(Math.max(0, excessBytes) / 1e9),
  });
  return lines;
}

/** The mean of the days on which storage was measured, in whole bytes; 0 without any. */
export function meanStorage(days: readonly Pick<BillableDay, 'storageBytes'>[]): number {
  const measured = days.flatMap(({ storageBytes }) => storageBytes ?? []);
  return measured.length === 0 ? 0 : Math.round(measured.reduce((sum, bytes) => sum + bytes, 0) / measured.length);
}

function add(lines: OverageLine[], line: Omit<OverageLine, 'cents'>): void {
  if (line.quantity > 0) lines.push({ ...line, cents: line.quantity * line.unitCents });
}
