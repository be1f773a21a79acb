import { Secret, TOTP } from 'otpauth';
import type { Tx } from '#lib/platform/database/index.ts';
import { env } from '#lib/platform/env.ts';
import { invalid, Problem } from '#lib/platform/problem.ts';
import { decrypt, encrypt, randomToken, sha256 } from '#lib/platform/secrets.ts';
import type { SignInMethod } from './sessions.ts';

const RECOVERY_CODES = 10;
/** A code of the step before or after is accepted too, for clocks that differ by up to 30 seconds (RFC 6238, section 5.2). */
const WINDOW_STEPS = 1;
const STEP_SECONDS = 30;

/** Which second factors a user has. */
export interface SecondFactors {
  totp: boolean;
  passkeys: number;
  recoveryCodes: number;
}

/** Reads which second factors a user has, in the caller's transaction. */
export async function secondFactorsOf(tx: Tx, userId: string): Promise<SecondFactors> {
  const [user, passkeys, recoveryCodes] = [
    await tx.user.findUniqueOrThrow({ where: { id: userId }, select: { totpConfirmedAt: true } }),
    await tx.passkey.count({ where: { userId } }),
    await tx.recoveryCode.count({ where: { userId, usedAt: null } }),
  ];
  return { totp: user.totpConfirmedAt !== null, passkeys, recoveryCodes };
}

/**
 * Makes a secret for an authenticator app, which is in force once a code of it is confirmed. Returns it as the address that an
 * app reads from a QR code (`otpauth://`), and in Base32 for typing. Throws a Problem with status 409 if an app is set up already.
 */
export async function offerTotp(tx: Tx, userId: string): Promise<{ uri: string; secret: string }> {
  const user = await tx.user.findUniqueOrThrow({ where: { id: userId } });
  if (user.totpConfirmedAt) {
    throw new Problem(409, 'totp_exists', 'An authenticator app is already set up. Remove it first to set up another one.');
  }
  const secret = new Secret({ size: 20 });
  await tx.user.update({
    where: { id: userId },
    data: { totpSecret: encrypt(env.use().secretKey, `totp ${userId}`, secret.base32), totpLastStep: null },
  });
  return { uri: totpOf(secret.base32, user.email).toString(), secret: secret.base32 };
}

/**
 * Puts the offered authenticator app in force with a code that it shows. Returns new recovery codes if the user had none.
 * Throws a Problem with status 422 for a wrong code, or if no app was offered. `now` in epoch ms.
 */
export async function confirmTotp(tx: Tx, userId: string, code: string, now: number): Promise<{ recoveryCodes: string[] }> {
  const user = await tx.user.findUniqueOrThrow({ where: { id: userId } });
  if (!user.totpSecret || user.totpConfirmedAt) throw invalid('code', 'Set up the authenticator app first.');
  if (!(await acceptTotp(tx, user, code, now))) {
    throw invalid('code', 'This code is not valid. Enter the code that the app shows now, and check the clock of your phone.');
  }
  await tx.user.update({ where: { id: userId }, data: { totpConfirmedAt: new Date(now) } });
  return { recoveryCodes: await firstRecoveryCodes(tx, userId) };
}

/** Removes the authenticator app, and the recovery codes if it was the last second factor. */
export async function removeTotp(tx: Tx, userId: string): Promise<void> {
  await tx.user.update({ where: { id: userId }, data: { totpSecret: null, totpConfirmedAt: null, totpLastStep: null } });
  await dropUnusedRecovery(tx, userId);
}

/** Deletes the recovery codes of a user who has no second factor left. */
export async function dropUnusedRecovery(tx: Tx, userId: string): Promise<void> {
  const { totp, passkeys } = await secondFactorsOf(tx, userId);
  if (!totp && passkeys === 0) await tx.recoveryCode.deleteMany({ where: { userId } });
}

/** New recovery codes for a user who has none, otherwise nothing: they are shown with the first second factor. */
export async function firstRecoveryCodes(tx: Tx, userId: string): Promise<string[]> {
  return (await tx.recoveryCode.count({ where: { userId, usedAt: null } })) > 0 ? [] : replaceRecoveryCodes(tx, userId);
}

/** Replaces all recovery codes of a user and returns the new ones: only their hashes are stored. */
export async function replaceRecoveryCodes(tx: Tx, userId: string): Promise<string[]> {
  await tx.recoveryCode.deleteMany({ where: { userId } });
  const codes = Array.from({ length: RECOVERY_CODES }, () => {
    const text = randomToken(16).toLowerCase();
    return `${text.slice(0, 4)}-${text.slice(4, 8)}-${text.slice(8, 12)}-${text.slice(12)}`;
  });
  await tx.recoveryCode.createMany({ data: codes.map((code) => ({ hash: recoveryHash(userId, code), userId })) });
  return codes;
}

/**
 * Checks a code of an authenticator app or a recovery code and uses it up. Returns which of the two it was, or undefined for a
 * wrong or used code. `now` in epoch ms.
 */
export async function acceptCode(tx: Tx, userId: string, code: string, now: number): Promise<SignInMethod | undefined> {
  const user = await tx.user.findUniqueOrThrow({ where: { id: userId } });
  if (user.totpConfirmedAt && (await acceptTotp(tx, user, code, now))) return 'totp';
  const used = await tx.recoveryCode.updateMany({
    where: { hash: recoveryHash(userId, code), userId, usedAt: null },
    data: { usedAt: new Date(now) },
  });
  return used.count === 1 ? 'recovery-code' : undefined;
}

/** Each step's code is accepted once (RFC 6238, section 5.2): the update's condition holds for concurrent requests, too. */
async function acceptTotp(
  tx: Tx,
  user: { id: string; email: string; totpSecret: string | null },
  rawCode: string,
  now: number,
): Promise<boolean> {
  const token = rawCode.replaceAll(/\s/g, '');
  if (!user.totpSecret || !/^\d{6}$/.test(token)) return false;
  const base32 = decrypt(env.use().secretKey, `totp ${user.id}`, user.totpSecret);
  const delta = totpOf(base32, user.email).validate({ token, timestamp: now, window: WINDOW_STEPS });
  if (delta === null) return false;
  const step = BigInt(Math.floor(now / 1000 / STEP_SECONDS) + delta);
  const accepted = await tx.user.updateMany({
    where: { id: user.id, OR: [{ totpLastStep: null }, { totpLastStep: { lt: step } }] },
    data: { totpLastStep: step },
  });
  return accepted.count === 1;
}

/** The parameters that every authenticator app supports. */
function totpOf(base32: string, email: string): TOTP {
  const secret = Secret.fromBase32(base32);
  return new TOTP({ issuer: 'KG RCA', label: email, secret, algorithm: 'SHA1', digits: 6, period: STEP_SECONDS });
}

function recoveryHash(userId: string, code: string): string {
  return sha256(`${userId} ${code.toLowerCase().replaceAll(/[^a-z0-9]/g, '')}`);
}
