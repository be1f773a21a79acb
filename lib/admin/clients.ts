import { inviteOwner } from '#lib/auth/index.ts';
import { mailPort } from '#lib/mail/index.ts';
import type { PlanName } from '#lib/plans/index.ts';
import { asSystem } from '#lib/platform/database/index.ts';
import { env } from '#lib/platform/env.ts';
import { logger } from '#lib/platform/logger.ts';
import { notFound } from '#lib/platform/problem.ts';
import { makeDefaultKey, requestProvisioning } from '#lib/provisioning/index.ts';
import { checkClientId, clientIdTaken, createTenant } from '#lib/tenants/index.ts';
import { proposeClientId } from '#lib/wire/names.ts';

/** A client that was just opened. The key is in here and nowhere else. */
export interface OpenedClient {
  clientId: string;
  apiKey: string;
  createdAt: Date;
  /** Whether its owner got the link by mail; `failed` loses nothing: the forgotten-password page sends another. */
  invitation: 'none' | 'sent' | 'failed';
}

/**
 * Opens a client on the staff's word: with its default key, which the answer shows this once, and an owner who gets a
 * link by mail where an address is given. A paid plan needs no subscription here: it is the staff's to bill.
 * Without a client id the first free one is taken that the name proposes.
 */
export async function openClient(
  input: { name: string; plan: PlanName; clientId?: string | undefined; email?: string | undefined },
  actor: string,
  now: number,
): Promise<OpenedClient> {
  const wanted = await checkClientId(input.clientId ?? proposeClientId(input.name));
  if (input.clientId !== undefined && wanted.wellFormed && !wanted.available) throw clientIdTaken(input.clientId, wanted.suggestions);
  const id = input.clientId ?? (wanted.available ? wanted.clientId : (wanted.suggestions[0] ?? wanted.clientId));
  const opened = await asSystem(async (tx) => {
    const tenant = await createTenant(tx, { id, name: input.name, plan: input.plan, actor });
    const apiKey = await makeDefaultKey(tx, id, actor);
    return { tenant, apiKey, invited: input.email === undefined ? undefined : await inviteOwner(tx, id, input.email, now) };
  });
  await requestProvisioning(id);
  const { tenant, apiKey, invited } = opened;
  return { clientId: id, apiKey, createdAt: tenant.createdAt, invitation: invited ? await sendInvitation(input.name, invited) : 'none' };
}

/** Never throws: the client is made by now, and its key must reach the caller whatever becomes of the mail. */
async function sendInvitation(client: string, invited: { email: string; token: string }): Promise<'sent' | 'failed'> {
  try {
    await mailPort.use().send({
      to: invited.email,
      subject: `Your account for ${client} is ready`,
      text: `Hello,\n\nan account for ${client} was opened at KG RCA, and you own it. Choose a password to sign in:\n\n${env.use().publicUrl}/reset?token=${invited.token}\n\nThe link works once, for 48 hours.`,
    });
    return 'sent';
  } catch (error) {
    logger.warn({ err: error }, 'the invitation of an owner could not be sent');
    return 'failed';
  }
}

/** A page of clients by id, after `cursor`; `search` looks into id and name. */
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

/** Everything that the staff sees of a client. Throws the common 404. */
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
