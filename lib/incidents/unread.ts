import { forbiddenKindsIn } from '#lib/clusters/index.ts';
import { inTenant, type Tx } from '#lib/platform/database/index.ts';
import type { Diagnosis } from '#lib/rca/types.ts';

/** What the agent of a cluster has no permission to read, as a sentence for the gaps of a diagnosis; [] where there is nothing. */
export async function unreadOf(tx: Tx, tenantId: string, cluster: string): Promise<string[]> {
  const found = await tx.cluster.findUnique({ where: { tenantId_name: { tenantId, name: cluster } }, select: { health: true } });
  return found ? unreadIn(found.health) : [];
}

/** The same from the stored health of a cluster. */
export function unreadIn(health: unknown): string[] {
  const forbiddenKinds = forbiddenKindsIn(health);
  return forbiddenKinds.length === 0
    ? []
    : [`The agent has no permission to read ${forbiddenKinds.join(', ')}: what depends on it is unknown.`];
}

/** A diagnosis with further gaps. */
export function withGaps(diagnosis: Diagnosis, gaps: readonly string[]): Diagnosis {
  return gaps.length === 0 ? diagnosis : { ...diagnosis, gaps: [...diagnosis.gaps, ...gaps] };
}

/** A diagnosis of a cluster with what its agent may not read among its gaps. */
export async function withUnread(diagnosis: Diagnosis, tenantId: string, cluster: string): Promise<Diagnosis> {
  return withGaps(diagnosis, await inTenant(tenantId, (tx) => unreadOf(tx, tenantId, cluster)));
}
