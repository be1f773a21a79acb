import { asSystem, type Tx } from '#lib/platform/database/index.ts';
import { invalid, Problem } from '#lib/platform/problem.ts';
import { normalEmail } from './accounts.ts';
import { verifyPasskey } from './passkeys.ts';
import { checkPassword } from './passwords.ts';
import { acceptCode, secondFactorsOf } from './second-factors.ts';
import type { SignInMethod } from './sessions.ts';

/** Somebody who proved who they are, and how. */
export interface Proven {
  userId: string;
  methods: SignInMethod[];
}

/**
 * Signs in with a password and, for an account that has a second factor, a code of the authenticator app or a recovery code.
 * Undefined for a wrong password and for an unknown address alike, after the same time. Throws a Problem: 403
 * `email_not_verified` while the address is not confirmed, 401 `second_factor_required` when a code is missing and
 * `second_factor_refused` when it is wrong or used. `now` in epoch ms.
 */
export async function signInWithPassword(
  { email, password, code }: { email: string; password: string; code?: string | undefined },
  now: number,
): Promise<Proven | undefined> {
  const user = await asSystem((tx) => tx.user.findUnique({ where: { email: normalEmail(email) } }));
  const isRight = await checkPassword(password, user?.passwordHash);
  if (!user || !isRight) return undefined;
  if (!user.emailVerifiedAt) {
    throw new Problem(403, 'email_not_verified', 'Confirm your email address first. Follow the link in the mail that we sent you.');
  }
  const second = await asSystem((tx) => provenSecondFactor(tx, user.id, code, now));
  return { userId: user.id, methods: ['password', ...second] };
}

/** Signs in with a passkey, which is two factors in one. Undefined when the passkey is not accepted. `now` in epoch ms. */
export async function signInWithPasskey(response: unknown, now: number): Promise<Proven | undefined> {
  return asSystem(async (tx) => {
    const userId = await verifyPasskey(tx, response, now);
    return userId === undefined ? undefined : { userId, methods: ['passkey'] };
  });
}

/**
 * Checks again who somebody is who is signed in, before a sensitive operation: a passkey, or the password with a code if the
 * account has a second factor. An account with neither password nor second factor has nothing to prove itself with; it signs in
 * again. Returns the methods. Throws a Problem with status 401 or 422 that says what is missing or wrong. `now` in epoch ms.
 */
export async function proveAgain(
  userId: string,
  proof: { password?: string | undefined; code?: string | undefined; passkey?: unknown },
  now: number,
): Promise<SignInMethod[]> {
  if (proof.passkey !== undefined) {
    const owner = await asSystem((tx) => verifyPasskey(tx, proof.passkey, now));
    if (owner !== userId) throw new Problem(422, 'passkey_refused', 'This passkey was not accepted. Try again, or use your password.');
    return ['passkey'];
  }
  const user = await asSystem((tx) => tx.user.findUniqueOrThrow({ where: { id: userId } }));
  if (!user.passwordHash) {
    throw new Problem(403, 'no_password', 'Your account has no password. Sign out, and sign in again to go on.');
  }
  if (!(await checkPassword(proof.password ?? '', user.passwordHash))) throw invalid('password', 'This is not your password.');
  return ['password', ...(await asSystem((tx) => provenSecondFactor(tx, userId, proof.code, now)))];
}

async function provenSecondFactor(tx: Tx, userId: string, code: string | undefined, now: number): Promise<SignInMethod[]> {
  const { totp, passkeys } = await secondFactorsOf(tx, userId);
  if (!totp && passkeys === 0) return [];
  if (!code?.trim()) {
    const detail = totp
      ? 'Enter the code of your authenticator app, or a recovery code.'
      : 'Your account is protected by a passkey: sign in with it, or enter a recovery code.';
    throw new Problem(401, 'second_factor_required', detail, { invalidParams: [{ name: 'code', reason: detail }] });
  }
  const method = await acceptCode(tx, userId, code, now);
  if (method) return [method];
  const detail = 'This code is not valid. Codes change every 30 seconds and can be used once.';
  throw new Problem(401, 'second_factor_refused', detail, { invalidParams: [{ name: 'code', reason: detail }] });
}
