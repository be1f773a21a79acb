import { inTenant } from '#lib/platform/database/index.ts';
import type { TenantContext } from '#lib/tenants/index.ts';

/**
 * Clusters that this process knows to be registered, as `<tenantId>/<cluster>`, so that most batches need no query, and until when it
 * trusts that: another process may remove them.
 */
const known = new Map<string, number>();
const TRUSTED_MS = 60_000;

/** Whether this process knows that the cluster is registered. If false, another process may still have registered it. */
export function isKnownCluster(tenantId: string, cluster: string): boolean {
  return (known.get(`${tenantId}/${cluster}`) ?? 0) > performance.now();
}

/** Forgets a cluster that was removed. */
export function forgetCluster(tenantId: string, cluster: string): void {
  known.delete(`${tenantId}/${cluster}`);
}

/** Forgets the clusters of a client that is deleted. */
export function forgetClusters(tenantId: string): void {
  for (const one of known.keys()) if (one.startsWith(`${tenantId}/`)) known.delete(one);
}

/** The most clusters of a client whose plan does not limit them. */
const MAX_CLUSTERS = 1_000;

/**
 * Registers each new cluster of `names` as far as the plan allows, and returns the names that it does not allow.
 * Clusters are counted under a lock on the tenant, so that two clusters registering at once cannot both take the last place.
 */
export async function registerClusters(tenant: Pick<TenantContext, 'id' | 'limits'>, names: ReadonlySet<string>): Promise<Set<string>> {
  const unknown = [...names].filter((name) => !isKnownCluster(tenant.id, name));
  const refused = new Set<string>();
  if (unknown.length === 0) return refused;
  const limit = tenant.limits.clusters ?? MAX_CLUSTERS;
  await inTenant(tenant.id, async (tx) => {
    const registered = async () => new Set((await tx.cluster.findMany({ select: { name: true } })).map((cluster) => cluster.name));
    let present = await registered();
    const isFull = present.size >= limit;
    // Where there is no place left, nobody needs to wait for the lock.
    if (!isFull) {
      await tx.$executeRaw`SELECT 1 FROM tenants WHERE id = ${tenant.id} FOR UPDATE`;
      present = await registered();
    }
    for (const name of unknown) {
      if (!present.has(name)) {
        if (present.size >= limit) {
          refused.add(name);
          continue;
        }
        await tx.cluster.create({ data: { tenantId: tenant.id, name } });
        present.add(name);
      }
    }
  });
  for (const name of unknown) if (!refused.has(name)) known.set(`${tenant.id}/${name}`, performance.now() + TRUSTED_MS);
  return refused;
}

/** A sentence for clients about the limit that another cluster would exceed. */
export function clusterLimit(tenant: Pick<TenantContext, 'limits'>): string {
  const { name, clusters } = tenant.limits;
  if (clusters === null) return `A client has at most ${MAX_CLUSTERS} clusters. Contact support to raise the limit.`;
  return `The ${name} plan allows ${clusters} cluster${clusters === 1 ? '' : 's'}. Upgrade the plan to add more.`;
}
