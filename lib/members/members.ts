import { audit } from '#lib/audit/index.ts';
import type { MemberRole } from '#lib/auth/index.ts';
import { asSystem, type Tx } from '#lib/platform/database/index.ts';
import { invalid, notFound, Problem } from '#lib/platform/problem.ts';

/** Members and open invitations of a client. */
const MAX_PEOPLE = 200;

/** Who acts: a member of the client. */
export interface Actor {
  userId: string;
  email: string;
  role: MemberRole;
}

/** A member as the team page shows them. */
export interface Member {
  userId: string;
  name: string;
  email: string;
  role: MemberRole;
  joinedAt: Date;
  lastSeenAt: Date | null;
  hasSecondFactor: boolean;
}

/** The members of a client, in the order in which they joined. */
export async function listMembers(tenantId: string): Promise<Member[]> {
  const memberships = await asSystem((tx) =>
    tx.membership.findMany({
      where: { tenantId },
      orderBy: { createdAt: 'asc' },
      include: {
        user: { include: { _count: { select: { passkeys: true } }, sessions: { orderBy: { lastSeenAt: 'desc' }, take: 1 } } },
      },
    }),
  );
  return memberships.map(({ userId, role, createdAt, user }) => ({
    ...{ userId, role, joinedAt: createdAt, name: user.name, email: user.email },
    lastSeenAt: user.sessions[0]?.lastSeenAt ?? null,
    hasSecondFactor: user.totpConfirmedAt !== null || user._count.passkeys > 0,
  }));
}

/**
 * Changes the role of a member. Only owners make owners and change them, and the last owner stays one. Throws a Problem with
 * status 404 for somebody who is no member, or 403 or 409 for what the roles do not allow.
 */
export async function changeRole(tenantId: string, userId: string, role: MemberRole, actor: Actor): Promise<void> {
  await withMember(tenantId, userId, async (tx, member) => {
    if (member.role === role) return;
    assertMayTouch(actor, member.role, role);
    if (member.role === 'owner') await assertAnotherOwner(tx, tenantId, userId);
    await tx.membership.update({ where: { tenantId_userId: { tenantId, userId } }, data: { role } });
    await audit(tx, {
      tenantId,
      actor: actor.email,
      action: 'member.role_changed',
      target: member.user.email,
      before: { role: member.role },
      after: { role },
    });
  });
}

/**
 * Removes a member, or lets somebody leave: whoever acts on themselves needs no role for it. The last owner cannot go. Throws as
 * `changeRole` does.
 */
export async function removeMember(tenantId: string, userId: string, actor: Actor): Promise<void> {
  await withMember(tenantId, userId, async (tx, member) => {
    const isLeaving = actor.userId === userId;
    if (!isLeaving) assertMayTouch(actor, member.role, member.role);
    if (member.role === 'owner') await assertAnotherOwner(tx, tenantId, userId);
    await tx.membership.delete({ where: { tenantId_userId: { tenantId, userId } } });
    await audit(tx, {
      tenantId,
      actor: actor.email,
      action: isLeaving ? 'member.left' : 'member.removed',
      target: member.user.email,
      before: { role: member.role },
    });
  });
}

/** Makes a member an owner and the acting owner an admin, at once. Throws a Problem with status 404 for somebody who is no member. */
export async function transferOwnership(tenantId: string, userId: string, actor: Actor): Promise<void> {
  await withMember(tenantId, userId, async (tx, member) => {
    if (userId === actor.userId) throw new Problem(409, 'already_owner', 'You are the owner already. Choose another member.');
    await tx.membership.update({ where: { tenantId_userId: { tenantId, userId } }, data: { role: 'owner' } });
    await tx.membership.update({ where: { tenantId_userId: { tenantId, userId: actor.userId } }, data: { role: 'admin' } });
    await audit(tx, {
      tenantId,
      actor: actor.email,
      action: 'member.ownership_transferred',
      target: member.user.email,
      before: { role: member.role },
      after: { role: 'owner' },
    });
  });
}

/**
 * Makes a person a member in the caller's transaction, which holds the lock on the client: by single sign-on or by the client's
 * directory. An open invitation of their address ends. Throws a Problem with status 422 that names `email` at the limit.
 */
export async function addMember(
  tx: Tx,
  { tenantId, userId, email, role, actor }: { tenantId: string; userId: string; email: string; role: MemberRole; actor: string },
): Promise<void> {
  await tx.invitation.deleteMany({ where: { tenantId, email } });
  await assertRoom(tx, tenantId);
  await tx.membership.create({ data: { tenantId, userId, role } });
  await audit(tx, { tenantId, actor, action: 'member.joined', target: email, after: { role } });
}

/** Throws a Problem with status 422 that names `email` when a client has as many members and open invitations as it may have. */
export async function assertRoom(tx: Tx, tenantId: string): Promise<void> {
  const people = (await tx.membership.count({ where: { tenantId } })) + (await tx.invitation.count({ where: { tenantId } }));
  if (people >= MAX_PEOPLE) throw invalid('email', `A client has at most ${MAX_PEOPLE} members and open invitations. Remove one first.`);
}

/** Sets whether members must sign in with a second factor. Sessions without one can then do nothing but add one. */
export async function setSecondFactorPolicy(tenantId: string, isRequired: boolean, actor: string): Promise<void> {
  await asSystem(async (tx) => {
    await tx.tenant.update({ where: { id: tenantId }, data: { requiresSecondFactor: isRequired } });
    await audit(tx, { tenantId, actor, action: 'client.second_factor_policy', target: tenantId, after: { isRequired } });
  });
}

/** Runs `work` with a member under a lock on the client, so that two changes at once cannot remove the last owner. */
async function withMember(
  tenantId: string,
  userId: string,
  work: (tx: Tx, member: { role: MemberRole; user: { email: string } }) => Promise<void>,
): Promise<void> {
  await asSystem(async (tx) => {
    await tx.$executeRaw`SELECT 1 FROM tenants WHERE id = ${tenantId} FOR UPDATE`;
    const member = await tx.membership.findUnique({ where: { tenantId_userId: { tenantId, userId } }, include: { user: true } });
    if (!member) throw notFound();
    await work(tx, member);
  });
}

function assertMayTouch(actor: Actor, from: MemberRole, to: MemberRole): void {
  if (actor.role === 'owner' || (from !== 'owner' && to !== 'owner')) return;
  throw new Problem(403, 'missing_role', 'Only an owner can make somebody an owner, or change or remove one.');
}

/** Throws a Problem with status 409 when a client would be without an owner. */
export async function assertAnotherOwner(tx: Tx, tenantId: string, userId: string): Promise<void> {
  if ((await tx.membership.count({ where: { tenantId, role: 'owner', userId: { not: userId } } })) > 0) return;
  throw new Problem(409, 'last_owner', 'This is the last owner. Make another member an owner first.');
}
