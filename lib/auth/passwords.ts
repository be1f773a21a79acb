import { mailPort } from '#lib/mail/index.ts';
import { asSystem, type Tx } from '#lib/platform/database/index.ts';
import { env } from '#lib/platform/env.ts';
import { invalid } from '#lib/platform/problem.ts';
import { hashPassword, verifyPassword } from '#lib/platform/secrets.ts';
import { auditAccount } from './account-audit.ts';
import { normalEmail } from './accounts.ts';
import { revokeKeysOf } from './api-keys.ts';
import { cancelLinks, issueLinkToken, redeemLinkToken } from './email-links.ts';
import { assertGoodPassword, MAX_CHECKED_PASSWORD_LENGTH } from './password-policy.ts';
import { reportChange } from './security-notices.ts';
import { endSessions, rotateSession } from './sessions.ts';

const RESET_MINUTES = 60;

/** Sends a password reset link if there is such an account. The result is the same if there is none. `now` in epoch ms. */
export async function requestPasswordReset(rawEmail: string, now: number): Promise<void> {
  await asSystem(async (tx) => {
    const user = await tx.user.findUnique({ where: { email: normalEmail(rawEmail) } });
    if (!user) return;
    const token = await issueLinkToken(tx, user.id, 'reset', now + RESET_MINUTES * 60_000);
    await mailPort.use().send(
      {
        to: user.email,
        subject: 'Reset your password',
        text: `Hello,\n\nSomebody requested a password reset for your account. If it was you, choose a new password here:\n\n${env.use().publicUrl}/reset?token=${token}\n\nThe link can be used once and expires in ${RESET_MINUTES} minutes. Changing the password ends all your sessions.`,
      },
      tx,
    );
  });
}

/**
 * Sets a new password with the token of a reset link: every session and every other link of the account ends, the address is
 * confirmed, and the owner gets a mail. `revokeKeys` revokes the API keys that the person created, too. Throws a Problem with
 * status 422 for a used or expired token and for a password that is easy to guess; the link stays valid then. `now` in epoch ms.
 */
export async function resetPassword(
  { token, password, revokeKeys = false }: { token: string; password: string; revokeKeys?: boolean },
  now: number,
): Promise<{ email: string }> {
  const passwordHash = await hashPassword(password);
  return asSystem(async (tx) => {
    const { user } = await redeemLinkToken(tx, token, 'reset', now);
    assertGoodPassword('password', password, [user.email, user.name]);
    await tx.user.update({ where: { id: user.id }, data: { passwordHash, emailVerifiedAt: user.emailVerifiedAt ?? new Date(now) } });
    await endOtherAccess(tx, user, { revokeKeys }, now);
    await auditAccount(tx, user, 'account.password_reset', { revokedKeys: revokeKeys });
    await reportChange(tx, user, 'password', 'Your password was reset', now);
    return { email: user.email };
  });
}

/**
 * Changes the password of a signed-in user: every other session and every link ends, and the owner gets a mail. Returns the new
 * secret of this session. Throws a Problem with status 422 if the current password is wrong or the new one is easy to guess. An
 * account without a password (staff after the one-time link, an invited owner) sets its first. `now` in epoch ms.
 */
export async function changePassword(
  userId: string,
  input: { current: string; next: string; revokeKeys?: boolean | undefined; sessionId: string },
  now: number,
): Promise<string> {
  const user = await asSystem((tx) => tx.user.findUniqueOrThrow({ where: { id: userId } }));
  if (user.passwordHash && !(await checkPassword(input.current, user.passwordHash)))
    throw invalid('current', 'This is not your current password.');
  assertGoodPassword('next', input.next, [user.email, user.name]);
  const passwordHash = await hashPassword(input.next);
  return asSystem(async (tx) => {
    await tx.user.update({ where: { id: userId }, data: { passwordHash } });
    await endOtherAccess(tx, user, { revokeKeys: input.revokeKeys ?? false, except: input.sessionId }, now);
    await auditAccount(tx, user, 'account.password_changed', { revokedKeys: input.revokeKeys ?? false });
    await reportChange(tx, user, 'password', 'Your password was changed', now);
    return rotateSession(tx, input.sessionId, { provenBy: ['password'] }, now);
  });
}

/** Whether this is the password; a longer one than can be set costs no hash. Takes as long when there is no stored hash. */
export async function checkPassword(password: string, stored: string | null | undefined): Promise<boolean> {
  return password.length <= MAX_CHECKED_PASSWORD_LENGTH && (await verifyPassword(password, stored));
}

async function endOtherAccess(
  tx: Tx,
  user: { id: string; email: string },
  { revokeKeys, except }: { revokeKeys: boolean; except?: string },
  now: number,
): Promise<void> {
  await endSessions(tx, user.id, now, except);
  await cancelLinks(tx, user.id, now);
  if (revokeKeys) await revokeKeysOf(tx, user.email, now);
}
