import type Stripe from 'stripe';
import type { PlanName } from '#lib/plans/index.ts';
import { asSystem } from '#lib/platform/database/index.ts';
import { type Jobs, jobs, type Queue } from '#lib/platform/jobs.ts';
import { logger } from '#lib/platform/logger.ts';
import { Problem } from '#lib/platform/problem.ts';
import { requestPlanLimits, requestProvisioning } from '#lib/provisioning/index.ts';
import { setSuspended } from '#lib/tenants/index.ts';
import { requireStripe } from './stripe.ts';

/** A client is suspended after this many failed payments of one invoice. */
const FAILED_PAYMENTS_TO_SUSPEND = 3;
const QUEUE: Queue<{ eventId: string }> = { name: 'stripe-event', retryLimit: 10, retryDelay: 2, expireInSeconds: 60 };

/**
 * Receives a webhook: verifies its signature, stores the event by its id, so that a repeated one changes nothing, and queues
 * its processing. Resolves once the event is stored: Stripe repeats what was not acknowledged. Throws a Problem with status
 * 400 for a wrong signature.
 */
export async function receiveStripeWebhook(rawBody: string, signature: string | null): Promise<void> {
  const { client, webhookSecret } = requireStripe();
  let event: Stripe.Event;
  try {
    event = await client.webhooks.constructEventAsync(rawBody, signature ?? '', webhookSecret);
  } catch (error) {
    throw new Problem(400, 'bad_signature', `The signature of this webhook is not valid: ${(error as Error).message}`);
  }
  const object = event.data.object as { id?: string; object?: string; customer?: string | { id: string } | null };
  const customer = object.object === 'customer' ? object.id : object.customer;
  const customerId = typeof customer === 'string' ? customer : (customer?.id ?? null);
  await asSystem((tx) =>
    tx.stripeEvent.upsert({ where: { id: event.id }, create: { id: event.id, type: event.type, customerId }, update: {} }),
  );
  await jobs.use().send(QUEUE, { eventId: event.id }, event.id);
}

/** Starts to process stored events, including those that an earlier process left behind. `worker` is the job library. */
export async function startStripeEvents(worker: Jobs): Promise<void> {
  await worker.work(QUEUE, ({ eventId }) => processStripeEvent(eventId));
  const left = await asSystem((tx) => tx.stripeEvent.findMany({ where: { processedAt: null }, select: { id: true } }));
  for (const { id } of left) await worker.send(QUEUE, { eventId: id }, id);
}

/**
 * Processes one event. The payload is only a hint that something about a customer has changed: the current state is read
 * from Stripe, so the order and number of events do not matter.
 */
export async function processStripeEvent(eventId: string): Promise<void> {
  const event = await asSystem((tx) => tx.stripeEvent.findUnique({ where: { id: eventId } }));
  if (!event || event.processedAt) return;
  if (event.customerId) await syncCustomer(event.customerId);
  await asSystem((tx) => tx.stripeEvent.update({ where: { id: eventId }, data: { processedAt: new Date() } }));
}

/** Synchronises a client's subscription, plan and invoices from Stripe, and acts on what has changed. */
export async function syncCustomer(customerId: string): Promise<void> {
  const { client } = requireStripe();
  const tenant = await asSystem((tx) => tx.tenant.findUnique({ where: { stripeCustomerId: customerId } }));
  if (!tenant) {
    logger.warn({ customerId }, 'a Stripe event refers to a customer that belongs to no client');
    return;
  }
  // What a closed client still gets from Stripe is stored by endSubscription.
  if (tenant.status === 'closed') return;
  const subscriptions = await client.subscriptions.list({ customer: customerId, status: 'all', limit: 10 });
  const subscription =
    subscriptions.data.find((s) => s.status !== 'canceled' && s.status !== 'incomplete_expired') ?? subscriptions.data[0];
  if (subscription) await storeSubscription(tenant.id, subscription);
  const invoices = await storeInvoices(client, tenant.id, customerId);

  const failures = Math.max(0, ...invoices.filter((i) => i.status === 'open' || i.status === 'uncollectible').map((i) => i.attempt_count));
  await asSystem((tx) => tx.tenant.update({ where: { id: tenant.id }, data: { failedPayments: failures } }));
  if (failures >= FAILED_PAYMENTS_TO_SUSPEND) {
    await setSuspended(tenant.id, true, `${failures} failed payments`, 'system');
  } else if (tenant.status === 'suspended' && tenant.suspendedReason?.endsWith('failed payments')) {
    await setSuspended(tenant.id, false, 'paid', 'system');
  }
}

/**
 * Cancels every subscription of a client at Stripe at once, stores its last invoices, and takes name and address off the customer
 * there. Idempotent. Returns how many subscriptions ended. Throws when Stripe is not configured although the client is its customer.
 */
export async function endSubscription(tenantId: string): Promise<number> {
  const tenant = await asSystem((tx) => tx.tenant.findUniqueOrThrow({ where: { id: tenantId } }));
  if (!tenant.stripeCustomerId) return 0;
  const { client } = requireStripe();
  const customer = tenant.stripeCustomerId;
  let ended = 0;
  for await (const { id, status } of client.subscriptions.list({ customer, status: 'all', limit: 100 })) {
    if (status === 'canceled' || status === 'incomplete_expired') continue;
    await client.subscriptions.cancel(id);
    ended += 1;
  }
  await storeInvoices(client, tenantId, customer);
  await client.customers.update(customer, { name: tenantId, email: '' });
  return ended;
}

async function storeInvoices(client: Stripe, tenantId: string, customer: string): Promise<Stripe.Invoice[]> {
  const invoices: Stripe.Invoice[] = [];
  for await (const invoice of client.invoices.list({ customer, limit: 100 })) {
    invoices.push(invoice);
    if (invoices.length >= 100) break;
  }
  for (const invoice of invoices) await storeInvoice(tenantId, invoice);
  return invoices;
}

async function storeSubscription(tenantId: string, subscription: Stripe.Subscription): Promise<void> {
  const item = subscription.items.data[0];
  if (!item) throw new Error(`subscription ${subscription.id} of ${tenantId} has no items`);
  const plan = planOfPrice(item.price);
  const row = {
    stripeId: subscription.id,
    status: subscription.status,
    plan,
    currentPeriodStart: new Date(item.current_period_start * 1000),
    currentPeriodEnd: new Date(item.current_period_end * 1000),
    cancelAtPeriodEnd: subscription.cancel_at_period_end,
  };
  const isActive = ['active', 'trialing', 'past_due'].includes(subscription.status);
  const changed = await asSystem(async (tx) => {
    await tx.subscription.upsert({ where: { tenantId }, create: { tenantId, ...row }, update: row });
    const before = await tx.tenant.findUniqueOrThrow({ where: { id: tenantId } });
    const after = await tx.tenant.update({ where: { id: tenantId }, data: { plan: isActive ? plan : 'free' } });
    return before.plan !== after.plan;
  });
  if (changed) await requestPlanLimits(tenantId);
  if (isActive) await requestProvisioning(tenantId);
}

function planOfPrice(price: Stripe.Price): PlanName {
  const { plan } = price.metadata;
  if (plan === 'basic' || plan === 'pro') return plan;
  throw new Error(`price ${price.id} has no plan in its metadata`);
}

async function storeInvoice(tenantId: string, invoice: Stripe.Invoice): Promise<void> {
  if (!invoice.id) return; // a preview, which has no id
  const row = {
    number: invoice.number,
    status: invoice.status ?? 'draft',
    currency: invoice.currency,
    totalCents: invoice.total,
    paidCents: invoice.amount_paid,
    periodStart: new Date(invoice.period_start * 1000),
    periodEnd: new Date(invoice.period_end * 1000),
    attemptCount: invoice.attempt_count,
    hostedUrl: invoice.hosted_invoice_url ?? null,
    pdfUrl: invoice.invoice_pdf ?? null,
    lines: invoice.lines.data.map((line) => ({ description: line.description ?? '', quantity: line.quantity ?? 1, cents: line.amount })),
    createdAt: new Date(invoice.created * 1000),
  };
  await asSystem((tx) =>
    tx.invoice.upsert({ where: { id: invoice.id ?? '' }, create: { id: invoice.id ?? '', tenantId, ...row }, update: row }),
  );
}
