import { type PlanName, planOf } from '#lib/plans/index.ts';

/** The usage of a month so far: events by day, the rest as totals, storage as the average of the days on which it was measured. */
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
 * The bill of the month so far. Events are limited per day, so their overage is the sum of each day's excess, billed per
 * started thousand in the month; storage is billed per started gigabyte of its average. `totalCents` is null for plans by contract.
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
        label: 'Events above the plan',
        quantity: thousands,
        unit: '1K events',
        cents: thousands * plan.overage.centsPer1kEvents,
      });
    const queries = Math.max(0, usage.rcaQueries - (plan.rcaQueriesPerMonth ?? usage.rcaQueries));
    if (queries > 0)
      lines.push({ label: 'RCA queries above the plan', quantity: queries, unit: 'query', cents: queries * plan.overage.centsPerRcaQuery });
    const gigabytes = Math.ceil(Math.max(0, usage.storageMeanBytes - (plan.storageBytes ?? usage.storageMeanBytes)) / 1e9);
    if (gigabytes > 0)
      lines.push({ label: 'Storage above the plan', quantity: gigabytes, unit: 'GB', cents: gigabytes * plan.overage.centsPerGb });
  }
  return { lines, totalCents: lines.reduce((sum, line) => sum + line.cents, 0) };
}
