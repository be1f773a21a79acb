import { type PlanName, planOf } from '#lib/plans/index.ts';

/** What a month holds so far: events by day, the rest as totals; storage as the mean over the month's measured days. */
export interface MonthUsage {
  eventsByDay: number[];
  rcaQueries: number;
  storageMeanBytes: number;
}

/** One line of a bill in integer cents. */
export interface BillLine {
  label: string;
  quantity: number;
  unit: string;
  cents: number;
}

/**
 * What the month costs so far. Events are limited by day, so the overage is the sum of what each day had over its
 * limit, billed by started thousand over the month; storage by started gigabyte of the mean. null total: by contract.
 */
export function estimateBill(planName: PlanName, usage: MonthUsage): { lines: BillLine[]; totalCents: number | null } {
  const plan = planOf(planName);
  if (plan.monthlyCents === null) return { lines: [], totalCents: null };
  const lines: BillLine[] = [{ label: `${plan.name} plan`, quantity: 1, unit: 'month', cents: plan.monthlyCents }];
  if (plan.overage) {
    const events = usage.eventsByDay.reduce((sum, day) => sum + Math.max(0, day - (plan.eventsPerDay ?? day)), 0);
    const thousands = Math.ceil(events / 1_000);
    if (thousands > 0)
      lines.push({
        label: 'Events over the plan',
        quantity: thousands,
        unit: '1K events',
        cents: thousands * plan.overage.centsPer1kEvents,
      });
    const queries = Math.max(0, usage.rcaQueries - (plan.rcaQueriesPerMonth ?? usage.rcaQueries));
    if (queries > 0)
      lines.push({ label: 'RCA queries over the plan', quantity: queries, unit: 'query', cents: queries * plan.overage.centsPerRcaQuery });
    const gigabytes = Math.ceil(Math.max(0, usage.storageMeanBytes - (plan.storageBytes ?? usage.storageMeanBytes)) / 1e9);
    if (gigabytes > 0)
      lines.push({ label: 'Storage over the plan', quantity: gigabytes, unit: 'GB', cents: gigabytes * plan.overage.centsPerGb });
  }
  return { lines, totalCents: lines.reduce((sum, line) => sum + line.cents, 0) };
}
