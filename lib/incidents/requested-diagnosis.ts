import { inTenant } from '#lib/platform/database/index.ts';
import { metrics } from '#lib/platform/metrics.ts';
import { notFound } from '#lib/platform/problem.ts';
import { diagnose } from '#lib/rca/index.ts';
import type { Diagnosis, Window } from '#lib/rca/types.ts';
import { windowUntil } from '#lib/rca/window.ts';
import type { TenantContext } from '#lib/tenants/index.ts';
import { assertWithinLimit } from '#lib/usage/index.ts';
import { diagnoserInUse } from './diagnoser.ts';
import { getIncident, storeRequestedDiagnosis } from './incidents.ts';
import { fingerprintOf, overlap } from './reconcile.ts';
import { withUnread } from './unread.ts';

/**
 * Diagnoses an incident again on request, counts that as an RCA query and stores the result with the incident. Throws a
 * Problem: 404 for an unknown incident, or 429 at the plan's limit. `now` in epoch ms.
 */
export async function diagnoseIncident(tenant: TenantContext, incidentId: string, by: string, now: number): Promise<Diagnosis> {
  const incident = await getIncident(tenant.id, incidentId);
  await assertWithinLimit(tenant, 'rca_queries', now);
  const window = windowUntil(now);
  const { groups } = await diagnoserInUse().problems(tenant.id, incident.cluster, window);
  const mine =
    groups.find((group) => fingerprintOf(group) === incident.fingerprint) ?? groups.find((group) => overlap(group, incident.diagnosis) > 0);
  // If nothing of it fails any more, the result says so, instead of describing another problem of the cluster.
  const result = mine ? await withUnread(mine, tenant.id, incident.cluster) : recovered(window);
  await store(tenant, incident.cluster, incidentId, result, by, now);
  return result;
}

/** The result for a problem that is over, in the shape of the engine. */
function recovered(window: Window): Diagnosis {
  const nothing = { resources: [], events: [], logs: [], alerts: [], metrics: [], changes: [] };
  const empty = diagnose({ collectedAt: window.to, ...nothing }, window);
  return { ...empty, reason: 'Everything that failed is healthy again or gone.', gaps: [] };
}

/**
 * Diagnoses a whole cluster and counts that as an RCA query. Throws a Problem: 404 for a cluster that is not the client's, or
 * 429 at the plan's limit. `now` in epoch ms.
 */
export async function diagnoseCluster(tenant: TenantContext, cluster: string, by: string, now: number): Promise<Diagnosis> {
  if (!(await inTenant(tenant.id, (tx) => tx.cluster.findUnique({ where: { tenantId_name: { tenantId: tenant.id, name: cluster } } }))))
    throw notFound();
  await assertWithinLimit(tenant, 'rca_queries', now);
  const window = windowUntil(now);
  const result = await withUnread(await diagnoserInUse().whole(tenant.id, cluster, window), tenant.id, cluster);
  await store(tenant, cluster, undefined, result, by, now);
  return result;
}

async function store(
  tenant: TenantContext,
  cluster: string,
  incidentId: string | undefined,
  result: Diagnosis,
  by: string,
  now: number,
): Promise<void> {
  await storeRequestedDiagnosis(tenant.id, cluster, incidentId, result, by, now);
  metrics().rcaQueries.inc({ client_id: tenant.id });
}
