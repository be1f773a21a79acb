import type { Plan } from '#lib/plans/index.ts';
import { utcDay, utcMonthStart } from '#lib/platform/clock.ts';
import { inTenant } from '#lib/platform/database/index.ts';
import type { TenantContext } from '#lib/tenants/index.ts';
import { usageByDay } from '#lib/usage/index.ts';
import type { BillableDay, Terms } from '../invoices/overage.ts';

const DAY_MS = 86_400_000;

/** What of a plan a day is billed by. */
export function termsOf({ eventsPerDay, rcaQueriesPerMonth, storageBytes, overage }: Plan): Terms {
  return { eventsPerDay, rcaQueriesPerMonth, storageBytes, overage };
}

/**
 * The days of a client from `from` to before `until` (epoch ms) as they are billed: what was counted, with the terms that were in
 * force at the end of each day. A day without terms of its own has those of the next day that has, or else those of today.
 */
export async function billableDays(tenant: Pick<TenantContext, 'id' | 'limits'>, from: number, until: number): Promise<BillableDay[]> {
  const [counted, stored] = await Promise.all([
    usageByDay(tenant.id, from, until - 1),
    inTenant(tenant.id, (tx) =>
      tx.usageDay.findMany({ where: { tenantId: tenant.id, day: { gte: utcDay(from), lt: new Date(until) } }, orderBy: { day: 'asc' } }),
    ),
  ]);
  const terms = new Map(stored.map((row) => [row.day.getTime(), row.terms as unknown as Terms]));
  const counters = new Map(counted.map((row) => [row.day, row]));
  const days: BillableDay[] = [];
  let inForce = termsOf(tenant.limits);
  for (let day = utcDay(until - 1).getTime(); day >= utcDay(from).getTime(); day -= DAY_MS) {
    inForce = terms.get(day) ?? inForce;
    const name = new Date(day).toISOString().slice(0, 10);
    const of = counters.get(name);
    if (!of && !terms.has(day)) continue;
    days.unshift({
      day: name,
      events: of?.events ?? 0,
      rcaQueries: of?.rca_queries ?? 0,
      storageBytes: of?.storage_bytes || null,
      terms: inForce,
    });
  }
  return days;
}

/** The days of the UTC month so far. `now` in epoch ms. */
export function daysOfMonth(tenant: Pick<TenantContext, 'id' | 'limits'>, now: number): Promise<BillableDay[]> {
  return billableDays(tenant, utcMonthStart(now).getTime(), now + 1);
}
