import { inTenant } from '#lib/platform/database/index.ts';
import { provisioningSteps } from '#lib/provisioning/index.ts';
import type { TenantContext } from '#lib/tenants/index.ts';

/** The client's subscription and its invoices, newest first, as last synchronised from Stripe; `hasUsage` says that an invoice bills a month's usage. */
export async function billingOf(tenantId: string) {
  return inTenant(tenantId, async (tx) => {
    const tenant = await tx.tenant.findUniqueOrThrow({ where: { id: tenantId }, select: { billingEmail: true, graceUntil: true } });
    const invoices = await tx.invoice.findMany({ where: { tenantId }, orderBy: { createdAt: 'desc' }, take: 100 });
    const billed = await tx.billingPeriod.findMany({ where: { tenantId }, select: { invoiceId: true } });
    const withUsage = new Set(billed.map(({ invoiceId }) => invoiceId));
    return {
      ...tenant,
      subscription: await tx.subscription.findUnique({ where: { tenantId } }),
      invoices: invoices.map((invoice) => ({ ...invoice, hasUsage: withUsage.has(invoice.id) })),
    };
  });
}

/**
 * Whether a client has to pay before it is provisioned. A paid plan is provisioned after the payment, or at the request of
 * the staff; once provisioning has started, no payment is asked for.
 */
export async function awaitsPayment(tenant: TenantContext): Promise<boolean> {
  if (tenant.status !== 'onboarding' || (tenant.plan !== 'basic' && tenant.plan !== 'pro')) return false;
  const [{ subscription }, steps] = await Promise.all([billingOf(tenant.id), provisioningSteps(tenant.id)]);
  return subscription === null && steps.every((step) => step.status === 'waiting');
}
