import type { Tx } from '#lib/platform/database/index.ts';
import { Problem } from '#lib/platform/problem.ts';
import { randomToken, sha256 } from '#lib/platform/secrets.ts';

const LINK_INVALID = 'This link has already been used or has expired.';

/**
 * What a link does: confirm the address of an account (`verify`), set a new password (`reset`), sign in the staff for the
 * first time (`staff`), confirm a new address (`address`), or undo a change that the owner did not make (`not-me`).
 */
export type LinkPurpose = 'verify' | 'reset' | 'staff' | 'address' | 'not-me';

/**
 * Makes a single-use token for a link in the caller's transaction and returns it; only its hash is stored. `expiresAt` in
 * epoch ms; `address` is the address that the link is about, where that is not simply the user's.
 */
export async function issueLinkToken(tx: Tx, userId: string, purpose: LinkPurpose, expiresAt: number, address?: string): Promise<string> {
  const token = randomToken(40);
  await tx.emailToken.create({
    data: { hash: sha256(token), userId, purpose, expiresAt: new Date(expiresAt), address: address ?? null },
  });
  return token;
}

/**
 * Redeems a token and returns its record with the user. The condition of the update makes it single-use even for concurrent
 * requests. Throws a Problem with status 422 for a token that is unknown, used, expired or for another purpose.
 */
export async function redeemLinkToken(tx: Tx, token: string, purpose: LinkPurpose, now: number) {
  const hash = sha256(token);
  const used = await tx.emailToken.updateMany({
    where: { hash, purpose, usedAt: null, expiresAt: { gt: new Date(now) } },
    data: { usedAt: new Date(now) },
  });
  if (used.count !== 1) throw new Problem(422, 'invalid_input', LINK_INVALID, { invalidParams: [{ name: 'token', reason: LINK_INVALID }] });
  return tx.emailToken.findUniqueOrThrow({ where: { hash }, include: { user: true } });
}

/** Cancels every unused link of a user but those that undo a change. */
export async function cancelLinks(tx: Tx, userId: string, now: number): Promise<void> {
  await tx.emailToken.updateMany({ where: { userId, usedAt: null, purpose: { not: 'not-me' } }, data: { usedAt: new Date(now) } });
}
