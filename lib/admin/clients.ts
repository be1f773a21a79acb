import { inviteOwner } from '#lib/auth/index.ts';
import { mailPort } from '#lib/mail/index.ts';
import type { PlanName } from '#lib/plans/index.ts';
import { asSystem } from '#lib/platform/database/index.ts';
import { env } from '#lib/platform/env.ts';
import { logger } from '#lib/platform/logger.ts';
import { notFound } from '#lib/platform/problem.ts';
import { createDefaultKey, requestProvisioning } from '#lib/provisioning/index.ts';
import { checkClientId, clientIdTaken, createTenant } from '#lib/tenants/index.ts';
import { isClientId, proposeClientId } from '#lib/wire/names.ts';

/** A client that was just created. Only this contains its API key. */
export interface CreatedClient {
  tenantId: string;
  apiKey: string;
  createdAt: Date;
  /** Whether the mail to the owner was sent. After `failed`, a password reset sends another link. */
  invitation: 'none' | 'sent' | 'failed';
}

/**
 * Creates a client on behalf of the staff, with a default API key, which only the result contains, and, if an email address
 * is given, an owner who gets a link to choose a password. A paid plan needs no subscription: the staff bill it. Without a
 * client ID, the first available one for the name is used. Throws a Problem for a client ID that is malformed or taken.
 */
export async function createClient(
  input: { name: string; plan: PlanName; clientId?: string | undefined; email?: string | undefined },
  actor: string,
  now: number,
): Promise<CreatedClient> {
  const availability = await checkClientId(input.clientId ?? proposeClientId(input.name), now);
  if (input.clientId !== undefined && availability.wellFormed && !availability.available)
    throw clientIdTaken(input.clientId, availability.suggestions);
  const id = input.clientId ?? (availability.available ? availability.clientId : (availability.suggestions[0] ?? availability.clientId));
  const created = await asSystem(async (tx) => {
    const tenant = await createTenant(tx, { id, name: input.name, plan: input.plan, actor });
    const apiKey = await createDefaultKey(tx, id, actor);
    return { tenant, apiKey, invited: input.email === undefined ? undefined : await inviteOwner(tx, id, input.email, now) };
  });
  await requestProvisioning(id);
  const { tenant, apiKey, invited } = created;
  return { tenantId: id, apiKey, createdAt: tenant.createdAt, invitation: invited ? await sendInvitation(input.name, invited) : 'none' };
}

/** Never throws: the client exists by now, and its API key must reach the caller even if the mail fails. */
async function sendInvitation(client: string, invited: { email: string; token: string }): Promise<'sent' | 'failed'> {
  try {
    await mailPort.use().send({
      to: invited.email,
      subject: `Your account for ${client} is ready`,
      text: `Hello,\n\nAn account for ${client} has been created at KG RCA, and you are its owner. Choose a password to sign in:\n\n${env.use().publicUrl}/reset?token=${invited.token}\n\nThe link can be used once and expires in 48 hours.`,
    });
    return 'sent';
  } catch (error) {
    logger.warn({ err: error }, 'the invitation mail to an owner could not be sent');
    return 'failed';
  }
}

/** A page of clients, ordered by id, after `cursor`. `search` matches id and name. */
export async function listClients(filter: {
  search?: string | undefined;
  status?: 'onboarding' | 'active' | 'suspended' | 'closed' | undefined;
  limit: number;
  cursor?: string | undefined;
}) {
  const contains = filter.search && { contains: filter.search, mode: 'insensitive' as const };
  return asSystem((tx) =>
    tx.tenant.findMany({
      where: {
        ...(filter.status ? { status: filter.status } : {}),
        ...(contains ? { OR: [{ id: contains }, { name: contains }] } : {}),
        ...(filter.cursor ? { id: { gt: filter.cursor } } : {}),
      },
      include: { steps: { orderBy: { position: 'asc' } }, _count: { select: { clusters: true } } },
      orderBy: { id: 'asc' },
      take: filter.limit,
    }),
  );
}

/** Whether there is a client with this id, which may be any text; also a closed one. */
export async function clientExists(id: string): Promise<boolean> {
  if (!isClientId(id)) return false;
  return (await asSystem((tx) => tx.tenant.count({ where: { id } }))) > 0;
}

/** Everything that the staff see of a client. Throws a Problem with status 404 for an unknown id. */
export async function clientDetail(id: string) {
  const client = await asSystem((tx) =>
    tx.tenant.findUnique({
      where: { id },
      include: {
        steps: { orderBy: { position: 'asc' } },
        clusters: { orderBy: { name: 'asc' } },
        subscription: true,
        memberships: { include: { user: { select: { email: true, name: true } } } },
      },
    }),
  );
  if (!client) throw notFound();
  return client;
}
