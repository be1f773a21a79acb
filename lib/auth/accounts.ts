import { type Mail, mailPort } from '#lib/mail/index.ts';
import type { PlanName } from '#lib/plans/index.ts';
import { asSystem, type Tx } from '#lib/platform/database/index.ts';
import { env } from '#lib/platform/env.ts';
import { hashPassword } from '#lib/platform/secrets.ts';
import { checkClientId, clientIdTaken, createTenant, reserveClientId } from '#lib/tenants/index.ts';
import { issueLinkToken, redeemLinkToken } from './email-links.ts';
import { assertGoodPassword } from './password-policy.ts';

const VERIFY_HOURS = 48;
const STAFF_HOURS = 24;
const HOUR_MS = 3_600_000;

/**
 * Creates an account: a user, a client, and the user as its owner, with a mail that carries a confirmation link. If the email
 * address already has an account, only the client ID is reserved for as long as an unconfirmed sign-up is kept, and the address
 * gets a mail that says so. Neither the result nor any later call reveals who has an account. Throws a Problem for a client ID
 * that is malformed or taken, and for a password that is easy to guess. `now` in epoch ms.
 */
export async function signUp(
  input: { company: string; name: string; email: string; password: string; plan: PlanName; clientId: string },
  now: number,
): Promise<void> {
  const email = normalEmail(input.email);
  assertGoodPassword('password', input.password, [email, input.name, input.company, input.clientId]);
  const availability = await checkClientId(input.clientId, now);
  if (availability.wellFormed && !availability.available) throw clientIdTaken(input.clientId, availability.suggestions);
  const passwordHash = await hashPassword(input.password);
  await asSystem(async (tx) => {
    if (await tx.user.findUnique({ where: { email } })) {
      await reserveClientId(tx, input.clientId, now + VERIFY_HOURS * HOUR_MS);
      await mailPort.use().send(alreadySignedUp(email), tx);
      return;
    }
    const user = await tx.user.create({ data: { email, name: input.name, passwordHash, createdAt: new Date(now) } });
    await createTenant(tx, { id: input.clientId, name: input.company, plan: input.plan, actor: email });
    await tx.membership.create({ data: { tenantId: input.clientId, userId: user.id, role: 'owner' } });
    await sendVerification(tx, user, VERIFY_HOURS, now);
  });
}

function alreadySignedUp(to: string): Mail {
  return {
    to,
    subject: 'You already have an account',
    text: `Hello,\n\nSomebody tried to sign up for KG RCA with this email address, which already has an account. Nothing was changed. If it was you, sign in here:\n\n${env.use().publicUrl}/login\n\nIf you have forgotten your password, you can reset it from the sign-in page.`,
  };
}

/**
 * The record of a new account whose address is proven already, by the link of an invitation. Throws a Problem with status 422
 * for a password that is easy to guess.
 */
export async function newAccountOf({ email, name, password }: { email: string; name: string; password: string }, now: number) {
  assertGoodPassword('password', password, [email, name]);
  return { email, name, passwordHash: await hashPassword(password), emailVerifiedAt: new Date(now) };
}

/** Contains nothing that the person wrote: anybody can sign up with the address of a stranger. */
async function sendVerification(tx: Tx, user: { id: string; email: string }, hours: number, now: number): Promise<void> {
  const token = await issueLinkToken(tx, user.id, 'verify', now + hours * HOUR_MS);
  await mailPort.use().send(
    {
      to: user.email,
      subject: 'Confirm your email address',
      text: `Hello,\n\nPlease confirm your email address to finish signing up for KG RCA:\n\n${env.use().publicUrl}/verify?token=${token}\n\nThe link can be used once and expires in ${hours === 1 ? 'an hour' : `${hours} hours`}. If you did not sign up, ignore this mail.`,
    },
    tx,
  );
}

/**
 * Sends the confirmation mail again. The result does not reveal whether the account exists, nor does the client ID of the
 * sign-up: it is released when it would have been without this. `now` in epoch ms.
 */
export async function resendVerification(rawEmail: string, now: number): Promise<void> {
  await asSystem(async (tx) => {
    const user = await tx.user.findUnique({ where: { email: normalEmail(rawEmail) } });
    if (!user || user.emailVerifiedAt) return;
    const hoursLeft = VERIFY_HOURS - Math.floor((now - user.createdAt.getTime()) / HOUR_MS);
    // An account that is older than that is one that is never released, such as one that has paid.
    await sendVerification(tx, user, hoursLeft > 0 ? hoursLeft : VERIFY_HOURS, now);
  });
}

/** Confirms an email address with the token from the mail and returns its user. Throws a Problem with status 422 for a used or expired token. */
export async function verifyEmail(token: string, now: number): Promise<{ email: string; userId: string }> {
  return asSystem(async (tx) => {
    const { user } = await redeemLinkToken(tx, token, 'verify', now);
    await tx.user.update({ where: { id: user.id }, data: { emailVerifiedAt: new Date(now) } });
    return { email: user.email, userId: user.id };
  });
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
    return issueLinkToken(tx, user.id, 'staff', now + STAFF_HOURS * HOUR_MS);
  });
  return `${env.use().publicUrl}/staff-sign-in?token=${token}`;
}

/** Makes somebody the owner of a client in the caller's transaction. Returns the token of the link with which a new user chooses a password. */
export async function inviteOwner(tx: Tx, tenantId: string, rawEmail: string, now: number): Promise<{ email: string; token: string }> {
  const email = normalEmail(rawEmail);
  const user = await tx.user.upsert({ where: { email }, create: { email, name: email.split('@')[0] ?? email }, update: {} });
  await tx.membership.create({ data: { tenantId, userId: user.id, role: 'owner' } });
  return { email, token: await issueLinkToken(tx, user.id, 'reset', now + VERIFY_HOURS * HOUR_MS) };
}

/** Whether any staff member of the provider already has a password. */
export async function staffExists(): Promise<boolean> {
  return (await asSystem((tx) => tx.user.count({ where: { isStaff: true, passwordHash: { not: null } } }))) > 0;
}

/** Redeems the staff's one-time link and returns the user. Throws a Problem with status 422 for a used or expired link. */
export async function signInWithStaffToken(token: string, now: number) {
  return asSystem(async (tx) => (await redeemLinkToken(tx, token, 'staff', now)).user);
}

/** An email address as accounts are stored: without spaces around it, in lower case. */
export function normalEmail(email: string): string {
  return email.trim().toLowerCase();
}
