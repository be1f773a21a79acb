import { mailPort } from '#lib/mail/index.ts';
import { asSystem, type Tx } from '#lib/platform/database/index.ts';
import { env } from '#lib/platform/env.ts';
import { auditAccount } from './account-audit.ts';
import { revokeKeysOf } from './api-keys.ts';
import { cancelLinks, issueLinkToken, redeemLinkToken } from './email-links.ts';
import { dropUnusedRecovery } from './second-factors.ts';
import { endSessions } from './sessions.ts';

const DAY_MS = 86_400_000;
const NOT_ME_DAYS = 7;
const RESET_MINUTES = 60;

/** What changed about how somebody signs in. */
export type CredentialChange = 'password' | 'address' | 'second-factor' | 'api-key';

/**
 * Tells the owner of an account about a change of its credentials, with a link for the case that it was somebody else. `sentence`
 * says what happened, without a full stop; `to` is where the mail goes if that is no longer the account's address. In the
 * transaction of the change. `now` in epoch ms.
 */
export async function reportChange(
  tx: Tx,
  user: { id: string; email: string },
  change: CredentialChange,
  sentence: string,
  now: number,
  to = user.email,
): Promise<void> {
  const { timeZone } = await tx.user.findUniqueOrThrow({ where: { id: user.id }, select: { timeZone: true } });
  const token = await issueLinkToken(tx, user.id, 'not-me', now + NOT_ME_DAYS * DAY_MS, change === 'address' ? to : undefined);
  await mailPort.use().send(
    {
      to,
      subject: sentence,
      text: `Hello,\n\n${sentence} at KG RCA on ${timeIn(timeZone, now)}. If it was you, there is nothing to do.\n\nIf it was not you, secure your account with this link. It ends every session, undoes the change and lets you choose a new password:\n\n${env.use().publicUrl}/not-me?token=${token}\n\nThe link can be used once and expires in ${NOT_ME_DAYS} days.`,
    },
    tx,
  );
}

/**
 * What the link of such a mail does: takes the account back from whoever made the change. Every session and link ends, the
 * password and all second factors that were added since are removed, the API keys that the account created are revoked, and the
 * address becomes again the one that the mail was sent to. Returns the token of a reset link. Throws a Problem with status 422
 * for a used or expired link. `now` in epoch ms.
 */
export async function takeAccountBack(token: string, now: number): Promise<{ resetToken: string }> {
  return asSystem(async (tx) => {
    const { user, address, expiresAt } = await redeemLinkToken(tx, token, 'not-me', now);
    const changedAt = new Date(expiresAt.getTime() - NOT_ME_DAYS * DAY_MS);
    const hasNewTotp = user.totpConfirmedAt && user.totpConfirmedAt >= changedAt;
    await tx.user.update({
      where: { id: user.id },
      data: {
        passwordHash: null,
        ...(address && { email: address }),
        ...(hasNewTotp && { totpSecret: null, totpConfirmedAt: null, totpLastStep: null }),
      },
    });
    await tx.passkey.deleteMany({ where: { userId: user.id, createdAt: { gte: changedAt } } });
    await dropUnusedRecovery(tx, user.id);
    await endSessions(tx, user.id, now);
    await cancelLinks(tx, user.id, now);
    await revokeKeysOf(tx, user.email, now);
    await auditAccount(tx, user, 'account.taken_back');
    return { resetToken: await issueLinkToken(tx, user.id, 'reset', now + RESET_MINUTES * 60_000) };
  });
}

function timeIn(timeZone: string, ms: number): string {
  return new Intl.DateTimeFormat('en-GB', { dateStyle: 'full', timeStyle: 'long', timeZone }).format(ms);
}
