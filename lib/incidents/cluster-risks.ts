import { inTenant } from '#lib/platform/database/index.ts';
import { notFound } from '#lib/platform/problem.ts';
import { windowUntil } from '#lib/rca/window.ts';
import type { TenantContext } from '#lib/tenants/index.ts';
import { type ClusterRisk, diagnoserInUse } from './diagnoser.ts';
import { unreadIn } from './unread.ts';

/** The most risks that are listed of one cluster, the worst first. */
const MAX_RISKS = 500;

/** The risks of a cluster at a time. */
interface ClusterRisks {
  cluster: string;
  risks: ClusterRisk[];
  /** How many there are, also those that are not listed. */
  total: number;
  /** What could not be checked, and why, a sentence each. */
  unchecked: string[];
}

/**
 * What is wrong in a cluster before anything fails, as its graph is now. Throws a Problem with status 404 for a cluster that is
 * not the client's. `now` in epoch ms.
 */
export async function clusterRisks(tenant: TenantContext, clusterId: string, now: number): Promise<ClusterRisks> {
  const cluster = await inTenant(tenant.id, (tx) => tx.cluster.findUnique({ where: { id: clusterId } }));
  if (!cluster) throw notFound();
  const { risks, unchecked } = await diagnoserInUse().risks(tenant.id, cluster.name, windowUntil(now));
  return {
    cluster: cluster.name,
    risks: risks.slice(0, MAX_RISKS),
    total: risks.length,
    unchecked: [...unreadIn(cluster.health), ...unchecked],
  };
}
