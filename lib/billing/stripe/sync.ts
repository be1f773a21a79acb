import { asSystem } from '#lib/platform/database/index.ts';
import { type Jobs, jobs, type Queue } from '#lib/platform/jobs.ts';
import { logger } from '#lib/platform/logger.ts';
import { notFound, Problem } from '#lib/platform/problem.ts';
import { resumeWhenPaid } from '../dunning/resume.ts';
import { billLastMonth, holdDraft } from '../invoices/finalise.ts';
import { stageOf } from '../invoices/stages.ts';
import { storeInvoices, storeSubscription } from './mirror.ts';
import { writeOnce } from './operations.ts';
import { idOf, requireStripe, type Stripe } from './port.ts';

/** How far back the sweep for lost events looks. */
const SWEPT_MS = 26 * 3_600_000;
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
  if (event.type === 'invoice.created') await holdNewDraft(event.data.object);
  await keepEvent(event);
}

/**
 * Holds a draft before Stripe is answered: it makes the draft final and charges it an hour after the answer, which the job that
 * processes the event might miss.
 */
async function holdNewDraft({ id, customer }: Stripe.Invoice): Promise<void> {
  const { client, now } = requireStripe();
  const customerId = idOf(customer);
  const tenant = customerId && (await asSystem((tx) => tx.tenant.findUnique({ where: { stripeCustomerId: customerId } })));
  if (!id || !tenant) return;
  const invoice = await client.invoices.retrieve(id);
  if (stageOf(invoice, null, now()).stage === 'held') await holdDraft(tenant.id, invoice, now());
}

/** Stores an event by its id and queues its processing; one that is known changes nothing. Returns whether it was new. */
async function keepEvent(event: Stripe.Event): Promise<boolean> {
  const object = event.data.object as { id?: string; object?: string; customer?: string | { id: string } | null };
  const customer = object.object === 'customer' ? object.id : object.customer;
  const customerId = idOf(customer);
  const { count } = await asSystem((tx) =>
    tx.stripeEvent.createMany({ data: [{ id: event.id, type: event.type, customerId }], skipDuplicates: true }),
  );
  await jobs.use().send(QUEUE, { eventId: event.id }, event.id);
  return count > 0;
}

/**
 * Finds the events of the last day that no webhook brought, and processes them as if one had. Returns how many there were. `now` in
 * epoch ms.
 */
export async function sweepEvents(now: number): Promise<number> {
  const { client } = requireStripe();
  let found = 0;
  for await (const event of client.events.list({ created: { gte: Math.floor((now - SWEPT_MS) / 1_000) }, limit: 100 })) {
    const known = await asSystem((tx) => tx.stripeEvent.count({ where: { id: event.id } }));
    if (known === 0 && (await keepEvent(event))) found++;
  }
  if (found > 0) logger.warn({ found }, 'events of Stripe were found that no webhook had brought');
  return found;
}

/** Processes an event again, at the request of the staff. Throws a Problem with status 404 for an unknown id. */
export async function replayEvent(id: string): Promise<void> {
  const { count } = await asSystem((tx) => tx.stripeEvent.updateMany({ where: { id }, data: { processedAt: null, error: null } }));
  if (count === 0) throw notFound();
  await jobs.use().send(QUEUE, { eventId: id }, id);
}

/** The events as the staff see them, newest first; `cursor` is the id of the last one of the previous page. */
export async function listEvents({ limit, cursor, failed }: { limit: number; cursor?: string | undefined; failed?: boolean | undefined }) {
  return asSystem((tx) =>
    tx.stripeEvent.findMany({
      where: failed ? { processedAt: null, error: { not: null } } : {},
      orderBy: [{ receivedAt: 'desc' }, { id: 'desc' }],
      take: limit,
      ...(cursor && { cursor: { id: cursor }, skip: 1 }),
    }),
  );
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
  const { now } = requireStripe();
  try {
    if (event.customerId) await syncCustomer(event.customerId);
  } catch (error) {
    const text = (error as Error).message.slice(0, 500);
    await asSystem((tx) => tx.stripeEvent.update({ where: { id: eventId }, data: { error: text } }));
    throw error;
  }
  await asSystem((tx) => tx.stripeEvent.update({ where: { id: eventId }, data: { processedAt: new Date(now()), error: null } }));
}

/** Synchronises a client's subscription, plan and invoices from Stripe, and acts on what has changed. */
export async function syncCustomer(customerId: string): Promise<void> {
  const { client, now } = requireStripe();
  const tenant = await asSystem((tx) => tx.tenant.findUnique({ where: { stripeCustomerId: customerId } }));
  if (!tenant) {
    logger.warn({ customerId }, 'a Stripe event refers to a customer that belongs to no client');
    return;
  }
  // What a closed client owes is billed by endSubscription.
  if (tenant.status === 'closed') return;
  const subscriptions = await client.subscriptions.list({ customer: customerId, status: 'all', limit: 10 });
  const subscription =
    subscriptions.data.find((s) => s.status !== 'canceled' && s.status !== 'incomplete_expired') ?? subscriptions.data[0];
  if (subscription) {
    await shareCard(tenant.id, customerId, subscription);
    await storeSubscription(tenant.id, subscription);
  }
  const invoices = await storeInvoices(client, tenant.id, customerId);
  for (const invoice of invoices) if (stageOf(invoice, null, now()).stage === 'held') await holdDraft(tenant.id, invoice, now());
  if (subscription) await billLastMonth(tenant.id, subscription, now());
  await resumeWhenPaid(tenant.id, now());
}

/**
 * Makes the card of a subscription that of its customer. The checkout gives it to the subscription alone, where it would win over any
 * card that the client chooses later, and invoices without a subscription would have none.
 */
async function shareCard(
  tenantId: string,
  customer: string,
  { id, status, default_payment_method: card }: Stripe.Subscription,
): Promise<void> {
  const cardId = idOf(card);
  if (!cardId || status === 'canceled') return;
  const { client, now } = requireStripe();
  const operation = (what: string) => ({ key: `${what} ${id} ${cardId}`, tenantId, what, now: now() });
  await writeOnce(operation('card of the customer'), (options) =>
    client.customers.update(customer, { invoice_settings: { default_payment_method: cardId } }, options),
  );
  await writeOnce(operation('no card of the subscription'), (options) =>
    client.subscriptions.update(id, { default_payment_method: '' }, options),
  );
}
