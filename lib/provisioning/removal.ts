import { audit } from '#lib/audit/index.ts';
import { limitsOf } from '#lib/plans/index.ts';
import { asSystem, type Tx } from '#lib/platform/database/index.ts';
import { type Jobs, jobs, type Queue } from '#lib/platform/jobs.ts';
import { logger } from '#lib/platform/logger.ts';
import { notFound, Problem } from '#lib/platform/problem.ts';
import type { ProvisioningParts } from './steps.ts';

const LIMITS: Queue<{ tenantId: string }> = { name: 'plan-limits', retryLimit: 10, retryDelay: 2, expireInSeconds: 60 };
const REMOVAL: Queue<{ tenantId: string }> = { name: 'remove-client', retryLimit: 20, retryDelay: 5, expireInSeconds: 300 };

/** Queues the update of a client's retention and quotas to its current plan. */
export async function requestPlanLimits(tenantId: string): Promise<void> {
  await jobs.use().send(LIMITS, { tenantId }, tenantId);
}

/**
 * Closes a client permanently and queues the deletion of its graph, streams and credentials. Accounts, invoices and the audit
 * log are kept, as is the client ID, which is never reused. Throws a Problem: 404, or 409 for a closed client.
 */
export async function closeClient(tenantId: string, reason: string, actor: string): Promise<void> {
  await asSystem(async (tx) => {
    const tenant = await tx.tenant.findUnique({ where: { id: tenantId } });
    if (!tenant) throw notFound();
    if (tenant.status === 'closed') throw new Problem(409, 'client_closed', 'This client has already been closed.');
    await shut(tx, tenantId);
    await audit(tx, { tenantId, actor, action: 'client.closed', target: tenantId, before: { status: tenant.status }, after: { reason } });
  });
  await jobs.use().send(REMOVAL, { tenantId }, tenantId);
}

/** Makes a client closed: its keys are revoked, and no data, session or job of it is accepted any more. Idempotent. */
export async function shut(tx: Tx, tenantId: string): Promise<void> {
  await tx.tenant.update({ where: { id: tenantId }, data: { status: 'closed', suspendedReason: null } });
  await tx.apiKey.updateMany({ where: { tenantId, revokedAt: null }, data: { revokedAt: new Date() } });
}

/** Starts to work on changed plans and closed clients, and queues again what an earlier process did not finish. */
export async function startUpkeep(parts: ProvisioningParts, worker: Jobs): Promise<void> {
  await worker.work(LIMITS, ({ tenantId }) => applyPlanLimits(parts, tenantId));
  await worker.work(REMOVAL, ({ tenantId }) => removeDataPlane(parts, tenantId));
}

/** Applies the retention and quotas of the client's plan. Idempotent; does nothing for a client that is not set up. */
export async function applyPlanLimits({ log: events, kafka }: ProvisioningParts, tenantId: string): Promise<void> {
  const tenant = await asSystem((tx) => tx.tenant.findUnique({ where: { id: tenantId }, include: { steps: true } }));
  const isSetUp = tenant?.steps.some(({ name, status }) => name === 'access-rules' && status === 'done');
  if (!tenant || tenant.status === 'closed' || !isSetUp) return;
  const plan = limitsOf(tenant);
  await events.create(tenantId, plan.retentionDays);
  await kafka?.access.setQuota(tenantId, plan.kafka);
}

/** Deletes what provisioning created, and the client's dead letters and incidents. Revokes access first, so that no data arrives meanwhile. Idempotent. */
export async function removeDataPlane(
  { log: events, graph, kafka }: Pick<ProvisioningParts, 'log' | 'graph' | 'kafka'>,
  tenantId: string,
): Promise<void> {
  await kafka?.access.revoke(tenantId);
  await events.drop(tenantId);
  await graph.drop(tenantId);
  await asSystem(async (tx) => {
    await tx.credential.deleteMany({ where: { tenantId } });
    await tx.incident.deleteMany({ where: { tenantId } });
    await tx.cluster.deleteMany({ where: { tenantId } });
    await tx.deadLetter.deleteMany({ where: { tenantId } });
  });
  logger.info({ tenantId }, 'the data of a client was removed');
}
