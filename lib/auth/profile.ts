import { mailPort } from '#lib/mail/index.ts';
import { asSystem, isUniqueViolation } from '#lib/platform/database/index.ts';
import { env } from '#lib/platform/env.ts';
import { Problem } from '#lib/platform/problem.ts';
import { auditAccount } from './account-audit.ts';
import { normalEmail } from './accounts.ts';
import { assertAddressIsFree, mayWorkFor, SSO_POLICY } from './client-access.ts';
import { cancelLinks, issueLinkToken, redeemLinkToken } from './email-links.ts';
import { reportChange } from './security-notices.ts';
import { endSessions } from './sessions.ts';

const LINK_HOURS = 24;

/** What a person can say of themselves. */
export interface ProfileInput {
  name?: string | undefined;
  theme?: 'system' | 'light' | 'dark' | undefined;
  /** A name of the IANA time zone database. */
  timeZone?: string | undefined;
}

/** A user's own record, without secrets. */
export async function getProfile(userId: string) {
  const { passwordHash, ...user } = await asSystem((tx) =>
    tx.user.findUniqueOrThrow({ where: { id: userId }, omit: { totpSecret: true, totpLastStep: true } }),
  );
  return { ...user, hasPassword: passwordHash !== null };
}

/** The clients that a session may work for, by name: those of its person that are not closed and accept how it was opened. */
export async function clientsOf(userId: string, sessionId: string): Promise<{ id: string; name: string }[]> {
  return asSystem(async (tx) => {
    const session = await tx.session.findUniqueOrThrow({ where: { id: sessionId }, select: { ssoClient: true, methods: true } });
    const memberships = await tx.membership.findMany({
      where: { userId, tenant: { status: { not: 'closed' } } },
      include: { user: { select: { email: true } }, tenant: { include: SSO_POLICY } },
      orderBy: { tenant: { name: 'asc' } },
    });
    return memberships
      .filter(({ user, role, tenant }) => mayWorkFor(session, user.email, role, tenant))
      .map(({ tenant }) => ({ id: tenant.id, name: tenant.name }));
  });
}

/** Changes what is given. */
export async function updateProfile(userId: string, { name, theme, timeZone }: ProfileInput): Promise<void> {
  await asSystem((tx) =>
    tx.user.update({ where: { id: userId }, data: { ...(name && { name }), ...(theme && { theme }), ...(timeZone && { timeZone }) } }),
  );
}

/**
 * Sends a link to a new address, which replaces the old one once it is opened. The result is the same for an address that has
 * an account, whose owner is told, so that it does not reveal who has one. `now` in epoch ms.
 */
export async function requestAddressChange(userId: string, rawAddress: string, now: number): Promise<void> {
  const address = normalEmail(rawAddress);
  await asSystem(async (tx) => {
    await assertAddressIsFree(tx, userId);
    if (await tx.user.findUnique({ where: { email: address } })) {
      const text = `Hello,\n\nSomebody tried to use this email address for another account at KG RCA. It already has an account, so nothing was changed.`;
      await mailPort.use().send({ to: address, subject: 'Your email address already has an account', text }, tx);
      return;
    }
    const token = await issueLinkToken(tx, userId, 'address', now + LINK_HOURS * 3_600_000, address);
    await mailPort.use().send(
      {
        to: address,
        subject: 'Confirm your new email address',
        text: `Hello,\n\nPlease confirm that this is your new email address for KG RCA:\n\n${env.use().publicUrl}/confirm-address?token=${token}\n\nThe link can be used once and expires in ${LINK_HOURS} hours. If you did not ask for it, ignore this mail.`,
      },
      tx,
    );
  });
}

/**
 * Changes the address of an account with the token of that mail: every session and link ends, and the old address gets a mail
 * with a way back. Returns the new address. Throws a Problem with status 422 for a used or expired link, or 409 if the
 * address got an account in the meantime. `now` in epoch ms.
 */
export async function confirmAddress(token: string, now: number): Promise<{ email: string }> {
  try {
    return await asSystem(async (tx) => {
      const { user, address } = await redeemLinkToken(tx, token, 'address', now);
      await assertAddressIsFree(tx, user.id);
      const email = address ?? user.email;
      await tx.user.update({ where: { id: user.id }, data: { email, emailVerifiedAt: new Date(now) } });
      await endSessions(tx, user.id, now);
      await cancelLinks(tx, user.id, now);
      await auditAccount(tx, { id: user.id, email }, 'account.address_changed', { from: user.email });
      await reportChange(tx, { id: user.id, email }, 'address', 'The email address of your account was changed', now, user.email);
      return { email };
    });
  } catch (error) {
    if (!isUniqueViolation(error)) throw error;
    throw new Problem(409, 'address_taken', 'This email address has an account by now. Sign in with it, or use another address.');
  }
}
