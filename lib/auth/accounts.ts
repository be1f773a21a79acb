import { mailPort } from '#lib/mail/index.ts';
import type { PlanName } from '#lib/plans/index.ts';
import { asSystem, type Tx } from '#lib/platform/database/index.ts';
import { env } from '#lib/platform/env.ts';
import { invalid, Problem } from '#lib/platform/problem.ts';
import { hashPassword, randomToken, sha256, verifyPassword } from '#lib/platform/secrets.ts';
import { checkClientId, clientIdTaken, createTenant } from '#lib/tenants/index.ts';
import type { MemberRole, Principal } from './principal.ts';

const VERIFY_HOURS = 48;
const RESET_MINUTES = 60;
const STAFF_HOURS = 24;
const HOUR_MS = 3_600_000;

type Purpose = 'verify' | 'reset' | 'staff';

/**
 * Opens an account: the person, the client, and the person as its owner; a mail with a link is sent. When the address
 * has an account already nothing is made and that account's owner is told by mail: the answer here is the same, so
 * that nobody can ask who has an account.
 */
export async function signUp(
  input: { company: string; name: string; email: string; password: string; plan: PlanName; clientId: string },
  now: number,
): Promise<void> {
  const email = normalEmail(input.email);
  const availability = await checkClientId(input.clientId);
  if (availability.wellFormed && !availability.available) throw clientIdTaken(input.clientId, availability.suggestions);
  const passwordHash = await hashPassword(input.password);
  const opened = await asSystem(async (tx) => {
    if (await tx.user.findUnique({ where: { email } })) return undefined;
    const user = await tx.user.create({ data: { email, name: input.name, passwordHash } });
    await createTenant(tx, { id: input.clientId, name: input.company, plan: input.plan, actor: email });
    await tx.membership.create({ data: { tenantId: input.clientId, userId: user.id, role: 'owner' } });
    return { user, token: await issueToken(tx, user.id, 'verify', now + VERIFY_HOURS * HOUR_MS) };
  });
  if (opened) return sendVerification(opened.user, opened.token);
  await mailPort.use().send({
    to: email,
    subject: 'You have an account already',
    text: `Hello,\n\nsomebody signed up to KG RCA with this address, which has an account already. Nothing was changed. If it was you, sign in:\n\n${env.use().publicUrl}/login\n\nIf you forgot the password, the sign-in page helps.`,
  });
}

function sendVerification(user: { email: string; name: string }, token: string): Promise<void> {
  return mailPort.use().send({
    to: user.email,
    subject: 'Confirm your email address',
    text: `Hello ${user.name},\n\nconfirm your address to finish signing up to KG RCA:\n\n${env.use().publicUrl}/verify?token=${token}\n\nThe link works once, for ${VERIFY_HOURS} hours. If you did not sign up, ignore this mail.`,
  });
}

/** Sends the confirmation mail again. Answers nothing about whether the account exists. */
export async function resendVerification(rawEmail: string, now: number): Promise<void> {
  const issued = await asSystem(async (tx) => {
    const user = await tx.user.findUnique({ where: { email: normalEmail(rawEmail) } });
    if (!user || user.emailVerifiedAt) return undefined;
    return { user, token: await issueToken(tx, user.id, 'verify', now + VERIFY_HOURS * HOUR_MS) };
  });
  if (issued) await sendVerification(issued.user, issued.token);
}

/** Confirms an address by the token of its mail. Answers whose it is, so that the way can go on. */
export async function verifyEmail(token: string, now: number): Promise<{ email: string; userId: string }> {
  return asSystem(async (tx) => {
    const { user } = await redeem(tx, token, 'verify', now);
    await tx.user.update({ where: { id: user.id }, data: { emailVerifiedAt: new Date(now) } });
    return { email: user.email, userId: user.id };
  });
}

/** Sends a reset link when there is such an account; the answer is the same when there is none. */
export async function requestPasswordReset(rawEmail: string, now: number): Promise<void> {
  const issued = await asSystem(async (tx) => {
    const user = await tx.user.findUnique({ where: { email: normalEmail(rawEmail) } });
    return user && { user, token: await issueToken(tx, user.id, 'reset', now + RESET_MINUTES * 60_000) };
  });
  if (!issued) return;
  await mailPort.use().send({
    to: issued.user.email,
    subject: 'Choose a new password',
    text: `Hello ${issued.user.name},\n\nsomebody asked for a new password for this address. If it was you, choose one here:\n\n${env.use().publicUrl}/reset?token=${issued.token}\n\nThe link works once, for ${RESET_MINUTES} minutes. All sessions end when the password changes.`,
  });
}

/** Sets a new password by the token of a reset (or a first staff) link, ends every session and confirms the address. */
export async function resetPassword(token: string, password: string, now: number): Promise<{ email: string }> {
  const passwordHash = await hashPassword(password);
  return asSystem(async (tx) => {
    const { user } = await redeem(tx, token, 'reset', now);
    await tx.user.update({
      where: { id: user.id },
      data: { passwordHash, sessionVersion: { increment: 1 }, emailVerifiedAt: user.emailVerifiedAt ?? new Date(now) },
    });
    return { email: user.email };
  });
}

/** Signs a person in. Undefined for a wrong password and an unknown address alike, after the same time. */
export async function signInWithPassword(rawEmail: string, password: string) {
  const user = await asSystem((tx) => tx.user.findUnique({ where: { email: normalEmail(rawEmail) } }));
  const right = await verifyPassword(password, user?.passwordHash);
  if (!user || !right) return undefined;
  if (!user.emailVerifiedAt) {
    throw new Problem(403, 'email_not_verified', 'Confirm your email address first: follow the link in the mail that we sent you.');
  }
  return user;
}

/** Makes a one-time sign-in link for the provider's staff, printed at the first start. The account is made when missing. */
export async function staffSignInLink(rawEmail: string, now: number): Promise<string> {
  const email = normalEmail(rawEmail);
  const token = await asSystem(async (tx) => {
    const user = await tx.user.upsert({
      where: { email },
      create: { email, name: 'Staff', isStaff: true, emailVerifiedAt: new Date(now) },
      update: { isStaff: true },
    });
    return issueToken(tx, user.id, 'staff', now + STAFF_HOURS * HOUR_MS);
  });
  return `${env.use().publicUrl}/staff-sign-in?token=${token}`;
}

/**
 * Changes a signed-in person's password and ends every other session: the caller signs in anew. The current password
 * must be right; an account that has none yet (staff after the one-time link, an invited owner) sets its first.
 */
export async function changePassword(userId: string, current: string, next: string): Promise<void> {
  const user = await asSystem((tx) => tx.user.findUniqueOrThrow({ where: { id: userId } }));
  if (user.passwordHash && !(await verifyPassword(current, user.passwordHash))) throw invalid('current', 'is not your current password');
  const passwordHash = await hashPassword(next);
  await asSystem((tx) => tx.user.update({ where: { id: userId }, data: { passwordHash, sessionVersion: { increment: 1 } } }));
}

/** Makes a person the owner of a client in the caller's transaction; answers the token of the link by which a new person chooses a password. */
export async function inviteOwner(tx: Tx, tenantId: string, rawEmail: string, now: number): Promise<{ email: string; token: string }> {
  const email = normalEmail(rawEmail);
  const user = await tx.user.upsert({ where: { email }, create: { email, name: email.split('@')[0] ?? email }, update: {} });
  await tx.membership.create({ data: { tenantId, userId: user.id, role: 'owner' } });
  return { email, token: await issueToken(tx, user.id, 'reset', now + VERIFY_HOURS * HOUR_MS) };
}

/** Whether any of the provider's staff can sign in by a password already. */
export async function staffExists(): Promise<boolean> {
  return (await asSystem((tx) => tx.user.count({ where: { isStaff: true, passwordHash: { not: null } } }))) > 0;
}

/** Signs staff in by the one-time link. */
export async function signInWithStaffToken(token: string, now: number) {
  return asSystem(async (tx) => (await redeem(tx, token, 'staff', now)).user);
}

/** Who a session's user is now, with the client that the session acts for. Undefined once the session was ended. */
export async function principalOfUser(
  userId: string,
  sessionVersion: number,
  tenantId: string | undefined,
): Promise<Principal | undefined> {
  const user = await asSystem((tx) =>
    tx.user.findUnique({ where: { id: userId }, include: { memberships: { include: { tenant: true }, orderBy: { createdAt: 'asc' } } } }),
  );
  if (!user || user.sessionVersion !== sessionVersion) return undefined;
  const membership = user.memberships.find((m) => m.tenantId === tenantId) ?? user.memberships[0];
  const base = { via: 'session' as const, name: user.email, userId: user.id, isStaff: user.isStaff, scopes: ['read', 'write'] as const };
  if (!membership || membership.tenant.status === 'closed') return base;
  const { id, name, plan, status } = membership.tenant;
  return { ...base, tenant: { id, name, plan, status }, role: membership.role as MemberRole };
}

function normalEmail(email: string): string {
  return email.trim().toLowerCase();
}

async function issueToken(tx: Tx, userId: string, purpose: Purpose, expiresAt: number): Promise<string> {
  const token = randomToken(40);
  await tx.emailToken.create({ data: { hash: sha256(token), userId, purpose, expiresAt: new Date(expiresAt) } });
  return token;
}

/** Uses a token up. The update's condition makes it single-use even for two requests at once. */
async function redeem(tx: Tx, token: string, purpose: Purpose, now: number) {
  const hash = sha256(token);
  const used = await tx.emailToken.updateMany({
    where: { hash, purpose, usedAt: null, expiresAt: { gt: new Date(now) } },
    data: { usedAt: new Date(now) },
  });
  if (used.count !== 1) throw invalid('token', 'this link was used already or is too old; ask for a new one');
  return tx.emailToken.findUniqueOrThrow({ where: { hash }, include: { user: true } });
}
