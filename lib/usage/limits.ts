import type pg from 'pg';
import { enforcedLimits } from '#lib/plans/index.ts';
import { utcMonthEnd, utcMonthStart } from '#lib/platform/clock.ts';
import { database, inTenantSql } from '#lib/platform/database/index.ts';
import { Problem } from '#lib/platform/problem.ts';
import type { TenantContext } from '#lib/tenants/index.ts';

/** A client, as far as its limits need it. */
export type Limited = Pick<TenantContext, 'id' | 'limits' | 'isSpendCapReached'>;
type LimitedMetric = 'rca_queries' | 'api_calls';

/** Throws a Problem with status 429 at a monthly limit for which the plan has no overage; its detail names the limit. `now` in epoch ms. */
export async function assertWithinLimit(tenant: Limited, metric: LimitedMetric, now: number): Promise<void> {
  const limit = hardLimitOf(tenant, metric);
  if (limit === null) return;
  const used = await inTenantSql(database.use().pool, tenant.id, (sql) => usedThisMonth(sql, tenant.id, metric, now));
  if (used >= limit) throw limitReached(tenant, metric, now);
}

/** The limit above which usage is refused; null where usage is unlimited or billed. */
export function hardLimitOf(tenant: Limited, metric: LimitedMetric): number | null {
  return limitOf(enforcedLimits(tenant), metric);
}

function limitOf(plan: TenantContext['limits'], metric: LimitedMetric): number | null {
  if (plan.overage && metric !== 'api_calls') return null;
  return { rca_queries: plan.rcaQueriesPerMonth, api_calls: plan.apiCallsPerMonth }[metric];
}

/** What was counted of a metric since the beginning of the month. `now` in epoch ms. */
export async function usedThisMonth(sql: pg.PoolClient, tenantId: string, metric: LimitedMetric, now: number): Promise<number> {
  const { rows } = await sql.query<{ used: string | null }>({
    name: 'usage since',
    text: 'SELECT sum(value) AS used FROM usage_counters WHERE tenant_id = $1 AND metric = $2::"Metric" AND day >= $3',
    values: [tenantId, metric, utcMonthStart(now)],
  });
  return Number(rows[0]?.used ?? 0);
}

/** The refusal at a monthly limit, which names it and when it resets. `now` in epoch ms. */
export function limitReached(tenant: Limited, metric: LimitedMetric, now: number): Problem {
  const until = utcMonthEnd(now).getTime();
  const unit = { rca_queries: 'RCA queries per month', api_calls: 'API calls per month' }[metric];
  const isCap = limitOf(tenant.limits, metric) === null;
  return new Problem(
    429,
    isCap ? 'spend_cap' : 'plan_limit',
    `The limit of the ${tenant.limits.name} plan, ${hardLimitOf(tenant, metric)} ${unit}, has been reached${isCap ? ', and so has the spend cap of this account, so usage above it is refused' : ''}. It resets at ${new Date(until).toISOString()}. ${isCap ? 'An admin of the account can raise the cap under Billing.' : 'Upgrade the plan to continue now.'}`,
    { headers: { 'Retry-After': String(Math.ceil((until - now) / 1000)) } },
  );
}
