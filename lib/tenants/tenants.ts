import { audit } from '#lib/audit/index.ts';
import { limitsOf, type PlanName } from '#lib/plans/index.ts';
import { asSystem, inTenant, isUniqueViolation, type Tx } from '#lib/platform/database/index.ts';
import { invalid, notFound, Problem } from '#lib/platform/problem.ts';
import { isClientId, proposeClientId } from '#lib/wire/names.ts';
import { CLIENT_ID_RULE } from './client-id.ts';

/** The provisioning steps, in their order. */
export const PROVISIONING_STEPS = ['graph-database', 'event-streams', 'credentials', 'access-rules', 'api-key', 'agent-package'] as const;
export type StepName = (typeof PROVISIONING_STEPS)[number];

/**
 * Creates a client's record with waiting provisioning steps, in the caller's transaction. Throws a Problem that names
 * `clientId` if the ID is malformed or taken.
 */
export async function createTenant(tx: Tx, input: { id: string; name: string; plan: PlanName; actor: string }) {
  if (!isClientId(input.id)) {
    throw invalid('clientId', CLIENT_ID_RULE);
  }
  try {
    const tenant = await tx.tenant.create({ data: { id: input.id, name: input.name, plan: input.plan } });
    await tx.provisioningStep.createMany({ data: PROVISIONING_STEPS.map((name, position) => ({ tenantId: input.id, name, position })) });
    await audit(tx, {
      tenantId: input.id,
      actor: input.actor,
      action: 'client.created',
      target: input.id,
      after: { name: input.name, plan: input.plan },
    });
    return tenant;
  } catch (error) {
    if (!isUniqueViolation(error)) throw error;
    throw clientIdTaken(input.id);
  }
}

/** The problem of a client ID that is or was in use: IDs are never reused. */
export function clientIdTaken(id: string, suggestions: string[] = []): Problem {
  const hint = suggestions.length ? `Try ${suggestions.join(', ')}.` : 'Choose another one.';
  return new Problem(409, 'client_id_taken', `The client ID ${id} is taken. ${hint}`, {
    invalidParams: [{ name: 'clientId', reason: `This client ID is taken. ${hint}` }],
  });
}

/** Takes a client ID until `until` (epoch ms) without creating a client. In the caller's transaction, over all clients. */
export async function reserveClientId(tx: Tx, id: string, until: number): Promise<void> {
  if (!isClientId(id)) throw invalid('clientId', CLIENT_ID_RULE);
  const expiresAt = new Date(until);
  await tx.clientIdReservation.upsert({ where: { id }, create: { id, expiresAt }, update: { expiresAt } });
}

/** Whether a client ID is well-formed and available; if not, up to three similar ones that are available. `now` in epoch ms. */
export async function checkClientId(
  id: string,
  now: number,
): Promise<{ clientId: string; wellFormed: boolean; available: boolean; suggestions: string[] }> {
  const wellFormed = isClientId(id);
  const base = wellFormed ? id : proposeClientId(id);
  const stem = base.slice(0, 34).replace(/(?<!-)-+$/, '');
  const candidates = [base, `${stem}-prod`, `${stem}-hq`, `${stem}-2`, `${stem}-3`, `${stem}-4`, `${stem}-5`].filter(isClientId);
  const taken = await asSystem(async (tx) => {
    const [tenants, reserved] = [
      await tx.tenant.findMany({ where: { id: { in: candidates } }, select: { id: true } }),
      await tx.clientIdReservation.findMany({ where: { id: { in: candidates }, expiresAt: { gt: new Date(now) } }, select: { id: true } }),
    ];
    return new Set([...tenants, ...reserved].map((row) => row.id));
  });
  const free = candidates.filter((candidate) => !taken.has(candidate));
  const available = wellFormed && !taken.has(id);
  return { clientId: base, wellFormed, available, suggestions: available ? [] : free.slice(0, 3) };
}

/** The record of a client, with the limits that hold for it. Throws a Problem with status 404 if there is none. */
export async function getTenant(tenantId: string) {
  const tenant = await inTenant(tenantId, (tx) => tx.tenant.findUnique({ where: { id: tenantId } }));
  if (!tenant) throw notFound();
  return { ...tenant, limits: limitsOf(tenant) };
}

/** The ids of all tenants that have streams and are not closed, sorted: those that the consumers of the event log process. */
export async function listActiveTenantIds(): Promise<string[]> {
  const rows = await asSystem((tx) =>
    tx.provisioningStep.findMany({
      where: { name: 'event-streams', status: 'done', tenant: { status: { not: 'closed' } } },
      select: { tenantId: true },
    }),
  );
  return rows.map((row) => row.tenantId).sort();
}
