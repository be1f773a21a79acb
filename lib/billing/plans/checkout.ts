import { utcMonthEnd } from '#lib/platform/clock.ts';
import { asSystem } from '#lib/platform/database/index.ts';
import { env } from '#lib/platform/env.ts';
import { Problem } from '#lib/platform/problem.ts';
import { priceOf } from '../stripe/catalogue.ts';
import { customerOf, type PaidPlan, requireStripe, type Stripe } from '../stripe/port.ts';

/** Subscriptions in these states are charged, or will be. */
const CHARGED: ReadonlySet<string> = new Set(['active', 'trialing', 'past_due', 'unpaid']);

/**
 * Creates a checkout session at Stripe and returns its address. At most one is open per client: an earlier one is closed, since
 * both could be paid. Throws a Problem with status 409 if the client already has a subscription, also one that only Stripe knows
 * of yet, because a second one would be charged as well; and if another checkout was opened at the same moment.
 */
export async function openCheckout(tenantId: string, plan: PaidPlan): Promise<string> {
  const { client, now } = requireStripe();
  const existing = await asSystem((tx) => tx.subscription.findUnique({ where: { tenantId } }));
  if (existing && CHARGED.has(existing.status)) throw alreadySubscribed();
  const customer = await customerOf(client, tenantId);
  const session = await client.checkout.sessions.create({
    mode: 'subscription',
    customer,
    client_reference_id: tenantId,
    line_items: [{ price: await priceOf(plan), quantity: 1 }],
    // Months begin on the first, as usage does; the rest of this one is charged in proportion.
    subscription_data: {
      metadata: { tenant_id: tenantId, plan },
      billing_cycle_anchor: utcMonthEnd(now()).getTime() / 1_000,
      proration_behavior: 'create_prorations',
    },
    allow_promotion_codes: true,
    billing_address_collection: 'auto',
    tax_id_collection: { enabled: true },
    customer_update: { name: 'auto', address: 'auto' },
    ...(env.use().STRIPE_AUTOMATIC_TAX && { automatic_tax: { enabled: true } }),
    success_url: `${env.use().publicUrl}/onboarding?checkout=done`,
    cancel_url: `${env.use().publicUrl}/checkout?cancelled=1`,
  });
  const newest = await closeAllButNewest(client, customer);
  // Only now can no earlier page be paid any more: what was paid until here is known to Stripe.
  const { data: subscriptions } = await client.subscriptions.list({ customer, limit: 10 });
  if (subscriptions.some(({ status }) => CHARGED.has(status))) {
    await close(client, session.id);
    throw alreadySubscribed();
  }
  if (newest !== session.id) {
    throw new Problem(409, 'checkout_replaced', 'Another checkout was opened at the same moment. Continue there, or try again.');
  }
  if (!session.url) throw new Error('Stripe returned a checkout session without an address');
  return session.url;
}

/** Closes the open checkouts of a customer but the newest, and returns the id of that one. Of two callers, both keep the same. */
async function closeAllButNewest(stripe: Stripe, customer: string): Promise<string | undefined> {
  const open: string[] = [];
  for await (const { id } of stripe.checkout.sessions.list({ customer, status: 'open', limit: 100 })) open.push(id);
  const [newest, ...others] = open;
  for (const id of others) await close(stripe, id);
  return newest;
}

/** Closes a checkout; one that was paid or closed in the meantime stays as it is. */
async function close(stripe: Stripe, id: string): Promise<void> {
  try {
    await stripe.checkout.sessions.expire(id);
  } catch (error) {
    const { status } = await stripe.checkout.sessions.retrieve(id);
    if (status === 'open') throw error;
  }
}

function alreadySubscribed(): Problem {
  return new Problem(409, 'already_subscribed', 'You already have an active subscription. Change the plan under Billing.');
}
