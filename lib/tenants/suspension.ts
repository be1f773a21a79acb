import { audit } from '#lib/audit/index.ts';
import { asSystem } from '#lib/platform/database/index.ts';
import { notFound, Problem } from '#lib/platform/problem.ts';
import type { TenantContext } from './context.ts';

/** Suspends or resumes a client: while suspended, its data is kept but ingest and API are refused. Idempotent and audited. Throws a Problem: 404, or 409 for a closed client. */
export async function setSuspended(tenantId: string, suspended: boolean, reason: string, actor: string): Promise<void> {
  await asSystem(async (tx) => {
    const tenant = await tx.tenant.findUnique({ where: { id: tenantId } });
    if (!tenant) throw notFound();
    if ((tenant.status === 'suspended') === suspended) return;
    if (tenant.deletionDueAt)
      throw new Problem(
        409,
        'deletion_requested',
        'The owner has asked for the deletion of this client. Only an owner can take that back, under Your data.',
      );
    if (suspended && tenant.status === 'closed') throw new Problem(409, 'client_closed', 'A closed client cannot be suspended.');
    const pending = await tx.provisioningStep.count({ where: { tenantId, status: { not: 'done' } } });
    const status = suspended ? ('suspended' as const) : pending ? ('onboarding' as const) : ('active' as const);
    await tx.tenant.update({
      where: { id: tenantId },
      data: { status, suspendedReason: suspended ? reason : null, ...(suspended ? {} : { failedPayments: 0 }) },
    });
    await audit(tx, {
      tenantId,
      actor,
      action: suspended ? 'client.suspended' : 'client.resumed',
      target: tenantId,
      before: { status: tenant.status },
      after: { status, reason },
    });
  });
}

/** The response to data and API calls of a suspended client, and of one that is about to be deleted. */
export function suspended({ deletionDueAt, suspendedFor }: Pick<TenantContext, 'deletionDueAt' | 'suspendedFor'>): Problem {
  if (deletionDueAt !== undefined) {
    const when = new Date(deletionDueAt).toISOString();
    return new Problem(
      403,
      'deletion_requested',
      `The deletion of this account begins at ${when}, and new data is refused until then. An owner can take the request back under Your data.`,
    );
  }
  return new Problem(
    402,
    'suspended',
    suspendedFor === 'payment'
      ? 'This account is suspended because payments failed. Pay the open invoice under Billing. No stored data is lost.'
      : 'This account was suspended by the provider. Contact support. No stored data is lost.',
  );
}

/** The response to requests for what does not exist before the client is set up: its graph, streams or agent package. */
export function notProvisioned(): Problem {
  return new Problem(409, 'not_provisioned', 'This client is still being set up. Try again in a few seconds.', {
    headers: { 'Retry-After': '5' },
  });
}
