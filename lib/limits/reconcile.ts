import { daysOfMonth, overageOf, sendBillingMail } from '#lib/billing/index.ts';
import { utcDay, utcMonthEnd, utcMonthStart } from '#lib/platform/clock.ts';
import { asSystem, inTenant, type Tx } from '#lib/platform/database/index.ts';
import { attempt, getTenant, listActiveTenantIds } from '#lib/tenants/index.ts';
import { monthSummary } from '#lib/usage/index.ts';
import { type Judged, judge, type LimitName, type Measured, newsOf } from './states.ts';
import { type News, newsMail } from './words.ts';

const DAY_MS = 86_400_000;

/**
 * Brings the limit states of every active client up to date and tells clients what is new. A client that fails stops no other. Several
 * processes may run it at once: a client is worked on under a lock. `now` in epoch ms.
 */
export async function reconcileLimits(now: number): Promise<void> {
  for (const tenantId of await listActiveTenantIds()) {
    await attempt({ tenantId, work: 'billing', subject: 'limits' }, now, () => reconcileClient(tenantId, now));
  }
}

/**
 * Measures what a client has used of each limit, stores the states of the month, and queues one mail about what it has not been told
 * of this month. Sets whether its hard spend cap is reached, by which data and queries are refused. `now` in epoch ms.
 */
export async function reconcileClient(tenantId: string, now: number): Promise<void> {
  const judged = (await measure(tenantId, now)).map((one) => judge(one, now));
  await asSystem(async (tx) => {
    const [locked] = await tx.$queryRaw<{ is_spend_cap_reached: boolean }[]>`
      SELECT is_spend_cap_reached FROM tenants WHERE id = ${tenantId} AND status <> 'closed' FOR UPDATE`;
    if (!locked) return;
    const news = await store(tx, tenantId, judged, now);
    const isReached = judged.some(({ name, state }) => name === 'spend' && state === 'blocked');
    if (isReached !== locked.is_spend_cap_reached)
      await tx.tenant.update({ where: { id: tenantId }, data: { isSpendCapReached: isReached } });
    if (news.length > 0) await sendBillingMail(tx, tenantId, newsMail(news));
  });
}

/** What a client has used of each of its limits; what is unlimited is left out. */
async function measure(tenantId: string, now: number): Promise<Measured[]> {
  const tenant = await getTenant(tenantId);
  const { limits } = tenant;
  const [used, days, clusters] = await Promise.all([
    monthSummary(tenantId, now),
    daysOfMonth(tenant, now),
    inTenant(tenantId, (tx) => tx.cluster.count()),
  ]);
  const month = { start: utcMonthStart(now).getTime(), end: utcMonthEnd(now).getTime() };
  const day = { start: utcDay(now).getTime(), end: utcDay(now).getTime() + DAY_MS };
  const isHard = limits.overage === null;
  const measured: Measured[] = [];
  const add = (name: LimitName, allowed: number | null, one: Omit<Measured, 'name' | 'allowed'>) => {
    if (allowed !== null) measured.push({ name, allowed, ...one });
  };
  add('events', limits.eventsPerDay, { used: used.eventsToday, isHard, period: day });
  add('rca_queries', limits.rcaQueriesPerMonth, { used: used.rcaQueries, isHard, period: month });
  // The mean of the month is billed; what is stored now is refused.
  const storage = isHard ? { used: used.storageBytes, growthPerDay: used.storageGrowthPerDay } : { used: used.storageMeanBytes };
  add('storage', limits.storageBytes, { ...storage, isHard, period: null });
  add('api_calls', limits.apiCallsPerMonth, { used: used.apiCalls, isHard: true, period: month });
  add('clusters', limits.clusters, { used: clusters, isHard: true, period: null });
  if (limits.overage) {
    const cents = overageOf(days).reduce((sum, line) => sum + line.cents, 0);
    add('spend', tenant.spendCapCents, { used: cents, isHard: tenant.isSpendCapHard, period: month });
  }
  return measured;
}

/** Stores the states and returns what the client has not been told of. */
async function store(tx: Tx, tenantId: string, judged: readonly Judged[], now: number): Promise<News[]> {
  const month = utcMonthStart(now);
  const rows = await tx.limitState.findMany({ where: { tenantId, month } });
  await tx.limitState.deleteMany({ where: { tenantId, month, name: { notIn: judged.map(({ name }) => name) } } });
  const news: News[] = [];
  for (const one of judged) {
    const row = rows.find(({ name }) => name === one.name);
    // What has been told of another limit says nothing about this one: the plan or the cap has changed.
    const isSame = row !== undefined && Number(row.allowed) === one.allowed;
    const told = isSame ? { threshold: row.toldThreshold, projected: row.toldProjected } : { threshold: 0, projected: false };
    const kind = newsOf(one, told);
    if (kind) news.push({ ...one, kind });
    const data = {
      state: one.state,
      used: BigInt(one.used),
      allowed: BigInt(one.allowed),
      threshold: one.threshold,
      projectedAt: one.projectedAt === undefined ? null : new Date(one.projectedAt),
      resetsAt: one.period ? new Date(one.period.end) : null,
      toldThreshold: Math.max(told.threshold, kind === 'threshold' ? one.threshold : 0),
      // A mail about a threshold tells of the projection, too.
      toldProjected: told.projected || (kind !== undefined && one.projectedAt !== undefined),
      checkedAt: new Date(now),
    };
    await tx.limitState.upsert({
      where: { tenantId_name_month: { tenantId, name: one.name, month } },
      create: { tenantId, name: one.name, month, ...data },
      update: data,
    });
  }
  return news;
}

/** The limit states of a client in this month, those that need attention first. `now` in epoch ms. */
export async function limitStates(tenantId: string, now: number) {
  const month = utcMonthStart(now);
  const rows = await inTenant(tenantId, (tx) => tx.limitState.findMany({ where: { tenantId, month }, orderBy: { name: 'asc' } }));
  return rows.map((row) => ({
    name: row.name as LimitName,
    state: row.state,
    used: Number(row.used),
    allowed: Number(row.allowed),
    threshold: row.threshold,
    projectedAt: row.projectedAt?.getTime() ?? null,
    resetsAt: row.resetsAt?.getTime() ?? null,
    checkedAt: row.checkedAt.getTime(),
  }));
}
