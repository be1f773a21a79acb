import { audit } from '#lib/audit/index.ts';
import { asSystem, inTenant } from '#lib/platform/database/index.ts';
import { handle } from '#lib/platform/handles.ts';
import { type Jobs, jobs, type Queue } from '#lib/platform/jobs.ts';
import { logger } from '#lib/platform/logger.ts';
import { notFound, Problem } from '#lib/platform/problem.ts';
import type { StepName } from '#lib/tenants/index.ts';
import { startUpkeep } from './removal.ts';
import { orderedSteps, type ProvisioningParts } from './steps.ts';

/** The systems that provisioning works on, in this process. */
export const provisioningParts = handle<ProvisioningParts>('provisioning-parts');

/** One job per client; a failing job is retried after 1, 2, 4 … seconds, then waits for the staff. */
const QUEUE: Queue<{ tenantId: string }> = { name: 'provision', retryLimit: 6, retryDelay: 1, expireInSeconds: 60 };

/** Queues the provisioning of a client; while it is queued, further calls add nothing. */
export async function requestProvisioning(tenantId: string): Promise<void> {
  await jobs.use().send(QUEUE, { tenantId }, tenantId);
}

/** Queues the provisioning of a user's clients on the Free plan, once the email address is confirmed. Paid plans wait for the payment. */
export async function startFreePlan(userId: string): Promise<void> {
  const owned = await asSystem((tx) =>
    tx.membership.findMany({
      where: { userId, role: 'owner', tenant: { plan: 'free', status: 'onboarding' } },
      select: { tenantId: true },
    }),
  );
  for (const { tenantId } of owned) await requestProvisioning(tenantId);
}

/**
 * Switches a client that chose a paid plan and has not paid to the Free plan, and queues its provisioning. Throws a Problem:
 * 404, or 409 once its provisioning has started; an active plan is changed under Billing.
 */
export async function takeFreePlan(tenantId: string, actor: string): Promise<void> {
  await asSystem(async (tx) => {
    await tx.$executeRaw`SELECT 1 FROM tenants WHERE id = ${tenantId} FOR UPDATE`;
    const tenant = await tx.tenant.findUnique({ where: { id: tenantId }, include: { subscription: true, steps: true } });
    if (!tenant) throw notFound();
    const hasStarted =
      tenant.status !== 'onboarding' || tenant.subscription !== null || tenant.steps.some((step) => step.status !== 'waiting');
    if (hasStarted)
      throw new Problem(409, 'already_set_up', 'This account has already been set up, or is being set up. Change the plan under Billing.');
    if (tenant.plan === 'free') return;
    await tx.tenant.update({ where: { id: tenantId }, data: { plan: 'free' } });
    await audit(tx, {
      tenantId,
      actor,
      action: 'client.plan_changed',
      target: tenantId,
      before: { plan: tenant.plan },
      after: { plan: 'free' },
    });
  });
  await requestProvisioning(tenantId);
}

/** Starts to take provisioning jobs, and queues again what an earlier process did not finish. `worker` is the job library. */
export async function startProvisioner(parts: ProvisioningParts, worker: Jobs = jobs.use()): Promise<void> {
  await startUpkeep(parts, worker);
  await worker.work(QUEUE, ({ tenantId }) => provision(parts, tenantId));
  const unfinished = await asSystem((tx) =>
    tx.provisioningStep.findMany({ where: { status: 'running' }, select: { tenantId: true }, distinct: ['tenantId'] }),
  );
  for (const { tenantId } of unfinished) await requestProvisioning(tenantId);
}

/**
 * Runs the steps of a client that are not done, in order. The end of each step is recorded separately, so that after a crash
 * the next run continues with the interrupted step. A failing step stores its error for the staff and ends the run with an
 * Error; the job queue retries it. `onStep` is called when a step has taken effect, and when that has been recorded.
 */
export async function provision(
  parts: ProvisioningParts,
  tenantId: string,
  onStep: (step: StepName, moment: 'effective' | 'recorded') => void = () => {},
): Promise<void> {
  for (const [name, run] of orderedSteps) {
    const where = { tenantId_name: { tenantId, name } };
    const step = await asSystem((tx) => tx.provisioningStep.findUnique({ where }));
    if (!step) throw new Error(`client ${tenantId} has no provisioning step ${name}`);
    if (step.status === 'done') continue;
    await asSystem((tx) =>
      tx.provisioningStep.update({ where, data: { status: 'running', attempts: { increment: 1 }, startedAt: new Date(), error: null } }),
    );
    try {
      await run(parts, tenantId);
    } catch (error) {
      await asSystem((tx) => tx.provisioningStep.update({ where, data: { status: 'failing', error: (error as Error).message } }));
      throw new Error(`provisioning step ${name} of ${tenantId} failed: ${(error as Error).message}`, { cause: error });
    }
    onStep(name, 'effective');
    await asSystem((tx) => tx.provisioningStep.update({ where, data: { status: 'done', finishedAt: new Date() } }));
    onStep(name, 'recorded');
  }
  const activated = await asSystem((tx) =>
    tx.tenant.updateMany({ where: { id: tenantId, status: 'onboarding' }, data: { status: 'active' } }),
  );
  if (activated.count) logger.info({ tenantId }, 'client provisioned');
}

/** The provisioning steps of a client, in their order. */
export function provisioningSteps(tenantId: string) {
  return inTenant(tenantId, (tx) => tx.provisioningStep.findMany({ orderBy: { position: 'asc' } }));
}

/** Queues a client again, regardless of earlier attempts; for the staff. Throws a Problem with status 404 for an unknown client. */
export async function retryProvisioning(tenantId: string): Promise<void> {
  if ((await provisioningSteps(tenantId)).length === 0) throw notFound();
  await requestProvisioning(tenantId);
}
