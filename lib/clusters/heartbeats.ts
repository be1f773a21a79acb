import { z } from 'zod';
import { inTenant } from '#lib/platform/database/index.ts';
import { Problem } from '#lib/platform/problem.ts';
import type { TenantContext } from '#lib/tenants/index.ts';
import { clusterName } from '#lib/wire/messages.ts';
import { clusterLimit, registerClusters } from './registration.ts';

/** An agent sends a heartbeat every 30 s; after three missed ones its cluster is not reporting. */
const SILENT_AFTER_MS = 100_000;

const component = z.object({
  name: z.string().max(64),
  status: z.enum(['ok', 'degraded', 'failing']),
  message: z.string().max(1_000).optional(),
});

/** The body of a heartreport. */
export const heartbeat = z.object({
  cluster: clusterName,
  agentVersion: z.string().max(64),
  kubernetesVersion: z.string().max(64).optional(),
  startedAt: z.number().int().optional(),
  components: z.array(component).max(20),
  objects: z.record(z.string().max(63), z.number().int().nonnegative()).default({}),
  buffered: z.object({ records: z.number().int().nonnegative(), bytes: z.number().int().nonnegative() }).default({ records: 0, bytes: 0 }),
  dropped: z.number().int().nonnegative().default(0),
  forbiddenKinds: z.array(z.string().max(63)).max(100).default([]),
});

/** What is stored of the heartbeats of a cluster. */
export const clusterHealth = z.object({
  components: z.array(component).default([]),
  objects: z.record(z.string(), z.number()).default({}),
  buffered: z.object({ records: z.number(), bytes: z.number() }).default({ records: 0, bytes: 0 }),
  dropped: z.number().default(0),
  forbiddenKinds: z.array(z.string()).default([]),
});

/**
 * Stores a heartreport. Components that report separately are merged by name. Throws a Problem with status 409 if the plan allows
 * no further cluster. `now` in epoch ms.
 */
export async function recordHeartbeat(tenant: TenantContext, report: z.infer<typeof heartbeat>, now: number): Promise<void> {
  const refused = await registerClusters(tenant, new Set([report.cluster]));
  if (refused.size > 0) throw new Problem(409, 'cluster_limit', `This cluster cannot be added. ${clusterLimit(tenant)}`);
  await inTenant(tenant.id, async (tx) => {
    const where = { tenantId_name: { tenantId: tenant.id, name: report.cluster } };
    await tx.$executeRaw`SELECT 1 FROM clusters WHERE tenant_id = ${tenant.id} AND name = ${report.cluster} FOR UPDATE`;
    const previous = clusterHealth.parse((await tx.cluster.findUniqueOrThrow({ where })).health);
    const names = new Set(report.components.map((part) => part.name));
    const health = {
      components: [...previous.components.filter((part) => !names.has(part.name)), ...report.components].sort((a, b) =>
        a.name.localeCompare(b.name),
      ),
      objects: Object.keys(report.objects).length ? report.objects : previous.objects,
      buffered: report.buffered,
      dropped: report.dropped,
      forbiddenKinds: report.forbiddenKinds,
    };
    await tx.cluster.update({
      where,
      data: {
        health,
        agentVersion: report.agentVersion,
        ...(report.kubernetesVersion ? { kubernetesVersion: report.kubernetesVersion } : {}),
        lastHeartbeatAt: new Date(now),
      },
    });
  });
}

/** The clusters of a client, with the health of their agents. `now` in epoch ms. */
export async function listClusters(tenantId: string, now: number) {
  const rows = await inTenant(tenantId, (tx) => tx.cluster.findMany({ orderBy: { name: 'asc' } }));
  return rows.map((row) => {
    const health = clusterHealth.parse(row.health);
    return {
      id: row.id,
      name: row.name,
      kubernetesVersion: row.kubernetesVersion,
      agentVersion: row.agentVersion,
      createdAt: row.createdAt.getTime(),
      lastHeartbeatAt: row.lastHeartbeatAt?.getTime() ?? null,
      status: statusOf(row.lastHeartbeatAt?.getTime(), health, now),
      health,
    };
  });
}

function statusOf(lastHeartbeatAt: number | undefined, health: z.infer<typeof clusterHealth>, now: number) {
  if (lastHeartbeatAt === undefined) return 'waiting' as const;
  if (now - lastHeartbeatAt > SILENT_AFTER_MS) return 'silent' as const;
  return health.components.every((part) => part.status === 'ok') ? ('connected' as const) : ('degraded' as const);
}
