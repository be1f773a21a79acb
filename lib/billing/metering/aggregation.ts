import { utcDay } from '#lib/platform/clock.ts';
import { inTenant, type Tx } from '#lib/platform/database/index.ts';
import { getTenant } from '#lib/tenants/index.ts';
import { termsOf } from './days.ts';

const DAY_MS = 86_400_000;

/** A day whose stored copy said something else than its hours, which are exact. */
export interface CorrectedDay {
  day: string;
  field: 'events' | 'rcaQueries' | 'storageBytes';
  before: number | null;
  after: number | null;
}

/**
 * Stores the day that contains `at` (epoch ms) as it is billed, computed anew from its hours and its measurement of storage. The
 * terms are those in force now while the day lasts, and stay as they are afterwards. Idempotent; may be repeated for any day.
 * Returns what differs from the copy of a day that was over when it was last stored: the caller tells the staff.
 */
export async function aggregateDay(tenantId: string, at: number, now: number): Promise<CorrectedDay[]> {
  const day = utcDay(at);
  const terms = termsOf((await getTenant(tenantId)).limits) as object;
  return inTenant(tenantId, async (tx) => {
    const before = await tx.usageDay.findUnique({ where: { tenantId_day: { tenantId, day } } });
    const values = await countedOn(tx, tenantId, day);
    const isToday = utcDay(now).getTime() === day.getTime();
    await tx.usageDay.upsert({
      where: { tenantId_day: { tenantId, day } },
      create: { tenantId, day, ...values, terms, computedAt: new Date(now) },
      update: { ...values, ...(isToday && { terms }), computedAt: new Date(now) },
    });
    if (!before || before.computedAt.getTime() < day.getTime() + DAY_MS) return [];
    const name = day.toISOString().slice(0, 10);
    return (['events', 'rcaQueries', 'storageBytes'] as const).flatMap((field) =>
      before[field] === values[field] ? [] : [{ day: name, field, before: number(before[field]), after: number(values[field]) }],
    );
  });
}

async function countedOn(tx: Tx, tenantId: string, day: Date) {
  const sums = await tx.usageHour.groupBy({
    by: ['metric'],
    where: { tenantId, hour: { gte: day, lt: new Date(day.getTime() + DAY_MS) } },
    _sum: { value: true },
  });
  const sumOf = (metric: string) => sums.find((row) => row.metric === metric)?._sum.value ?? 0n;
  const storage = await tx.usageCounter.findUnique({ where: { tenantId_day_metric: { tenantId, day, metric: 'storage_bytes' } } });
  return { events: sumOf('events'), rcaQueries: sumOf('rca_queries'), storageBytes: storage?.value || null };
}

function number(value: bigint | null): number | null {
  return value === null ? null : Number(value);
}
