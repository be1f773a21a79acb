import { inTenant } from '#lib/platform/database/index.ts';

export { type BillLine, estimateBill, type MonthUsage } from './estimate.ts';
export { PLANS, type Plan, type PlanName, planOf } from './plans.ts';
export { openBillingPortal, openCheckout, type PaidPlan, priceOf, type StripePort, stripePort } from './stripe.ts';
export { processStripeEvent, receiveStripeWebhook, startStripeEvents, syncCustomer } from './sync.ts';

/** The client's subscription and its invoices, newest first, as last read from Stripe. */
export async function billingOf(tenantId: string) {
  return inTenant(tenantId, async (tx) => ({
    subscription: await tx.subscription.findUnique({ where: { tenantId } }),
    invoices: await tx.invoice.findMany({ orderBy: { createdAt: 'desc' }, take: 100 }),
  }));
}
