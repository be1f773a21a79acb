import type { PlanName } from '#lib/plans/index.ts';
import { asSystem, type Tx } from '#lib/platform/database/index.ts';
import { requestPlanLimits, requestProvisioning } from '#lib/provisioning/index.ts';
import { stageOf } from '../invoices/stages.ts';
import { isRunning, requireStripe, type Stripe } from './port.ts';

/** Copies the newest hundred invoices of a customer, and returns them. */
export async function storeInvoices(client: Stripe, tenantId: string, customer: string): Promise<Stripe.Invoice[]> {
  const invoices: Stripe.Invoice[] = [];
  for await (const invoice of client.invoices.list({ customer, limit: 100 })) {
    invoices.push(invoice);
    if (invoices.length >= 100) break;
  }
  for (const invoice of invoices) await storeInvoice(tenantId, invoice);
  return invoices;
}

/**
 * Copies a subscription, and gives the client its plan; a subscription that has ended leaves the Free plan. A client with a contract
 * keeps what the contract says.
 */
export async function storeSubscription(tenantId: string, subscription: Stripe.Subscription): Promise<void> {
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
    ...(await scheduledChange(subscription)),
  };
  const isActive = isRunning(subscription.status);
  const changed = await asSystem(async (tx) => {
    await tx.subscription.upsert({ where: { tenantId }, create: { tenantId, ...row }, update: row });
    await tx.$executeRaw`SELECT 1 FROM tenants WHERE id = ${tenantId} FOR UPDATE`;
    const before = await tx.tenant.findUniqueOrThrow({ where: { id: tenantId } });
    // A contract gives its plan and price itself, and outlives the subscription of before.
    if (before.contractId !== null || (before.plan === 'enterprise' && !isActive)) return false;
    await noteMonthlyPrice(
      tx,
      tenantId,
      isActive ? { plan, monthlyCents: item.price.unit_amount ?? 0 } : { plan: 'free', monthlyCents: 0 },
    );
    const after = await tx.tenant.update({ where: { id: tenantId }, data: { plan: isActive ? plan : 'free' } });
    return before.plan !== after.plan;
  });
  if (changed) await requestPlanLimits(tenantId);
  if (isActive) await requestProvisioning(tenantId);
}

/** Keeps from when on the client pays how much, for the provider's figures. */
async function noteMonthlyPrice(tx: Tx, tenantId: string, now: { plan: PlanName; monthlyCents: number }): Promise<void> {
  const last = await tx.subscriptionChange.findFirst({ where: { tenantId }, orderBy: { id: 'desc' } });
  if (last ? last.plan === now.plan && last.monthlyCents === now.monthlyCents : now.monthlyCents === 0) return;
  await tx.subscriptionChange.create({ data: { tenantId, at: new Date(requireStripe().now()), ...now } });
}

/** The plan that follows by a schedule: change.ts puts it in the schedule's metadata. */
async function scheduledChange({ schedule }: Stripe.Subscription) {
  if (!schedule) return { scheduleId: null, scheduledPlan: null };
  const { id, metadata, status } =
    typeof schedule === 'string' ? await requireStripe().client.subscriptionSchedules.retrieve(schedule) : schedule;
  const plan = metadata?.plan;
  const isPlanned = status === 'active' || status === 'not_started';
  const scheduledPlan: PlanName | null = isPlanned && (plan === 'basic' || plan === 'pro') ? plan : null;
  return { scheduleId: id, scheduledPlan };
}

function planOfPrice(price: Stripe.Price): PlanName {
  const { plan } = price.metadata;
  if (plan === 'basic' || plan === 'pro') return plan;
  throw new Error(`price ${price.id} has no plan in its metadata`);
}

/** Copies an invoice. The stage of one that our worker charges goes on from the stage that is stored. */
export async function storeInvoice(tenantId: string, invoice: Stripe.Invoice): Promise<void> {
  if (!invoice.id) return; // a preview, which has no id
  const row = {
    number: invoice.number,
    status: invoice.status ?? 'draft',
    currency: invoice.currency,
    totalCents: invoice.total,
    dueCents: invoice.amount_due,
    paidCents: invoice.amount_paid,
    periodStart: new Date(invoice.period_start * 1000),
    periodEnd: new Date(invoice.period_end * 1000),
    attemptCount: invoice.attempt_count,
    byTransfer: invoice.collection_method === 'send_invoice',
    hostedUrl: invoice.hosted_invoice_url ?? null,
    pdfUrl: invoice.invoice_pdf ?? null,
    lines: invoice.lines.data.map((line) => ({ description: line.description ?? '', quantity: line.quantity ?? 1, cents: line.amount })),
    createdAt: new Date(invoice.created * 1000),
  };
  const { id } = invoice;
  await asSystem(async (tx) => {
    // The worker that charges may be moving it on at this moment.
    await tx.$executeRaw`SELECT 1 FROM invoices WHERE id = ${id} FOR UPDATE`;
    const known = await tx.invoice.findUnique({ where: { id } });
    const data = { ...row, ...stageOf(invoice, known, requireStripe().now()) };
    await tx.invoice.upsert({ where: { id }, create: { id, tenantId, ...data }, update: data });
  });
}
