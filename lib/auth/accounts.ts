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

const LINK_INVALID = 'This link has already been used or has expired.';

type Purpose = 'verify' | 'reset' | 'staff';

/**
 * Creates an account: a user, a client, and the user as its owner; then sends a mail with a confirmation link. If the email
 * address already has an account, nothing is created and the address gets a mail that says so. The result is the same, so
 * that it does not reveal who has an account. Throws a Problem for a client ID that is malformed or taken. `now` in epoch ms.
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
    subject: 'You already have an account',
    text: `Hello,\n\nSomebody tried to sign up for KG RCA with this email address, which already has an account. Nothing was changed. If it was you, sign in here:\n\n${env.use().publicUrl}/login\n\nIf you have forgotten your password, you can reset it from the sign-in page.`,
  });
}

function sendVerification(user: { email: string; name: string }, token: string): Promise<void> {
  return mailPort.use().send({
    to: user.email,
    subject: 'Confirm your email address',
    text: `Hello ${user.name},\n\nPlease confirm your email address to finish signing up for KG RCA:\n\n${env.use().publicUrl}/verify?token=${token}\n\nThe link can be used once and expires in ${VERIFY_HOURS} hours. If you did not sign up, ignore this mail.`,
  });
}

/** Sends the confirmation mail again. The result does not reveal whether the account exists. */
export async function resendVerification(rawEmail: string, now: number): Promise<void> {
  const issued = await asSystem(async (tx) => {
    const user = await tx.user.findUnique({ where: { email: normalEmail(rawEmail) } });
    if (!user || user.emailVerifiedAt) return undefined;
    return { user, token: await issueToken(tx, user.id, 'verify', now + VERIFY_HOURS * HOUR_MS) };
  });
  if (issued) await sendVerification(issued.user, issued.token);
}

/** Confirms an email address with the token from the mail and returns its user. Throws a Problem with status 422 for a used or expired token. */
export async function verifyEmail(token: string, now: number): Promise<{ email: string; userId: string }> {
  return asSystem(async (tx) => {
    const { user } = await redeem(tx, token, 'verify', now);
    await tx.user.update({ where: { id: user.id }, data: { emailVerifiedAt: new Date(now) } });
    return { email: user.email, userId: user.id };
  });
}

/** Sends a password reset link if there is such an account. The result is the same if there is none. */
export async function requestPasswordReset(rawEmail: string, now: number): Promise<void> {
  const issued = await asSystem(async (tx) => {
    const user = await tx.user.findUnique({ where: { email: normalEmail(rawEmail) } });
    return user && { user, token: await issueToken(tx, user.id, 'reset', now + RESET_MINUTES * 60_000) };
  });
  if (!issued) return;
  await mailPort.use().send({
    to: issued.user.email,
    subject: 'Reset your password',
    text: `Hello ${issued.user.name},\n\nSomebody requested a password reset for your account. If it was you, choose a new password here:\n\n${env.use().publicUrl}/reset?token=${issued.token}\n\nThe link can be used once and expires in ${RESET_MINUTES} minutes. Changing the password ends all your sessions.`,
  });
}

/** Sets a new password with the token of a reset link, ends every session and confirms the address. Throws a Problem with status 422 for a used or expired token. */
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

/**
 * Checks a password and returns the user. Undefined for a wrong password and for an unknown address alike, after the same
 * time. Throws a Problem with status 403 while the address is not confirmed.
 */
export async function signInWithPassword(rawEmail: string, password: string) {
  const user = await asSystem((tx) => tx.user.findUnique({ where: { email: normalEmail(rawEmail) } }));
  const isRight = await verifyPassword(password, user?.passwordHash);
  if (!user || !isRight) return undefined;
  if (!user.emailVerifiedAt) {
    throw new Problem(403, 'email_not_verified', 'Confirm your email address first. Follow the link in the mail that we sent you.');
  }
  return user;
}

/** Creates a one-time sign-in link for the provider's staff, which the first start prints. Creates the account if necessary. */
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
 * Changes the password of a signed-in user and ends every session, so the caller has to sign in again. Throws a Problem with
 * status 422 if the current password is wrong. An account without a password (staff after the one-time link, an invited
 * owner) sets its first.
 */
export async function changePassword(userId: string, current: string, next: string): Promise<void> {
  const user = await asSystem((tx) => tx.user.findUniqueOrThrow({ where: { id: userId } }));
  if (user.passwordHash && !(await verifyPassword(current, user.passwordHash)))
    throw invalid('current', 'This is not your current password.');
  const passwordHash = await hashPassword(next);
  await asSystem((tx) => tx.user.update({ where: { id: userId }, data: { passwordHash, sessionVersion: { increment: 1 } } }));
}

/** Makes somebody the owner of a client in the caller's transaction. Returns the token of the link with which a new user chooses a password. */
export async function inviteOwner(tx: Tx, tenantId: string, rawEmail: string, now: number): Promise<{ email: string; token: string }> {
  const email = normalEmail(rawEmail);
  const user = await tx.user.upsert({ where: { email }, create: { email, name: email.split('@')[0] ?? email }, update: {} });
  await tx.membership.create({ data: { tenantId, userId: user.id, role: 'owner' } });
  return { email, token: await issueToken(tx, user.id, 'reset', now + VERIFY_HOURS * HOUR_MS) };
}

/** Whether any staff member of the provider already has a password. */
export async function staffExists(): Promise<boolean> {
  return (await asSystem((tx) => tx.user.count({ where: { isStaff: true, passwordHash: { not: null } } }))) > 0;
}

/** Redeems the staff's one-time link and returns the user. Throws a Problem with status 422 for a used or expired link. */
export async function signInWithStaffToken(token: string, now: number) {
  return asSystem(async (tx) => (await redeem(tx, token, 'staff', now)).user);
}

/** The principal of a session: its user as of now, with the client for which the session acts. Undefined once the session has ended. */
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

/** Redeems a token. The condition of the update makes it single-use even for concurrent requests. */
async function redeem(tx: Tx, token: string, purpose: Purpose, now: number) {
  const hash = sha256(token);
  const used = await tx.emailToken.updateMany({
    where: { hash, purpose, usedAt: null, expiresAt: { gt: new Date(now) } },
    data: { usedAt: new Date(now) },
  });
  if (used.count !== 1) throw new Problem(422, 'invalid_input', LINK_INVALID, { invalidParams: [{ name: 'token', reason: LINK_INVALID }] });
  return tx.emailToken.findUniqueOrThrow({ where: { hash }, include: { user: true } });
}
