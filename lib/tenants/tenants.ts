import { audit } from '#lib/audit/index.ts';
import type { PlanName } from '#lib/plans/index.ts';
import { asSystem, inTenant, isUniqueViolation, type Tx } from '#lib/platform/database/index.ts';
import { notFound, Problem } from '#lib/platform/problem.ts';
import { isClientId, proposeClientId } from '#lib/wire/names.ts';

/** Steps in the order in which a client is provisioned. */
export const PROVISIONING_STEPS = ['graph-database', 'event-streams', 'credentials', 'access-rules', 'api-key', 'agent-package'] as const;
export type StepName = (typeof PROVISIONING_STEPS)[number];

/**
 * Makes a client's record with its provisioning steps waiting. The id must be free and well-formed:
 * otherwise a Problem that names `clientId` and suggests free ones.
 */
export async function createTenant(tx: Tx, input: { id: string; name: string; plan: PlanName; actor: string }) {
  if (!isClientId(input.id)) {
    throw new Problem(422, 'invalid_input', 'The client id has not the right form.', {
      invalidParams: [{ name: 'clientId', reason: 'use 3 to 40 of a-z, 0-9 and "-", beginning with a letter and not ending in "-"' }],
    });
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

/** The answer to a client id that is in use, or was: ids are never given twice. */
export function clientIdTaken(id: string, suggestions: string[] = []): Problem {
  const hint = suggestions.length ? `; free are: ${suggestions.join(', ')}` : '; choose another';
  return new Problem(409, 'client_id_taken', `The client id ${id} is taken.`, {
    invalidParams: [{ name: 'clientId', reason: `is taken${hint}` }],
  });
}

/** Whether a client id is free; where it is not, up to three free ones like it. */
export async function checkClientId(
  id: string,
): Promise<{ clientId: string; wellFormed: boolean; available: boolean; suggestions: string[] }> {
  const wellFormed = isClientId(id);
  const base = wellFormed ? id : proposeClientId(id);
  const stem = base.slice(0, 34).replace(/-+$/, '');
  const candidates = [base, `${stem}-prod`, `${stem}-hq`, `${stem}-2`, `${stem}-3`, `${stem}-4`, `${stem}-5`].filter(isClientId);
  const taken = new Set(
    (await asSystem((tx) => tx.tenant.findMany({ where: { id: { in: candidates } }, select: { id: true } }))).map((tenant) => tenant.id),
  );
  const free = candidates.filter((candidate) => !taken.has(candidate));
  const available = wellFormed && !taken.has(id);
  return { clientId: base, wellFormed, available, suggestions: available ? [] : free.slice(0, 3) };
}

/** The record of a client. Throws the common 404 when there is none. */
export async function getTenant(tenantId: string) {
  const tenant = await inTenant(tenantId, (tx) => tx.tenant.findUnique({ where: { id: tenantId } }));
  if (!tenant) throw notFound();
  return tenant;
}

/** Ids of all clients that are provisioned far enough to send data: what the consumers of the log go round. */
export async function listActiveTenantIds(): Promise<string[]> {
  const rows = await asSystem((tx) =>
    tx.provisioningStep.findMany({
      where: { name: 'event-streams', status: 'done', tenant: { status: { not: 'closed' } } },
      select: { tenantId: true },
    }),
  );
  return rows.map((row) => row.tenantId).sort();
}
