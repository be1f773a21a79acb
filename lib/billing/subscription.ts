import { inTenant } from '#lib/platform/database/index.ts';
import { provisioningSteps } from '#lib/provisioning/index.ts';
import type { TenantContext } from '#lib/tenants/index.ts';

/** The client's subscription and its invoices, newest first, as last read from Stripe. */
export async function billingOf(tenantId: string) {
  return inTenant(tenantId, async (tx) => ({
    subscription: await tx.subscription.findUnique({ where: { tenantId } }),
    invoices: await tx.invoice.findMany({ orderBy: { createdAt: 'desc' }, take: 100 }),
  }));
}

/**
 * Whether a client must pay before anything else happens. The set-up of a paid plan begins with the payment, or on the
 * staff's word: once it has begun nobody is asked to pay.
 */
export async function awaitsPayment(tenant: TenantContext): Promise<boolean> {
  if (tenant.status !== 'onboarding' || (tenant.plan !== 'basic' && tenant.plan !== 'pro')) return false;
  const [{ subscription }, steps] = await Promise.all([billingOf(tenant.id), provisioningSteps(tenant.id)]);
  return subscription === null && steps.every((step) => step.status === 'waiting');
}
