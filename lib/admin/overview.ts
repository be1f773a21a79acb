import { PLANS } from '#lib/billing/index.ts';
import { type EventLog, eventLog } from '#lib/event-log/index.ts';
import { asSystem, inTenant } from '#lib/platform/database/index.ts';
import { listActiveTenantIds } from '#lib/tenants/index.ts';
import { UNREADABLE } from '#lib/usage/index.ts';

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

/** Where a client's records are: received = applied + duplicate + rejected + in flight, and how far the graph is behind. */
export interface RecordBalance {
  clientId: string;
  /** What the log took in, and what the edge turned away. */
  received: number;
  applied: number;
  duplicate: number;
  rejected: number;
  inFlight: number;
  graphLag: number;
  /** Whether the counters account for every record of the log that was read; false is a fault of this program. */
  balanced: boolean;
}

interface CountedRow {
  applied: string;
  duplicate: string;
  rejected: string;
  unreadable: string;
  position: string;
}

/**
 * The balance of every client. What was received is told by the ends of the log's streams, what became of it by the
 * counters; both sides of the equation come from different places, so that it can fail. Counters and positions are of
 * one moment; the log may have grown since, which is in flight.
 */
export async function recordBalances(log: EventLog = eventLog.use()): Promise<RecordBalance[]> {
  const balances: RecordBalance[] = [];
  for (const clientId of await listActiveTenantIds()) {
    const counted = await countedOf(clientId);
    const [applied, duplicate, rejected] = [Number(counted.applied), Number(counted.duplicate), Number(counted.rejected)];
    const [position, unreadable] = [Number(counted.position), Number(counted.unreadable)];
    const appended = total(await log.ends(clientId));
    const turnedAway = rejected - unreadable;
    balances.push({
      clientId,
      received: appended + turnedAway,
      applied,
      duplicate,
      rejected,
      inFlight: appended - position,
      graphLag: total(await log.lag('graph-builder', clientId)),
      balanced: position + turnedAway === applied + duplicate + rejected,
    });
  }
  return balances;
}

/** One statement, one moment. `unreadable`: rejected by the consumer, so that it is in the log too. */
async function countedOf(clientId: string): Promise<CountedRow> {
  const [row] = await inTenant(
    clientId,
    (tx) => tx.$queryRaw<CountedRow[]>`
      SELECT (SELECT coalesce(sum(value), 0) FROM usage_counters WHERE tenant_id = ${clientId} AND metric = 'events')::text AS applied,
             (SELECT coalesce(sum(value), 0) FROM usage_counters WHERE tenant_id = ${clientId} AND metric = 'duplicates')::text AS duplicate,
             (SELECT coalesce(sum(value), 0) FROM usage_counters WHERE tenant_id = ${clientId} AND metric = 'rejected')::text AS rejected,
             (SELECT count(*) FROM dead_letters WHERE tenant_id = ${clientId} AND reason = ${UNREADABLE})::text AS unreadable,
             (SELECT coalesce(sum(position), 0) FROM usage_positions WHERE tenant_id = ${clientId})::text AS position`,
  );
  if (!row) throw new Error('a query of sums gave no row');
  return row;
}

function total(streams: Record<string, bigint>): number {
  return Number(Object.values(streams).reduce((sum, one) => sum + one, 0n));
}
