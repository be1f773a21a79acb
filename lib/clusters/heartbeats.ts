import { z } from 'zod';
import { asSystem, inTenant } from '#lib/platform/database/index.ts';
import { Problem } from '#lib/platform/problem.ts';
import type { TenantContext } from '#lib/tenants/index.ts';
import { clusterName } from '#lib/wire/messages.ts';
import { agentReport, componentCount, healthAt, isSilent, MAX_COMPONENTS, withReport } from './agent-parts.ts';
import { clusterLimit, registerClusters } from './registration.ts';

/** The body of a heartbeat. */
export const heartbeat = agentReport.extend({
  cluster: clusterName,
  agentVersion: z.string().max(64),
  kubernetesVersion: z.string().max(64).optional(),
  startedAt: z.number().int().optional(),
});

/**
 * Stores a heartbeat. Each process of an agent reports for itself, and keeps its own age and counters; one that has not
 * reported for a week is forgotten. Throws a Problem with status 409: `cluster_limit` if the plan allows no further cluster,
 * `component_limit` if the cluster would have too many components. `now` in epoch ms.
 */
export async function recordHeartbeat(tenant: TenantContext, report: z.infer<typeof heartbeat>, now: number): Promise<void> {
  const { cluster, agentVersion, kubernetesVersion } = report;
  const refused = await registerClusters(tenant, new Set([cluster]));
  if (refused.size > 0) throw new Problem(409, 'cluster_limit', `This cluster cannot be added. ${clusterLimit(tenant)}`);
  await inTenant(tenant.id, async (tx) => {
    const where = { tenantId_name: { tenantId: tenant.id, name: cluster } };
    await tx.$executeRaw`SELECT 1 FROM clusters WHERE tenant_id = ${tenant.id} AND name = ${cluster} FOR UPDATE`;
    const stored = await tx.cluster.findUniqueOrThrow({ where });
    const health = withReport(stored.health, agentReport.parse(report), now);
    const count = componentCount(health);
    if (count > MAX_COMPONENTS) {
      throw new Problem(
        409,
        'component_limit',
        `A cluster has at most ${MAX_COMPONENTS} components, and this report would make it ${count}. Components that have not reported for a week are forgotten.`,
      );
    }
    await tx.cluster.update({
      where,
      data: { health, agentVersion, ...(kubernetesVersion ? { kubernetesVersion } : {}), lastHeartbeatAt: new Date(now) },
    });
  });
}

/** The clusters of a client, with the health of their agents. `now` in epoch ms. */
export async function listClusters(tenantId: string, now: number) {
  const rows = await inTenant(tenantId, (tx) => tx.cluster.findMany({ orderBy: { name: 'asc' } }));
  return rows.map((row) => {
    const health = healthAt(row.health, now);
    return {
      id: row.id,
      name: row.name,
      displayName: row.displayName,
      kubernetesVersion: row.kubernetesVersion,
      agentVersion: row.agentVersion,
      createdAt: row.createdAt.getTime(),
      lastHeartbeatAt: row.lastHeartbeatAt?.getTime() ?? null,
      status: statusOf(row.lastHeartbeatAt?.getTime(), health, now),
      health,
    };
  });
}

/** What the agents of all clients say, one entry a cluster, for the staff. `now` in epoch ms. */
export async function clusterStates(now: number) {
  const rows = await asSystem((tx) => tx.cluster.findMany({ select: { health: true, lastHeartbeatAt: true } }));
  return rows.map((row) => {
    const health = healthAt(row.health, now);
    const { buffered, dropped, forbiddenKinds } = health;
    return { status: statusOf(row.lastHeartbeatAt?.getTime(), health, now), buffered, dropped, forbiddenKinds };
  });
}

function statusOf(lastHeartbeatAt: number | undefined, { components }: ReturnType<typeof healthAt>, now: number) {
  if (lastHeartbeatAt === undefined) return 'waiting' as const;
  if (isSilent(lastHeartbeatAt, now)) return 'silent' as const;
  return components.every(({ status }) => status === 'ok') ? ('connected' as const) : ('degraded' as const);
}
