import { audit } from '#lib/audit/index.ts';
import { asSystem } from '#lib/platform/database/index.ts';
import { notFound, Problem } from '#lib/platform/problem.ts';

/** Stops a client's ingest and API, keeping its data; or lets it go on. Both are idempotent and audited. */
export async function setSuspended(tenantId: string, suspended: boolean, reason: string, actor: string): Promise<void> {
  await asSystem(async (tx) => {
    const tenant = await tx.tenant.findUnique({ where: { id: tenantId } });
    if (!tenant) throw notFound();
    if ((tenant.status === 'suspended') === suspended) return;
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

/** The problem that answers a suspended client's data and API calls. */
export function suspended(): Problem {
  return new Problem(
    402,
    'suspended',
    'This account is suspended. Settle the open invoice under Billing, or write to support; nothing stored is lost.',
  );
}
