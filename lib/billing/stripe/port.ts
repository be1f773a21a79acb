import type Stripe from 'stripe';
import { asSystem } from '#lib/platform/database/index.ts';
import { handle } from '#lib/platform/handles.ts';
import { notFound, Problem } from '#lib/platform/problem.ts';

/** The types of Stripe's SDK. Only this folder imports the SDK itself. */
export type { default as Stripe } from 'stripe';

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

/** Whether a subscription in this state gives its client the plan. */
export function isRunning(status: string): boolean {
  return status === 'active' || status === 'trialing' || status === 'past_due';
}

/** The id of a field of Stripe that holds an object or its id; null for an empty one. */
export function idOf(of: string | { id: string } | null | undefined): string | null {
  return typeof of === 'string' ? of : (of?.id ?? null);
}

/** An error of Stripe's SDK, as far as it matters here. */
export interface StripeError extends Error {
  /** The name of its class, such as `StripeCardError`. */
  type: string;
  code?: string;
  decline_code?: string;
  statusCode?: number;
}

/**
 * The error of Stripe's SDK that `error` is, if it is one. Known by its type and not by its class: the portal's bundle has a copy of the
 * SDK of its own, whose classes are not those of the client that the process opened.
 */
export function asStripeError(error: unknown): StripeError | undefined {
  const { type } = (error ?? {}) as Partial<StripeError>;
  return error instanceof Error && typeof type === 'string' && type.startsWith('Stripe') ? (error as StripeError) : undefined;
}
