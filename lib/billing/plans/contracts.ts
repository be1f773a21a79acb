import { audit } from '#lib/audit/index.ts';
import type { Plan } from '#lib/plans/index.ts';
import { type PlanTerms, termsOfPlan } from '#lib/plans/terms.ts';
import { utcMonthStart } from '#lib/platform/clock.ts';
import { asSystem, inTenant } from '#lib/platform/database/index.ts';
import { invalid, notFound, Problem } from '#lib/platform/problem.ts';
import { requestPlanLimits } from '#lib/provisioning/index.ts';
import { attempt } from '#lib/tenants/index.ts';
import { contractInForce } from '../invoices/contract-fees.ts';
import { isRunning } from '../stripe/port.ts';

/** A contract with one client: its limits and prices, and when they hold. Times in epoch ms; `endsAt` null for one without an end. */
export interface ContractInput {
  terms: PlanTerms;
  /** What was agreed about the currency, for people who read the contract. */
  currencyNote: string;
  note: string;
  startsAt: number;
  endsAt: number | null;
}

/** The contracts of a client, the newest first, and which of them is in force. */
export async function contractsOf(tenantId: string) {
  return inTenant(tenantId, async (tx) => {
    const { contractId } = await tx.tenant.findUniqueOrThrow({ where: { id: tenantId }, select: { contractId: true } });
    const rows = await tx.contract.findMany({ where: { tenantId }, orderBy: { startsAt: 'desc' } });
    return rows.map(({ startsAt, endsAt, createdAt, terms, ...row }) => ({
      ...row,
      terms: terms as unknown as Plan,
      startsAt: startsAt.getTime(),
      endsAt: endsAt?.getTime() ?? null,
      createdAt: createdAt.getTime(),
      isInForce: row.id === contractId,
    }));
  });
}

/**
 * Makes a contract with a client of the Enterprise plan. It is in force from its start to its end; of several, the one that started
 * last. Throws a Problem: 404, 409 for a client that is closed or pays by card, 422 for an end before the start.
 */
export async function makeContract(tenantId: string, input: ContractInput, actor: string, now: number): Promise<string> {
  if (input.endsAt !== null && input.endsAt <= input.startsAt) throw invalid('endsAt', 'A contract ends after it starts.');
  if (input.endsAt !== null && input.endsAt <= now) throw invalid('endsAt', 'This end has passed.');
  if (input.startsAt < utcMonthStart(utcMonthStart(now).getTime() - 1).getTime())
    throw invalid(
      'startsAt',
      'A contract starts no earlier than on the first of last month, which is the oldest month that it is invoiced for.',
    );
  const id = await asSystem(async (tx) => {
    const tenant = await tx.tenant.findUnique({ where: { id: tenantId }, include: { subscription: true } });
    if (!tenant) throw notFound();
    if (tenant.status === 'closed') throw new Problem(409, 'client_closed', 'This client is closed.');
    if (tenant.subscription && isRunning(tenant.subscription.status))
      throw new Problem(409, 'has_subscription', 'This client pays for a plan by card. End that subscription first, or it pays twice.');
    const { currencyNote, note, startsAt, endsAt } = input;
    const made = await tx.contract.create({
      data: {
        tenantId,
        terms: termsOfPlan('enterprise', 1, input.terms) as object,
        currencyNote,
        note,
        startsAt: new Date(startsAt),
        endsAt: endsAt === null ? null : new Date(endsAt),
        createdBy: actor,
        createdAt: new Date(now),
      },
    });
    const after = { starts: made.startsAt.toISOString(), ends: made.endsAt?.toISOString() ?? null, monthlyCents: input.terms.monthlyCents };
    await audit(tx, { tenantId, actor, action: 'contract.made', target: made.id, after });
    return made.id;
  });
  await applyContract(tenantId, now);
  return id;
}

/** Ends a contract now. Throws a Problem with status 404 for one that is not the client's, or has ended. */
export async function endContract(tenantId: string, contractId: string, actor: string, now: number): Promise<void> {
  await asSystem(async (tx) => {
    const { count } = await tx.contract.updateMany({
      where: { id: contractId, tenantId, OR: [{ endsAt: null }, { endsAt: { gt: new Date(now) } }] },
      data: { endsAt: new Date(now) },
    });
    if (count === 0) throw notFound();
    await audit(tx, { tenantId, actor, action: 'contract.ended', target: contractId });
  });
  await applyContract(tenantId, now);
}

/** Begins and ends contracts whose time has come. A client that fails stops no other. `now` in epoch ms. */
export async function applyDueContracts(now: number): Promise<void> {
  const at = new Date(now);
  const clients = await asSystem((tx) =>
    tx.contract.findMany({ where: { startsAt: { lte: at } }, distinct: ['tenantId'], select: { tenantId: true } }),
  );
  for (const { tenantId } of clients) {
    await attempt({ tenantId, work: 'billing', subject: 'contract' }, now, () => applyContract(tenantId, now));
  }
}

/** Puts the contract in force that should be, or none. Idempotent. */
async function applyContract(tenantId: string, now: number): Promise<void> {
  const hasChanged = await asSystem(async (tx) => {
    const tenant = await tx.tenant.findUniqueOrThrow({ where: { id: tenantId } });
    if (tenant.status === 'closed') return false;
    const contract = contractInForce(await tx.contract.findMany({ where: { tenantId } }), now);
    if ((contract?.id ?? null) === tenant.contractId) return false;
    await tx.tenant.update({
      where: { id: tenantId },
      data: { contractId: contract?.id ?? null, ...(contract && { plan: 'enterprise' }) },
    });
    const monthlyCents = (contract?.terms as unknown as Plan | undefined)?.monthlyCents ?? 0;
    // Contracts count as recurring revenue, as subscriptions do.
    await tx.subscriptionChange.create({ data: { tenantId, at: new Date(now), plan: 'enterprise', monthlyCents } });
    const [before, after] = [{ contract: tenant.contractId }, { contract: contract?.id ?? null }];
    await audit(tx, { tenantId, actor: 'system', action: 'contract.in_force', target: tenantId, before, after });
    return true;
  });
  if (hasChanged) await requestPlanLimits(tenantId);
}
