import { graphStore, snapshotOf } from '#lib/graph/index.ts';
import { inTenant } from '#lib/platform/database/index.ts';
import { metrics } from '#lib/platform/metrics.ts';
import { notFound } from '#lib/platform/problem.ts';
import { diagnose, diagnoseGroups } from '#lib/rca/index.ts';
import type { Diagnosis, Snapshot, Window } from '#lib/rca/types.ts';
import { windowUntil } from '#lib/rca/window.ts';
import type { TenantContext } from '#lib/tenants/index.ts';
import { assertWithinLimit } from '#lib/usage/index.ts';
import { getIncident, keepRequestedDiagnosis } from './incidents.ts';
import { fingerprintOf, overlap } from './reconcile.ts';

/** Diagnoses an incident anew because somebody asks: counted, kept with the incident. Throws a Problem: 404, or 429 over the plan. */
export async function diagnoseIncident(tenant: TenantContext, incidentId: string, by: string, now: number): Promise<Diagnosis> {
  const incident = await getIncident(tenant.id, incidentId);
  await assertWithinLimit(tenant, 'rca_queries', now);
  const window = windowUntil(now);
  const snapshot = await snapshotOf(graphStore.use(), tenant.id, incident.cluster, window);
  const groups = diagnoseGroups(snapshot, window);
  const mine =
    groups.find((group) => fingerprintOf(group) === incident.fingerprint) ?? groups.find((group) => overlap(group, incident.diagnosis) > 0);
  // Nothing of it is wrong any more: what the engine says of health is the answer, not another trouble of the cluster.
  const answer = mine ?? nothingWrong(snapshot, window);
  await keep(tenant, incidentId, answer, by, now);
  return answer;
}

/** The answer for trouble that is over, in the engine's shape. */
function nothingWrong(snapshot: Snapshot, window: Window): Diagnosis {
  const empty = diagnose({ ...snapshot, resources: [], events: [], logs: [], alerts: [], metrics: [] }, window);
  return { ...empty, reason: 'What failed is healthy again, or gone.', gaps: [] };
}

/** Diagnoses a whole cluster as one question. Throws a Problem: 404 for a cluster that is not the client's, 429 over the plan. */
export async function diagnoseCluster(tenant: TenantContext, cluster: string, by: string, now: number): Promise<Diagnosis> {
  if (!(await inTenant(tenant.id, (tx) => tx.cluster.findUnique({ where: { tenantId_name: { tenantId: tenant.id, name: cluster } } }))))
    throw notFound();
  await assertWithinLimit(tenant, 'rca_queries', now);
  const window = windowUntil(now);
  const answer = diagnose(await snapshotOf(graphStore.use(), tenant.id, cluster, window), window);
  await keep(tenant, undefined, answer, by, now);
  return answer;
}

async function keep(tenant: TenantContext, incidentId: string | undefined, answer: Diagnosis, by: string, now: number): Promise<void> {
  await keepRequestedDiagnosis(tenant.id, incidentId, answer, by, now);
  metrics().rcaQueries.inc({ client_id: tenant.id });
}
