import { z } from 'zod';
import { inTenant } from '#lib/platform/database/index.ts';
import { Problem } from '#lib/platform/problem.ts';
import type { TenantContext } from '#lib/tenants/index.ts';
import { clusterName } from '#lib/wire/messages.ts';
import { clusterLimit, registerClusters } from './registration.ts';

/** An agent sends a heartbeat every 30 s; after three missed ones its cluster is not reporting. */
const SILENT_AFTER_MS = 100_000;
/** The most components of a cluster; an agent has four. */
const MAX_COMPONENTS = 20;
/** A component that has not reported for this long no longer exists. */
const FORGOTTEN_AFTER_MS = 3_600_000;
/** The most kinds in a heartbeat; agents watch about thirty. */
const MAX_KINDS = 100;

const component = z.object({
  name: z.string().max(64),
  status: z.enum(['ok', 'degraded', 'failing']),
  message: z.string().max(1_000).optional(),
});

/** The body of a heartbeat. */
export const heartbeat = z.object({
  cluster: clusterName,
  agentVersion: z.string().max(64),
  kubernetesVersion: z.string().max(64).optional(),
  startedAt: z.number().int().optional(),
  components: z.array(component).max(MAX_COMPONENTS),
  objects: z
    .record(z.string().max(63), z.number().int().nonnegative())
    .refine((kinds) => Object.keys(kinds).length <= MAX_KINDS, `At most ${MAX_KINDS} kinds.`)
    .default({}),
  buffered: z.object({ records: z.number().int().nonnegative(), bytes: z.number().int().nonnegative() }).default({ records: 0, bytes: 0 }),
  dropped: z.number().int().nonnegative().default(0),
  forbiddenKinds: z.array(z.string().max(63)).max(MAX_KINDS).default([]),
});

/** What is stored of the heartbeats of a cluster. */
export const clusterHealth = z.object({
  components: z.array(component.extend({ reportedAt: z.number().optional() })).default([]),
  objects: z.record(z.string(), z.number()).default({}),
  buffered: z.object({ records: z.number(), bytes: z.number() }).default({ records: 0, bytes: 0 }),
  dropped: z.number().default(0),
  forbiddenKinds: z.array(z.string()).default([]),
});

/**
 * Stores a heartbeat. Components that report separately are merged by name; one that has not reported for an hour is forgotten.
 * Throws a Problem with status 409: `cluster_limit` if the plan allows no further cluster, `component_limit` if the cluster would
 * have too many components. `now` in epoch ms.
 */
export async function recordHeartbeat(tenant: TenantContext, report: z.infer<typeof heartbeat>, now: number): Promise<void> {
  const refused = await registerClusters(tenant, new Set([report.cluster]));
  if (refused.size > 0) throw new Problem(409, 'cluster_limit', `This cluster cannot be added. ${clusterLimit(tenant)}`);
  await inTenant(tenant.id, async (tx) => {
    const where = { tenantId_name: { tenantId: tenant.id, name: report.cluster } };
    await tx.$executeRaw`SELECT 1 FROM clusters WHERE tenant_id = ${tenant.id} AND name = ${report.cluster} FOR UPDATE`;
    const stored = await tx.cluster.findUniqueOrThrow({ where });
    const previous = clusterHealth.parse(stored.health);
    const health = {
      components: merged(previous.components, report.components, stored.lastHeartbeatAt?.getTime() ?? now, now),
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

type Component = z.infer<typeof clusterHealth>['components'][number];

/** The components of a cluster after a report, by name. `lastReport`: when those that carry no time reported, in epoch ms. */
function merged(before: Component[], reported: z.infer<typeof component>[], lastReport: number, now: number): Component[] {
  const byName = new Map(before.filter((one) => now - (one.reportedAt ?? lastReport) < FORGOTTEN_AFTER_MS).map((one) => [one.name, one]));
  for (const one of reported) byName.set(one.name, { ...one, reportedAt: now });
  if (byName.size > MAX_COMPONENTS) {
    throw new Problem(
      409,
      'component_limit',
      `A cluster has at most ${MAX_COMPONENTS} components, and this report would make it ${byName.size}. Components that have not reported for an hour are forgotten.`,
    );
  }
  return [...byName.values()].sort((a, b) => a.name.localeCompare(b.name));
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
