import type Stripe from 'stripe';
import { PLANS } from '#lib/plans/index.ts';
import { asSystem } from '#lib/platform/database/index.ts';
import { env } from '#lib/platform/env.ts';
import { handle } from '#lib/platform/handles.ts';
import { notFound, Problem } from '#lib/platform/problem.ts';

/** Access to Stripe: the real one, or the simulator of an installation on a loopback address. */
export interface StripePort {
  client: Stripe;
  webhookSecret: string;
  /** True for the simulator; pages then show the test mode banner. */
  simulated: boolean;
  /** Stripe's time in epoch ms, which decides what of billing is due: the clock of the simulator can be turned. */
  now(): number;
}

/** Stripe, if it is configured: a public installation without a key has none. */
export const stripePort = handle<StripePort>('stripe');

/** The plans that can be bought in the portal. Enterprise is sold by contract, Free costs nothing. */
export type PaidPlan = 'basic' | 'pro';

/** Stripe; throws a Problem with status 503 if payments are not configured. */
export function requireStripe(): StripePort {
  const port = stripePort.find();
  if (!port) {
    throw new Problem(
      503,
      'payments_off',
      'Payments are not configured on this installation. Until the provider sets STRIPE_SECRET_KEY and STRIPE_WEBHOOK_SECRET, only the Free plan is available.',
    );
  }
  return port;
}

/** The id of a plan's price at Stripe, found by its lookup key. Product and price are created on first use. */
export async function priceOf(stripe: Stripe, plan: PaidPlan): Promise<string> {
  const lookupKey = `kg_rca_${plan}_monthly`;
  const { data } = await stripe.prices.list({ lookup_keys: [lookupKey], active: true, limit: 1 });
  if (data[0]) return data[0].id;
  const product = await stripe.products.create(
    { name: `KG RCA ${PLANS[plan].name}`, metadata: { plan } },
    { idempotencyKey: `product-${lookupKey}` },
  );
  const price = await stripe.prices.create(
    {
      product: product.id,
      currency: 'usd',
      unit_amount: PLANS[plan].monthlyCents,
      recurring: { interval: 'month' },
      lookup_key: lookupKey,
      metadata: { plan },
    },
    { idempotencyKey: `price-${lookupKey}-${PLANS[plan].monthlyCents}` },
  );
  return price.id;
}

/** The id of the client's customer at Stripe, created on first use. */
export async function customerOf(stripe: Stripe, tenantId: string): Promise<string> {
  const tenant = await asSystem((tx) =>
    tx.tenant.findUnique({ where: { id: tenantId }, include: { memberships: { where: { role: 'owner' }, include: { user: true } } } }),
  );
  if (!tenant) throw notFound();
  if (tenant.stripeCustomerId) return tenant.stripeCustomerId;
  const email = tenant.memberships[0]?.user.email;
  const customer = await stripe.customers.create(
    { name: tenant.name, ...(email ? { email } : {}), metadata: { tenant_id: tenantId } },
    { idempotencyKey: `customer-${tenantId}` },
  );
  await asSystem((tx) => tx.tenant.update({ where: { id: tenantId }, data: { stripeCustomerId: customer.id } }));
  return customer.id;
}

/** Creates a session of Stripe's customer portal (card, tax data, invoices) and returns its address. Throws a Problem with status 409 for a client without payment data. */
export async function openBillingPortal(tenantId: string): Promise<string> {
  const { client } = requireStripe();
  const tenant = await asSystem((tx) => tx.tenant.findUnique({ where: { id: tenantId } }));
  if (!tenant?.stripeCustomerId) throw new Problem(409, 'no_payment_data', 'There is no payment data yet. Subscribe to a paid plan first.');
  const session = await client.billingPortal.sessions.create({
    customer: tenant.stripeCustomerId,
    return_url: `${env.use().publicUrl}/billing`,
  });
  return session.url;
}
