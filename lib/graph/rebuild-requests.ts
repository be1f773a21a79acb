import { audit } from '#lib/audit/index.ts';
import { asSystem, inTenant } from '#lib/platform/database/index.ts';
import { notFound, Problem } from '#lib/platform/problem.ts';

/** A rebuild of a client's graph from its log: the graph that is there serves on until the new one takes its place. */
export interface Rebuild {
  state: 'wanted' | 'running' | 'done' | 'failed';
  /** Epoch ms. */
  requestedAt: number;
  requestedBy: string;
  /** Records applied so far, of those that were in the log when it began. */
  applied: number;
  total: number;
  endedAt: number | null;
  error: string | null;
}

/**
 * Asks for the graph of a client to be rebuilt; whoever builds for the client begins within seconds. Throws the common
 * 404, and 409 while one is under way or the client is not active.
 */
export async function requestRebuild(tenantId: string, actor: string, now: number): Promise<void> {
  await asSystem(async (tx) => {
    const tenant = await tx.tenant.findUnique({ where: { id: tenantId } });
    if (!tenant) throw notFound();
    if (tenant.status !== 'active') throw new Problem(409, 'not_active', 'Only the graph of an active client can be rebuilt.');
    const known = await tx.graphRebuild.findUnique({ where: { tenantId: tenantId } });
    if (known?.state === 'wanted' || known?.state === 'running')
      throw new Problem(409, 'under_way', 'This graph is being rebuilt already.');
    const fresh = { state: 'wanted', requestedAt: new Date(now), requestedBy: actor, applied: 0, total: 0, endedAt: null, error: null };
    await tx.graphRebuild.upsert({ where: { tenantId: tenantId }, create: { tenantId: tenantId, ...fresh }, update: fresh });
    await audit(tx, { tenantId: tenantId, actor, action: 'graph.rebuild_requested', target: tenantId });
  });
}

/** The last rebuild of a client's graph; undefined where there was none. */
export async function lastRebuild(tenantId: string): Promise<Rebuild | undefined> {
  const row = await inTenant(tenantId, (tx) => tx.graphRebuild.findUnique({ where: { tenantId: tenantId } }));
  if (!row) return undefined;
  return {
    state: row.state as Rebuild['state'],
    requestedAt: row.requestedAt.getTime(),
    requestedBy: row.requestedBy,
    applied: Number(row.applied),
    total: Number(row.total),
    endedAt: row.endedAt?.getTime() ?? null,
    error: row.error,
  };
}

/** The clients whose graphs are to be rebuilt, those among them whose rebuild was cut short. */
export async function wantedRebuilds(): Promise<string[]> {
  const rows = await asSystem((tx) =>
    tx.graphRebuild.findMany({ where: { state: { in: ['wanted', 'running'] } }, select: { tenantId: true }, orderBy: { tenantId: 'asc' } }),
  );
  return rows.map(({ tenantId }) => tenantId);
}

/** Notes how far a rebuild has come. */
export async function noteRebuild(tenantId: string, applied: bigint, total: bigint): Promise<void> {
  await inTenant(tenantId, (tx) => tx.graphRebuild.update({ where: { tenantId: tenantId }, data: { state: 'running', applied, total } }));
}

/** Ends a rebuild; `error` says why it failed. */
export async function endRebuild(tenantId: string, now: number, error?: string): Promise<void> {
  await inTenant(tenantId, (tx) =>
    tx.graphRebuild.update({
      where: { tenantId: tenantId },
      data: { state: error === undefined ? 'done' : 'failed', endedAt: new Date(now), error: error ?? null },
    }),
  );
}
