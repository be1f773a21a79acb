import { utcDay } from '#lib/platform/clock.ts';
import { asSystem } from '#lib/platform/database/index.ts';
import { logger } from '#lib/platform/logger.ts';
import { attempt, listActiveTenantIds, noteFailure } from '#lib/tenants/index.ts';
import { aggregateDay } from './aggregation.ts';

const DAY_MS = 86_400_000;
/** Yesterday is aggregated from 01:00 UTC on, when nothing of it is still being counted. */
const AGGREGATED_AFTER_MS = 3_600_000;

/**
 * Keeps today's row of every client, for the terms that are in force, and stores yesterday for good from 01:00 UTC on. Decided by
 * what is stored, so a missed hour is made up for. A client that fails stops no other. `now` in epoch ms.
 */
export async function aggregateDays(now: number): Promise<void> {
  const today = utcDay(now);
  const yesterday = new Date(today.getTime() - DAY_MS);
  const isOver = now >= today.getTime() + AGGREGATED_AFTER_MS;
  const done = await asSystem((tx) =>
    tx.usageDay.findMany({
      where: { day: yesterday, computedAt: { gte: new Date(today.getTime() + AGGREGATED_AFTER_MS) } },
      select: { tenantId: true },
    }),
  );
  const isDone = new Set(done.map(({ tenantId }) => tenantId));
  for (const tenantId of await listActiveTenantIds()) {
    await attempt({ tenantId, work: 'billing', subject: 'days' }, now, async () => {
      if (isOver && !isDone.has(tenantId)) await aggregateDay(tenantId, yesterday.getTime(), now);
      await aggregateDay(tenantId, now, now);
    });
  }
}

/**
 * Computes stored days anew from their hours, from `from` to `until` (epoch ms, both days included), for one client. What differs goes
 * to the log and to the staff. Returns the differences.
 */
export async function recomputeDays(tenantId: string, from: number, until: number, now: number) {
  const corrected = [];
  for (let day = utcDay(from).getTime(); day <= utcDay(until).getTime(); day += DAY_MS)
    corrected.push(...(await aggregateDay(tenantId, day, now)));
  if (corrected.length > 0) {
    logger.warn({ tenantId, corrected }, 'days of a client were computed anew and differ from what was stored');
    const what = corrected.map(({ day, field, before, after }) => `${field} of ${day}: ${before} -> ${after}`).join('; ');
    await noteFailure({ tenantId, work: 'billing', subject: 'recomputed days' }, new Error(what), now);
  }
  return corrected;
}
