import { PLANS } from '#lib/billing/index.ts';
import { type EventLog, eventLog } from '#lib/event-log/index.ts';
import { asSystem } from '#lib/platform/database/index.ts';
import { listActiveTenantIds } from '#lib/tenants/index.ts';
import { USAGE_GROUP } from '#lib/usage/index.ts';

/** The provider at a glance: clients by status and plan, recurring revenue, what is stuck. Money in cents. */
export async function providerOverview() {
  return asSystem(async (tx) => {
    const [byStatus, byPlan, running, openInvoices, failing] = [
      await tx.tenant.groupBy({ by: ['status'], _count: true }),
      await tx.tenant.groupBy({ by: ['plan'], _count: true, where: { status: { not: 'closed' } } }),
      await tx.subscription.findMany({ where: { status: { in: ['active', 'past_due'] } }, select: { plan: true } }),
      await tx.invoice.aggregate({ where: { status: 'open' }, _count: true, _sum: { totalCents: true } }),
      await tx.provisioningStep.findMany({ where: { status: 'failing' }, orderBy: { tenantId: 'asc' } }),
    ];
    return {
      byStatus: byStatus.map((row) => ({ status: row.status, clients: row._count })),
      byPlan: byPlan.map((row) => ({ plan: row.plan, clients: row._count })),
      monthlyRecurringCents: running.reduce((sum, { plan }) => sum + (PLANS[plan].monthlyCents ?? 0), 0),
      openInvoices: { count: openInvoices._count, cents: openInvoices._sum.totalCents ?? 0 },
      failing: failing.map(({ tenantId, name, error, attempts }) => ({ clientId: tenantId, step: name, error: error ?? '', attempts })),
    };
  });
}

/** The balance of a client's records: received = applied + duplicate + rejected + in flight, and how far each consumer is behind. */
export interface RecordBalance {
  clientId: string;
  received: number;
  applied: number;
  duplicate: number;
  rejected: number;
  inFlight: number;
  graphLag: number;
}

/**
 * The balance of every client. What the edge rejected never reached the log and counts as received too. Counters and
 * log are read one after the other: under load the balance is exact again once a consumer has caught up.
 */
export async function recordBalances(log: EventLog = eventLog.use()): Promise<RecordBalance[]> {
  const sums = await asSystem((tx) => tx.usageCounter.groupBy({ by: ['tenantId', 'metric'], _sum: { value: true } }));
  const counted = new Map(sums.map((row) => [`${row.tenantId} ${row.metric}`, Number(row._sum.value ?? 0)]));
  const balances: RecordBalance[] = [];
  for (const clientId of await listActiveTenantIds()) {
    const inFlight = total(await log.lag(USAGE_GROUP, clientId));
    const of = (metric: string) => counted.get(`${clientId} ${metric}`) ?? 0;
    const [applied, duplicate, rejected] = [of('events'), of('duplicates'), of('rejected')];
    balances.push({
      clientId,
      received: applied + duplicate + rejected + inFlight,
      applied,
      duplicate,
      rejected,
      inFlight,
      graphLag: total(await log.lag('graph-builder', clientId)),
    });
  }
  return balances;
}

function total(lag: Record<string, bigint>): number {
  return Number(Object.values(lag).reduce((sum, one) => sum + one, 0n));
}
