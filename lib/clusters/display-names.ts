import { audit } from '#lib/audit/index.ts';
import { inTenant, isUniqueViolation, type Tx } from '#lib/platform/database/index.ts';
import { notFound, Problem } from '#lib/platform/problem.ts';

/**
 * Sets what people call a cluster, in the portal and in notifications; null goes back to its name. The name itself stays, since it is
 * what the agent sends and what every record, query and API call says. Throws a Problem: 404 for an unknown id, 409 `name_taken` if
 * another cluster of the client is called so.
 */
export async function renameCluster(tenantId: string, id: string, displayName: string | null, actor: string): Promise<void> {
  try {
    await inTenant(tenantId, async (tx) => {
      const cluster = await tx.cluster.findUnique({ where: { id, tenantId } });
      if (!cluster) throw notFound();
      const next = displayName === cluster.name ? null : displayName;
      if (next === cluster.displayName) return;
      if (next !== null && (await tx.cluster.findUnique({ where: { tenantId_name: { tenantId, name: next } } }))) throw taken(next);
      await tx.cluster.update({ where: { id }, data: { displayName: next } });
      const change = { before: { displayName: cluster.displayName }, after: { displayName: next } };
      await audit(tx, { tenantId, actor, action: 'cluster.renamed', target: cluster.name, ...change });
    });
  } catch (error) {
    throw displayName !== null && isUniqueViolation(error) ? taken(displayName) : error;
  }
}

function taken(displayName: string): Problem {
  const reason = `Another cluster is called ${displayName}. Choose another name.`;
  return new Problem(409, 'name_taken', reason, { invalidParams: [{ name: 'displayName', reason }] });
}

/** What people call the clusters of a client that were renamed, by the names that their agents send. */
export async function clusterDisplayNames(tenantId: string): Promise<Record<string, string>> {
  const rows = await inTenant(tenantId, (tx) => tx.cluster.findMany({ where: { displayName: { not: null } } }));
  return Object.fromEntries(rows.map(({ name, displayName }) => [name, displayName ?? name]));
}

/** A cluster of a client, by the name that its agent sends. */
interface NamedCluster {
  tenantId: string;
  cluster: string;
}

/** Looks up what people call some clusters, of any clients, at once: the name of one that was not renamed, or no longer exists. */
export async function displayNamesOf(tx: Tx, clusters: readonly NamedCluster[]): Promise<(of: NamedCluster) => string> {
  const where = { tenantId: { in: clusters.map(({ tenantId }) => tenantId) }, name: { in: clusters.map(({ cluster }) => cluster) } };
  const rows = await tx.cluster.findMany({ where: { ...where, displayName: { not: null } } });
  const names = new Map(rows.map(({ tenantId, name, displayName }) => [`${tenantId}/${name}`, displayName]));
  return ({ tenantId, cluster }) => names.get(`${tenantId}/${cluster}`) ?? cluster;
}

/** What people call one cluster. */
export async function displayNameOf(tx: Tx, tenantId: string, cluster: string): Promise<string> {
  return (await displayNamesOf(tx, [{ tenantId, cluster }]))({ tenantId, cluster });
}
