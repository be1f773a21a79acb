import { audit } from '#lib/audit/index.ts';
import { type MemberRole, newAccountOf } from '#lib/auth/index.ts';
import { mailPort } from '#lib/mail/index.ts';
import { asSystem, inTenant, type Tx } from '#lib/platform/database/index.ts';
import { env } from '#lib/platform/env.ts';
import { invalid, notFound, Problem } from '#lib/platform/problem.ts';
import { randomToken, sha256 } from '#lib/platform/secrets.ts';
import { type Actor, assertRoom } from './members.ts';

const VALID_DAYS = 7;
const DAY_MS = 86_400_000;

const LINK_INVALID = 'This invitation was withdrawn, has already been accepted, or has expired. Ask for another one.';

/** The open invitations of a client, also those that have expired, the newest first. */
export function listInvitations(tenantId: string) {
  return inTenant(tenantId, (tx) => tx.invitation.findMany({ orderBy: { createdAt: 'desc' }, omit: { tokenHash: true } }));
}

/**
 * Invites somebody by mail to join a client; an open invitation of the same address is replaced. Throws a Problem with status
 * 422 that names `email` for a member and at the limit, or 403 when somebody who is no owner invites an owner. `now` in epoch ms.
 */
export async function invite(tenantId: string, { email, role }: { email: string; role: MemberRole }, actor: Actor, now: number) {
  if (role === 'owner' && actor.role !== 'owner') throw new Problem(403, 'missing_role', 'Only an owner can invite another owner.');
  return asSystem(async (tx) => {
    await tx.$executeRaw`SELECT 1 FROM tenants WHERE id = ${tenantId} FOR UPDATE`;
    if (await tx.membership.findFirst({ where: { tenantId, user: { email } } })) throw invalid('email', 'This person is a member already.');
    await tx.invitation.deleteMany({ where: { tenantId, email } });
    await assertRoom(tx, tenantId);
    const token = randomToken(40);
    const invitation = await tx.invitation.create({
      data: {
        ...{ tenantId, email, role, tokenHash: sha256(token), invitedBy: actor.email },
        ...{ createdAt: new Date(now), expiresAt: new Date(now + VALID_DAYS * DAY_MS) },
      },
    });
    await audit(tx, { tenantId, actor: actor.email, action: 'member.invited', target: email, after: { role } });
    await sendInvitation(tx, invitation, token);
    return invitation;
  });
}

/** Sends an invitation again, with a new link, valid anew; the old link is void. Throws a Problem with status 404 if there is none. */
export async function resendInvitation(tenantId: string, id: string, actor: Actor, now: number): Promise<void> {
  await asSystem(async (tx) => {
    const open = await tx.invitation.findFirst({ where: { id, tenantId } });
    if (!open) throw notFound();
    const token = randomToken(40);
    const invitation = await tx.invitation.update({
      where: { id },
      data: { tokenHash: sha256(token), expiresAt: new Date(now + VALID_DAYS * DAY_MS) },
    });
    await audit(tx, { tenantId, actor: actor.email, action: 'member.invited_again', target: open.email });
    await sendInvitation(tx, invitation, token);
  });
}

/** Withdraws an invitation. Throws a Problem with status 404 if there is none. */
export async function revokeInvitation(tenantId: string, id: string, actor: Actor): Promise<void> {
  await inTenant(tenantId, async (tx) => {
    const open = await tx.invitation.findFirst({ where: { id } });
    if (!open) throw notFound();
    await tx.invitation.delete({ where: { id } });
    await audit(tx, { tenantId, actor: actor.email, action: 'member.invitation_revoked', target: open.email });
  });
}

/** What the link of an invitation is for. `hasAccount`: the address has an account, which accepts after signing in. */
export async function lookUpInvitation(
  token: string,
  now: number,
): Promise<{ client: string; email: string; role: MemberRole; hasAccount: boolean }> {
  return asSystem(async (tx) => {
    const { email, role, tenant } = await openInvitation(tx, token, now);
    return { client: tenant.name, email, role, hasAccount: (await tx.user.findUnique({ where: { email } })) !== null };
  });
}

/**
 * Accepts an invitation as a signed-in person, whose address must be the invited one. Returns the id of the client. Throws a
 * Problem with status 422 for a link that is not valid, or 403 for another address.
 */
export async function acceptInvitationAs(
  user: { userId: string; email: string },
  token: string,
  now: number,
): Promise<{ tenantId: string }> {
  return asSystem(async (tx) => {
    const invitation = await openInvitation(tx, token, now);
    if (invitation.email !== user.email) {
      const detail = `This invitation is for ${invitation.email}, but you are signed in as ${user.email}. Sign out first.`;
      throw new Problem(403, 'other_address', detail);
    }
    return join(tx, invitation, user.userId);
  });
}

/**
 * Accepts an invitation with a new account: the link proves the address. Throws a Problem with status 422 for a link that is not
 * valid or a password that is easy to guess, or 409 if the address has an account.
 */
export async function acceptInvitation(
  { token, name, password }: { token: string; name: string; password: string },
  now: number,
): Promise<{ email: string }> {
  const { email } = await lookUpInvitation(token, now);
  const account = await newAccountOf({ email, name, password }, now);
  await asSystem(async (tx) => {
    const invitation = await openInvitation(tx, token, now);
    if (await tx.user.findUnique({ where: { email } })) {
      throw new Problem(409, 'account_exists', `${email} has an account. Sign in to accept the invitation.`);
    }
    const user = await tx.user.create({ data: account });
    await join(tx, invitation, user.id);
  });
  return { email };
}

async function openInvitation(tx: Tx, token: string, now: number) {
  const invitation = await tx.invitation.findUnique({ where: { tokenHash: sha256(token) }, include: { tenant: true } });
  if (invitation && invitation.expiresAt.getTime() > now && invitation.tenant.status !== 'closed') return invitation;
  throw new Problem(422, 'invalid_input', LINK_INVALID, { invalidParams: [{ name: 'token', reason: LINK_INVALID }] });
}

/** Deleting the invitation first makes a link that is opened twice at once join once. */
async function join(
  tx: Tx,
  { id, tenantId, email, role }: { id: string; tenantId: string; email: string; role: MemberRole },
  userId: string,
) {
  const used = await tx.invitation.deleteMany({ where: { id } });
  if (used.count !== 1) throw new Problem(422, 'invalid_input', LINK_INVALID, { invalidParams: [{ name: 'token', reason: LINK_INVALID }] });
  await tx.membership.create({ data: { tenantId, userId, role } });
  await audit(tx, { tenantId, actor: email, action: 'member.joined', target: email, after: { role } });
  return { tenantId };
}

/** Names the client by its ID, which cannot carry a link or text of its own. */
function sendInvitation(
  tx: Tx,
  { email, tenantId, role, invitedBy }: { email: string; tenantId: string; role: string; invitedBy: string },
  token: string,
): Promise<void> {
  return mailPort.use().send(
    {
      tenantId,
      to: email,
      subject: `Join ${tenantId} at KG RCA`,
      text: `Hello,\n\n${invitedBy} invites you to join the account ${tenantId} at KG RCA as ${role}. Accept here:\n\n${env.use().publicUrl}/invitation?token=${token}\n\nThe link can be used once and expires in ${VALID_DAYS} days. If you do not know the sender, ignore this mail.`,
    },
    tx,
  );
}
