import { revenueNow } from '#lib/billing/index.ts';
import { clusterStates } from '#lib/clusters/index.ts';
import { deliveryStates } from '#lib/notifications/index.ts';
import { asSystem } from '#lib/platform/database/index.ts';
import { logger } from '#lib/platform/logger.ts';
import { clearMetric, metrics } from '#lib/platform/metrics.ts';

/** Updates the metrics of the installation as a whole, as of `now` (epoch ms). Never throws: those that cannot be read are absent. */
export async function refreshInstallationMetrics(now: number): Promise<void> {
  const all = metrics();
  const gauges = [
    ...[all.clients, all.clusters, all.agentsBuffered, all.agentsDropped, all.agentsForbidden, all.openIncidents, all.unownedShards],
    ...[all.failingSteps, all.failingStripeEvents, all.overdueInvoices, all.overdueCents, all.recurringRevenueCents, all.databaseBytes],
    ...[all.deliveriesWaiting, all.oldestDelivery, all.failingDestinations],
  ];
  try {
    const [counts, clusters, money] = [await readCounts(), await clusterStates(now), await revenueNow(now)];
    const deliveries = await deliveryStates(now);
    // No await from here on, so that no other scrape sees half of it.
    for (const gauge of gauges) clearMetric(gauge);
    for (const { plan, status, clients } of counts.clients) all.clients.set({ plan, status }, clients);
    for (const status of ['connected', 'degraded', 'silent', 'waiting'] as const)
      all.clusters.set({ status }, clusters.filter((cluster) => cluster.status === status).length);
    all.agentsBuffered.set(clusters.reduce((sum, { buffered }) => sum + buffered.records, 0));
    all.agentsDropped.set(clusters.reduce((sum, { dropped }) => sum + dropped, 0));
    all.agentsForbidden.set(clusters.reduce((sum, { forbiddenKinds }) => sum + forbiddenKinds.length, 0));
    for (const { tier, incidents } of counts.incidents) all.openIncidents.set({ tier }, incidents);
    for (const { role, shards } of counts.unowned) all.unownedShards.set({ role }, shards);
    all.failingSteps.set(counts.failingSteps);
    all.failingStripeEvents.set(counts.failingStripeEvents);
    all.overdueInvoices.set(money.overdueInvoices);
    all.overdueCents.set(money.overdueCents);
    all.recurringRevenueCents.set(money.mrrCents);
    all.databaseBytes.set(counts.databaseBytes);
    for (const { channel, waiting, oldestMs, failingDestinations } of deliveries) {
      all.deliveriesWaiting.set({ channel }, waiting);
      all.oldestDelivery.set({ channel }, oldestMs / 1_000);
      all.failingDestinations.set({ channel }, failingDestinations);
    }
  } catch (error) {
    for (const gauge of gauges) clearMetric(gauge);
    logger.error({ err: error }, 'the metrics of the installation could not be read');
  }
}

/** Counts over all clients, in one transaction. */
function readCounts() {
  return asSystem(async (tx) => {
    const clients = await tx.tenant.groupBy({ by: ['plan', 'status'], _count: true, where: { status: { not: 'closed' } } });
    const incidents = await tx.incident.groupBy({ by: ['tier'], _count: true, where: { closedAt: null } });
    const unowned = await tx.$queryRaw<{ role: string; shards: bigint }[]>`
      SELECT role, count(*) FILTER (WHERE owner IS NULL OR expires_at < now()) AS shards FROM shard_leases GROUP BY role`;
    const [size] = await tx.$queryRaw<{ bytes: bigint }[]>`SELECT pg_database_size(current_database()) AS bytes`;
    return {
      clients: clients.map(({ plan, status, _count }) => ({ plan, status, clients: _count })),
      incidents: incidents.map(({ tier, _count }) => ({ tier: tier ?? 'none', incidents: _count })),
      unowned: unowned.map(({ role, shards }) => ({ role, shards: Number(shards) })),
      failingSteps: await tx.provisioningStep.count({ where: { status: 'failing' } }),
      failingStripeEvents: await tx.stripeEvent.count({ where: { processedAt: null, error: { not: null } } }),
      databaseBytes: Number(size?.bytes ?? 0),
    };
  });
}
