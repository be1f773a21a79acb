import { audit } from '#lib/audit/index.ts';
import { asSystem, inTenant } from '#lib/platform/database/index.ts';
import { notFound, Problem } from '#lib/platform/problem.ts';
import { isSilent, SILENT_AFTER_MS } from './agent-parts.ts';
import { forgetCluster } from './registration.ts';

/**
 * Removes a cluster whose agent no longer reports: its place in the plan is free at once, and its objects, events, logs and changes leave
 * the graph within seconds. Its incidents and its usage stay. A cluster of the same name may come again. Throws a Problem: 404 for an
 * unknown id, 409 `cluster_connected` while an agent reports, since it would only come back. `now` in epoch ms.
 */
export async function removeCluster(tenantId: string, id: string, actor: string, now: number): Promise<void> {
  await inTenant(tenantId, async (tx) => {
    const cluster = await tx.cluster.findUnique({ where: { id, tenantId } });
    if (!cluster) throw notFound();
    if (cluster.lastHeartbeatAt && !isSilent(cluster.lastHeartbeatAt.getTime(), now))
      throw new Problem(
        409,
        'cluster_connected',
        `An agent still reports from ${cluster.name}. Uninstall it with uninstall.sh from the agent package, then remove the cluster ${Math.ceil(SILENT_AFTER_MS / 60_000)} minutes later.`,
      );
    await tx.cluster.delete({ where: { id } });
    const removedAt = new Date(now);
    const key = { tenantId, name: cluster.name };
    await tx.removedCluster.upsert({ where: { tenantId_name: key }, create: { ...key, removedAt }, update: { removedAt } });
    await audit(tx, { tenantId, actor, action: 'cluster.removed', target: cluster.name });
    forgetCluster(tenantId, cluster.name);
  });
}

/** When each cluster was removed last, by client and name, epoch ms. What came from it before does not belong in the graph. */
export async function removedClusters(): Promise<Map<string, Map<string, number>>> {
  const rows = await asSystem((tx) => tx.removedCluster.findMany());
  const byClient = new Map<string, Map<string, number>>();
  for (const { tenantId, name, removedAt } of rows) {
    const clusters = byClient.get(tenantId) ?? new Map<string, number>();
    byClient.set(tenantId, clusters.set(name, removedAt.getTime()));
  }
  return byClient;
}
