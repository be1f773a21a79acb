import { asSystem, inTenant } from '#lib/platform/database/index.ts';
import { getTenant, isForNonPayment, setSuspended } from '#lib/tenants/index.ts';
import { FAILED_CHARGE } from '../invoices/stages.ts';

/**
 * Takes note of what was paid, by whomever: once no charge is open any more, failed payments are forgotten and a client that was
 * suspended for them resumes; so does one to which the staff granted time. Reads the stages as they are stored.
 */
export async function resumeWhenPaid(tenantId: string, now: number): Promise<void> {
  const { status, suspendedReason, graceUntil } = await getTenant(tenantId);
  const overdue = await inTenant(tenantId, (tx) => tx.invoice.findMany({ where: { tenantId, ...FAILED_CHARGE } }));
  const failedPayments = Math.max(0, ...overdue.map(({ failedCharges }) => failedCharges));
  await asSystem((tx) => tx.tenant.update({ where: { id: tenantId }, data: { failedPayments } }));
  if (status !== 'suspended' || !isForNonPayment(suspendedReason)) return;
  const isSpared = graceUntil !== null && graceUntil.getTime() > now;
  if (overdue.length === 0) await setSuspended(tenantId, false, 'paid', 'system');
  else if (isSpared) await setSuspended(tenantId, false, `the staff granted time until ${graceUntil.toISOString()}`, 'system');
}
