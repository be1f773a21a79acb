import { audit } from '#lib/audit/index.ts';
import { PLANS, type PlanName } from '#lib/plans/index.ts';
import { newestPlans } from '#lib/plans/versions.ts';
import { asSystem, inTenant } from '#lib/platform/database/index.ts';
import { invalid, Problem } from '#lib/platform/problem.ts';
import type { TenantContext } from '#lib/tenants/index.ts';
import { type BillingMail, dateText, money, sendBillingMail } from '../invoices/mails.ts';
import { priceOf } from '../stripe/catalogue.ts';
import { writeOnce } from '../stripe/operations.ts';
import { asStripeError, idOf, isRunning, type PaidPlan, requireStripe, type Stripe } from '../stripe/port.ts';
import { syncCustomer } from '../stripe/sync.ts';

/** A preview can be confirmed for so long: then the proration has to be computed anew. */
const PREVIEW_VALID_MS = 15 * 60_000;
/** From the cheapest to the dearest. */
const ORDER: readonly PlanName[] = ['free', 'basic', 'pro'];

/** What a change of plan will do, before it is made. Money in integer cents, times in epoch ms. */
export interface PlanChange {
  plan: PlanName;
  /** An upgrade takes effect and is charged at once; a downgrade, also that to Free, waits for the end of the paid period. */
  kind: 'upgrade' | 'downgrade';
  effectiveAt: number;
  /** The time by which the proration was computed; the change has to name it. */
  prorationDate: number;
  currency: string;
  /** What is charged now, and the lines that it is made of. */
  dueNowCents: number;
  lines: { description: string; cents: number }[];
  /** What each following month costs without overage. */
  monthlyCents: number;
  /** What the client uses that the new plan does not allow, in words. */
  exceeds: string[];
}

/** Computes what a change to another plan would do, exactly as Stripe would charge it. Throws a Problem: 409 without a subscription. */
export async function previewPlanChange(tenant: TenantContext, plan: PlanName): Promise<PlanChange> {
  const { now } = requireStripe();
  const current = await currentSubscription(tenant);
  assertIsChange(current.plan, plan);
  return preview(tenant, current, plan, Math.floor(now() / 1_000));
}

/**
 * Changes the plan as it was previewed: `prorationDate` and `dueNowCents` are those of the preview, so that nothing else is charged than
 * what was shown. Throws a Problem: 409 when the preview is too old or would charge something else now, 402 when the card is
 * declined, in which case nothing has changed.
 */
export async function changePlan(
  tenant: TenantContext,
  wanted: { plan: PlanName; prorationDate: number; dueNowCents: number },
  actor: string,
): Promise<void> {
  const { client, now } = requireStripe();
  const current = await currentSubscription(tenant);
  assertIsChange(current.plan, wanted.plan);
  const age = now() - wanted.prorationDate;
  if (age > PREVIEW_VALID_MS || age < -60_000) throw expired('The preview of this change is too old.');
  const change = await preview(tenant, current, wanted.plan, Math.floor(wanted.prorationDate / 1_000));
  if (change.dueNowCents !== wanted.dueNowCents)
    throw expired(
      `The change would now charge ${money(change.dueNowCents, change.currency)} instead of ${money(wanted.dueNowCents, change.currency)}.`,
    );

  const operation = (what: string) => ({
    key: `${what} ${current.subscription.id} ${wanted.prorationDate}`,
    tenantId: tenant.id,
    what,
    now: now(),
  });
  if (current.scheduleId) await release(tenant.id, current.scheduleId, now());
  if (change.kind === 'upgrade') {
    await upgrade(current, wanted.plan as PaidPlan, Math.floor(wanted.prorationDate / 1_000), operation('upgrade'));
  } else if (wanted.plan === 'free') {
    await writeOnce(operation('cancel at the end of the period'), (options) =>
      client.subscriptions.update(current.subscription.id, { cancel_at_period_end: true }, options),
    );
  } else {
    await scheduleDowngrade(current, wanted.plan as PaidPlan, operation);
  }
  await syncCustomer(current.customer);
  await tell(tenant.id, actor, current.plan, change);
}

/** Takes back a downgrade or cancellation that has not taken effect. Throws a Problem with status 409 if there is none. */
export async function keepPlan(tenant: TenantContext, actor: string): Promise<void> {
  const { client, now } = requireStripe();
  const current = await currentSubscription(tenant);
  const { subscription, scheduleId } = current;
  if (!subscription.cancel_at_period_end && !scheduleId) throw new Problem(409, 'no_planned_change', 'No change of the plan is planned.');
  if (scheduleId) await release(tenant.id, scheduleId, now());
  if (subscription.cancel_at_period_end) await client.subscriptions.update(subscription.id, { cancel_at_period_end: false });
  await syncCustomer(current.customer);
  await asSystem(async (tx) => {
    await audit(tx, { tenantId: tenant.id, actor, action: 'plan.change_withdrawn', target: tenant.id, after: { plan: current.plan } });
    const { name } = PLANS[current.plan];
    const paragraphs = [`The planned change has been withdrawn by ${actor}. Your account stays on the ${name} plan.`];
    await sendBillingMail(tx, tenant.id, { subject: `You stay on the KG RCA ${name} plan`, paragraphs });
  });
}

interface Current {
  subscription: Stripe.Subscription;
  item: Stripe.SubscriptionItem;
  customer: string;
  plan: PlanName;
  scheduleId: string | null;
}

async function currentSubscription(tenant: TenantContext): Promise<Current> {
  const { client } = requireStripe();
  const stored = await inTenant(tenant.id, (tx) => tx.subscription.findUnique({ where: { tenantId: tenant.id } }));
  if (!stored || !isRunning(stored.status))
    throw new Problem(409, 'no_subscription', 'There is no subscription to change. Choose a plan at the checkout first.');
  const subscription = await client.subscriptions.retrieve(stored.stripeId);
  const [item] = subscription.items.data;
  if (!item) throw new Error(`subscription ${subscription.id} of ${tenant.id} has no items`);
  return { subscription, item, customer: idOf(subscription.customer) ?? '', plan: stored.plan, scheduleId: idOf(subscription.schedule) };
}

function assertIsChange(from: PlanName, to: PlanName): void {
  if (!ORDER.includes(to)) throw invalid('plan', 'The Enterprise plan is sold by contract: contact us.');
  if (from === to) throw new Problem(409, 'same_plan', `You are on the ${PLANS[to].name} plan already.`);
}

async function preview(tenant: TenantContext, current: Current, plan: PlanName, prorationDate: number): Promise<PlanChange> {
  const { client } = requireStripe();
  const { monthlyCents } = (await newestPlans())[plan];
  const exceeds = await whatExceeds(tenant, plan);
  const { currency } = current.item.price;
  const common = { plan, prorationDate: prorationDate * 1_000, currency, monthlyCents: monthlyCents ?? 0, exceeds };
  if (ORDER.indexOf(plan) < ORDER.indexOf(current.plan)) {
    return { ...common, kind: 'downgrade', effectiveAt: current.item.current_period_end * 1_000, dueNowCents: 0, lines: [] };
  }
  const invoice = await client.invoices.createPreview({
    customer: current.customer,
    subscription: current.subscription.id,
    subscription_details: {
      items: [{ id: current.item.id, price: await priceOf(plan as PaidPlan) }],
      proration_behavior: 'always_invoice',
      proration_date: prorationDate,
    },
  });
  const lines = invoice.lines.data.map(({ description, amount }) => ({ description: description ?? '', cents: amount }));
  // Invoices below the smallest amount that a card can be charged are carried over, and credit may pay for a part.
  const balance = invoice.amount_due - invoice.total;
  if (balance !== 0) lines.push({ description: balance > 0 ? 'Carried over from earlier invoices' : 'Credit', cents: balance });
  return { ...common, kind: 'upgrade', effectiveAt: prorationDate * 1_000, dueNowCents: invoice.amount_due, lines };
}

async function whatExceeds(tenant: TenantContext, plan: PlanName): Promise<string[]> {
  const limits = (await newestPlans())[plan];
  const clusters = await inTenant(tenant.id, (tx) => tx.cluster.count({ where: { tenantId: tenant.id } }));
  const before = tenant.limits;
  const exceeds: string[] = [];
  if (limits.clusters !== null && clusters > limits.clusters)
    exceeds.push(`You have ${clusters} clusters; the ${limits.name} plan allows ${limits.clusters}. Data of the others will be refused.`);
  if (limits.retentionDays < before.retentionDays)
    exceeds.push(`Data that is older than ${limits.retentionDays} days will be deleted; now it is kept for ${before.retentionDays} days.`);
  return exceeds;
}

type Operation = Parameters<typeof writeOnce>[0];

async function upgrade({ subscription, item }: Current, plan: PaidPlan, prorationDate: number, operation: Operation): Promise<void> {
  const { client } = requireStripe();
  const change: Stripe.SubscriptionUpdateParams = {
    items: [{ id: item.id, price: await priceOf(plan) }],
    cancel_at_period_end: false,
    proration_behavior: 'always_invoice',
    proration_date: prorationDate,
    // Either the difference is paid and the plan changes, or neither.
    payment_behavior: 'error_if_incomplete',
  };
  try {
    await writeOnce(operation, (options) => client.subscriptions.update(subscription.id, change, options));
  } catch (error) {
    const refusal = asStripeError(error);
    if (refusal?.statusCode !== 402) throw error;
    throw new Problem(
      402,
      'payment_failed',
      `The payment was refused, and your plan has not changed: ${refusal.message} Use another card under Manage card, then try again.`,
    );
  }
}

async function scheduleDowngrade(current: Current, plan: PaidPlan, operation: (what: string) => Operation): Promise<void> {
  const { client } = requireStripe();
  const { subscription, item } = current;
  if (subscription.cancel_at_period_end) await client.subscriptions.update(subscription.id, { cancel_at_period_end: false });
  const schedule = await writeOnce(operation('schedule'), (options) =>
    client.subscriptionSchedules.create({ from_subscription: subscription.id }, options),
  );
  const [phase] = schedule.phases;
  if (!phase) throw new Error(`schedule ${schedule.id} has no phase`);
  const price = await priceOf(plan);
  await writeOnce(operation('schedule the downgrade'), (options) =>
    client.subscriptionSchedules.update(
      schedule.id,
      {
        end_behavior: 'release',
        metadata: { plan },
        phases: [
          { items: [{ price: item.price.id, quantity: 1 }], start_date: phase.start_date, end_date: item.current_period_end },
          { items: [{ price, quantity: 1 }], duration: { interval: 'month', interval_count: 1 }, proration_behavior: 'none' },
        ],
      },
      options,
    ),
  );
}

async function release(tenantId: string, scheduleId: string, now: number): Promise<void> {
  const operation = { key: `release ${scheduleId}`, tenantId, what: 'release the schedule', now };
  await writeOnce(operation, (options) => requireStripe().client.subscriptionSchedules.release(scheduleId, {}, options));
}

async function tell(tenantId: string, actor: string, from: PlanName, change: PlanChange): Promise<void> {
  const { name } = PLANS[change.plan];
  const isUpgrade = change.kind === 'upgrade';
  const mail: BillingMail = isUpgrade
    ? {
        subject: `You are now on the KG RCA ${name} plan`,
        paragraphs: [
          `The plan was changed to ${name} by ${actor}. ${money(change.dueNowCents, change.currency)} for the rest of this month was charged; the plan costs ${money(change.monthlyCents, change.currency)} a month from the next one on.`,
        ],
      }
    : {
        subject: `Your KG RCA plan changes to ${name} on ${dateText(change.effectiveAt)}`,
        paragraphs: [
          `${actor} asked to change the plan to ${name}. It takes effect on ${dateText(change.effectiveAt)}, at the end of the period that is paid for. Until then everything stays as it is, and the change can be taken back under Billing.`,
          ...change.exceeds,
        ],
      };
  await asSystem(async (tx) => {
    const after = { plan: change.plan, effectiveAt: new Date(change.effectiveAt).toISOString(), dueNowCents: change.dueNowCents };
    const action = isUpgrade ? 'plan.changed' : 'plan.change_planned';
    await audit(tx, { tenantId, actor, action, target: tenantId, before: { plan: from }, after });
    await sendBillingMail(tx, tenantId, mail);
  });
}

function expired(detail: string): Problem {
  return new Problem(409, 'preview_expired', `${detail} Nothing has changed. Look at the new preview, and confirm that.`);
}
