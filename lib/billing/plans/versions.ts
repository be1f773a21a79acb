import { audit, INSTALLATION } from '#lib/audit/index.ts';
import { PLANS, type Plan, type PlanName } from '#lib/plans/index.ts';
import { differenceOf, type PlanTerms, termsOfPlan } from '#lib/plans/terms.ts';
import { asSystem } from '#lib/platform/database/index.ts';
import { logger } from '#lib/platform/logger.ts';
import { invalid, Problem } from '#lib/platform/problem.ts';
import { requestPlanLimits } from '#lib/provisioning/index.ts';
import { attempt } from '#lib/tenants/index.ts';
import { dateText, money, sendBillingMail } from '../invoices/mails.ts';
import { priceOf, syncCatalogue } from '../stripe/catalogue.ts';
import { writeOnce } from '../stripe/operations.ts';
import { requireStripe, stripePort } from '../stripe/port.ts';

const DAY_MS = 86_400_000;
/** A client is told so long before its prices or limits change. */
const NOTICE_DAYS = 14;
const MAX_AHEAD_DAYS = 366;

/** A version of a plan as the staff see it, with how many clients are on it. */
export interface PlanVersion {
  plan: PlanName;
  version: number;
  terms: Plan;
  note: string;
  createdBy: string;
  createdAt: number;
  clients: number;
  /** What is different from the version before. */
  changes: ReturnType<typeof differenceOf>;
}

/** All versions of all plans, the newest of each plan first. */
export async function listPlanVersions(): Promise<PlanVersion[]> {
  return asSystem(async (tx) => {
    const rows = await tx.planVersion.findMany({ orderBy: [{ plan: 'asc' }, { version: 'desc' }] });
    const counts = await tx.tenant.groupBy({
      by: ['plan', 'planVersion'],
      where: { status: { not: 'closed' }, contractId: null },
      _count: { _all: true },
    });
    return rows.map((row) => {
      const terms = row.terms as unknown as Plan;
      const before = rows.find(({ plan, version }) => plan === row.plan && version === row.version - 1);
      return {
        ...row,
        terms,
        createdAt: row.createdAt.getTime(),
        clients: counts.find(({ plan, planVersion }) => plan === row.plan && planVersion === row.version)?._count._all ?? 0,
        changes: before ? differenceOf(before.terms as unknown as Plan, terms) : [],
      };
    });
  });
}

/**
 * Makes a new version of a plan, which new clients get from now on; others keep theirs until they are migrated. Throws a Problem: 422
 * for terms that do not fit the plan, 409 when somebody made a version at the same moment or nothing differs.
 */
export async function createPlanVersion(plan: PlanName, terms: PlanTerms, note: string, actor: string): Promise<number> {
  assertFits(plan, terms);
  const version = await asSystem(async (tx) => {
    await tx.$executeRaw`SELECT pg_advisory_xact_lock(hashtextextended('plan versions', 0))`;
    const last = await tx.planVersion.findFirstOrThrow({ where: { plan }, orderBy: { version: 'desc' } });
    const next = last.version + 1;
    const after = termsOfPlan(plan, next, terms);
    const changes = differenceOf(last.terms as unknown as Plan, after);
    if (changes.length === 0)
      throw new Problem(409, 'no_difference', `Version ${last.version} of the ${PLANS[plan].name} plan has these terms already.`);
    await tx.planVersion.create({ data: { plan, version: next, terms: after as object, note, createdBy: actor } });
    await audit(tx, { tenantId: INSTALLATION, actor, action: 'plan.version_created', target: `${plan} ${next}`, after: { note, changes } });
    return next;
  });
  await offer(plan);
  return version;
}

function assertFits(plan: PlanName, { monthlyCents, overage }: PlanTerms): void {
  if (plan === 'free' && (monthlyCents !== 0 || overage !== null))
    throw invalid('monthlyCents', 'The Free plan costs nothing and has no overage.');
  if ((plan === 'basic' || plan === 'pro') && !monthlyCents)
    throw invalid('monthlyCents', `The ${PLANS[plan].name} plan needs a price per month.`);
}

/** Makes the price of the newest version at Stripe. Without it there now, it is made on first use. */
async function offer(plan: PlanName): Promise<void> {
  if (!stripePort.find() || (plan !== 'basic' && plan !== 'pro')) return;
  try {
    await syncCatalogue();
  } catch (error) {
    logger.warn({ err: error, plan }, 'the price of a new version could not be made at Stripe; it is made when it is needed');
  }
}

/**
 * Plans that all clients on older versions of a plan get its newest one at `at` (epoch ms), and tells them now what changes for them.
 * Returns how many. Throws a Problem with status 422 for a time that gives them less than the notice, or is too far away.
 */
export async function migrateClients(plan: PlanName, at: number, actor: string, now: number): Promise<number> {
  if (at < now + NOTICE_DAYS * DAY_MS) throw invalid('at', `Clients are told ${NOTICE_DAYS} days before: choose a later day.`);
  if (at > now + MAX_AHEAD_DAYS * DAY_MS) throw invalid('at', 'Choose a day within the next year.');
  return asSystem(async (tx) => {
    const newest = await tx.planVersion.findFirstOrThrow({ where: { plan }, orderBy: { version: 'desc' } });
    const clients = await tx.tenant.findMany({
      where: { plan, planVersion: { lt: newest.version }, contractId: null, status: { not: 'closed' } },
      select: { id: true, limits: true, planVersion: true },
    });
    for (const { id, limits, planVersion } of clients) {
      const changes = differenceOf(limits as unknown as Plan, newest.terms as unknown as Plan);
      await tx.tenant.update({ where: { id }, data: { nextPlanVersion: newest.version, nextPlanVersionAt: new Date(at) } });
      const after = { version: newest.version, at: new Date(at).toISOString() };
      await audit(tx, { tenantId: id, actor, action: 'plan.migration_planned', target: id, before: { version: planVersion }, after });
      await sendBillingMail(tx, id, {
        subject: `Your KG RCA plan changes on ${dateText(at)}`,
        paragraphs: [
          `From ${dateText(at)} on, the ${PLANS[plan].name} plan changes for you:`,
          changes.map((change) => `- ${wordsOf(change)}`).join('\n'),
          'You can change or end your plan before that under Billing.',
        ],
      });
    }
    return clients.length;
  });
}

/**
 * Gives clients the version that was planned for them, with its price from the next invoice on. A client that fails stops no other.
 * Returns how many changed. `now` in epoch ms.
 */
export async function applyDuePlans(now: number): Promise<number> {
  const due = await asSystem((tx) =>
    tx.tenant.findMany({ where: { nextPlanVersionAt: { lte: new Date(now) }, status: { not: 'closed' } }, select: { id: true } }),
  );
  let changed = 0;
  for (const { id } of due) {
    if (await attempt({ tenantId: id, work: 'billing', subject: 'version of the plan' }, now, () => migrate(id, now))) changed++;
  }
  return changed;
}

async function migrate(tenantId: string, now: number): Promise<void> {
  const tenant = await asSystem((tx) => tx.tenant.findUniqueOrThrow({ where: { id: tenantId }, include: { subscription: true } }));
  const { nextPlanVersion, plan, subscription } = tenant;
  if (nextPlanVersion === null) return;
  const isPaid = plan === 'basic' || plan === 'pro';
  if (isPaid && subscription && ['active', 'past_due'].includes(subscription.status)) {
    const { client } = requireStripe();
    const { items } = await client.subscriptions.retrieve(subscription.stripeId);
    const price = await priceOf(plan);
    const [item] = items.data;
    if (item && item.price.id !== price) {
      const operation = { key: `version ${nextPlanVersion} of ${subscription.stripeId}`, tenantId, what: 'change the price', now };
      await writeOnce(operation, (options) =>
        client.subscriptions.update(subscription.stripeId, { items: [{ id: item.id, price }], proration_behavior: 'none' }, options),
      );
    }
  }
  await asSystem(async (tx) => {
    await tx.tenant.update({
      where: { id: tenantId },
      data: { planVersion: nextPlanVersion, nextPlanVersion: null, nextPlanVersionAt: null },
    });
    const [before, after] = [{ version: tenant.planVersion }, { version: nextPlanVersion }];
    await audit(tx, { tenantId, actor: 'system', action: 'plan.migrated', target: tenantId, before, after });
  });
  await requestPlanLimits(tenantId);
}

const WORDS: Record<string, string> = {
  monthlyCents: 'price per month',
  eventsPerDay: 'events per day',
  rcaQueriesPerMonth: 'RCA queries per month',
  storageBytes: 'storage in bytes',
  apiCallsPerMonth: 'API calls per month',
  clusters: 'clusters',
  retentionDays: 'days of history',
  requestsPerMinute: 'API requests per minute',
  'overage.centsPer1kEvents': 'price of 1,000 events above the plan',
  'overage.centsPerRcaQuery': 'price of an RCA query above the plan',
  'overage.centsPerGb': 'price of a GB of storage above the plan',
};

/** A difference as clients read it: the words of the limit, and both values. */
function wordsOf({ path, before, after }: ReturnType<typeof differenceOf>[number]): string {
  const text = (value: number | null) =>
    value === null ? 'unlimited' : /cents/i.test(path) ? money(value) : value.toLocaleString('en-US');
  return `${WORDS[path] ?? path}: ${text(before)} -> ${text(after)}`;
}
