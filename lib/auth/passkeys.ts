import { isIP } from 'node:net';
import {
  type AuthenticationResponseJSON,
  generateAuthenticationOptions,
  generateRegistrationOptions,
  type RegistrationResponseJSON,
  verifyAuthenticationResponse,
  verifyRegistrationResponse,
} from '@simplewebauthn/server';
import { asSystem, type Tx } from '#lib/platform/database/index.ts';
import { env } from '#lib/platform/env.ts';
import { invalid, notFound, Problem } from '#lib/platform/problem.ts';
import { dropUnusedRecovery, firstRecoveryCodes } from './second-factors.ts';

const CHALLENGE_MINUTES = 5;
const MAX_PASSKEYS = 20;

const REFUSED = 'This passkey was not accepted. Try again, or use another way to sign in.';

/** Whether passkeys can be used at the portal's address: WebAuthn needs a host name, and HTTPS unless that is localhost. */
export function passkeysAvailable(): boolean {
  const { hostname, protocol } = new URL(env.use().publicUrl);
  return isIP(hostname.replace(/^\[|\]$/g, '')) === 0 && (protocol === 'https:' || hostname === 'localhost');
}

/** What a browser needs to make a passkey for a user. Throws a Problem with status 422 at the limit. `now` in epoch ms. */
export async function passkeyCreationOptions(userId: string, now: number) {
  assertAvailable();
  return asSystem(async (tx) => {
    const user = await tx.user.findUniqueOrThrow({ where: { id: userId }, include: { passkeys: true } });
    if (user.passkeys.length >= MAX_PASSKEYS) throw invalid('name', `There are already ${MAX_PASSKEYS} passkeys. Remove one first.`);
    const options = await generateRegistrationOptions({
      rpName: 'KG RCA',
      rpID: relyingParty(),
      userName: user.email,
      userDisplayName: user.name,
      userID: new Uint8Array(Buffer.from(user.id)),
      excludeCredentials: user.passkeys.map(({ id, transports }) => ({ id, transports })),
      authenticatorSelection: { residentKey: 'required', userVerification: 'required' },
    });
    await keepChallenge(tx, options.challenge, 'create', now, userId);
    return options;
  });
}

/**
 * Adds the passkey that a browser made. Returns new recovery codes if the user had none. Throws a Problem with status 422 when
 * the answer does not fit a challenge of this user.
 */
export async function addPasskey(
  tx: Tx,
  userId: string,
  { name, response }: { name: string; response: unknown },
  now: number,
): Promise<{ recoveryCodes: string[] }> {
  assertAvailable();
  const verified = await verifyRegistrationResponse({
    response: response as RegistrationResponseJSON,
    expectedChallenge: (challenge) => takeChallenge(tx, challenge, 'create', now, userId),
    expectedOrigin: origin(),
    expectedRPID: relyingParty(),
  }).catch(() => undefined);
  if (!verified?.verified) throw new Problem(422, 'passkey_refused', REFUSED);
  const { id, publicKey, counter, transports = [] } = verified.registrationInfo.credential;
  await tx.passkey.create({
    data: { id, userId, name, publicKey: Buffer.from(publicKey), counter, transports, createdAt: new Date(now) },
  });
  return { recoveryCodes: await firstRecoveryCodes(tx, userId) };
}

/** A user's passkeys, the newest first. */
export function listPasskeys(tx: Tx, userId: string) {
  return tx.passkey.findMany({
    where: { userId },
    orderBy: { createdAt: 'desc' },
    select: { id: true, name: true, createdAt: true, lastUsedAt: true },
  });
}

/** Removes a passkey, and the recovery codes if it was the last second factor. Throws a Problem with status 404 if there is none. */
export async function removePasskey(tx: Tx, userId: string, id: string): Promise<{ name: string }> {
  const passkey = await tx.passkey.findFirst({ where: { id, userId } });
  if (!passkey) throw notFound();
  await tx.passkey.delete({ where: { id } });
  await dropUnusedRecovery(tx, userId);
  return { name: passkey.name };
}

/** What a browser needs to sign in with a passkey. It does not depend on who asks, so it reveals no account. */
export async function passkeyRequestOptions(now: number) {
  assertAvailable();
  const options = await generateAuthenticationOptions({ rpID: relyingParty(), userVerification: 'required' });
  await asSystem((tx) => keepChallenge(tx, options.challenge, 'sign-in', now));
  return options;
}

/**
 * Checks what a browser signed with a passkey and returns the id of its user; undefined when it is not accepted: for an unknown
 * passkey, a challenge that was used or expired, or another site.
 */
export async function verifyPasskey(tx: Tx, response: unknown, now: number): Promise<string | undefined> {
  const answer = response as AuthenticationResponseJSON | undefined;
  if (typeof answer?.id !== 'string' || !passkeysAvailable()) return undefined;
  const passkey = await tx.passkey.findUnique({ where: { id: answer.id } });
  if (!passkey) return undefined;
  const { id, publicKey, counter, transports } = passkey;
  const verified = await verifyAuthenticationResponse({
    response: answer,
    expectedChallenge: (challenge) => takeChallenge(tx, challenge, 'sign-in', now),
    expectedOrigin: origin(),
    expectedRPID: relyingParty(),
    credential: { id, publicKey: new Uint8Array(publicKey), counter: Number(counter), transports },
  }).catch(() => undefined);
  if (!verified?.verified) return undefined;
  await tx.passkey.update({
    where: { id },
    data: { counter: verified.authenticationInfo.newCounter, lastUsedAt: new Date(now) },
  });
  return passkey.userId;
}

function assertAvailable(): void {
  if (passkeysAvailable()) return;
  const { publicUrl, loopback } = env.use();
  const way = loopback ? 'Open the portal as http://localhost, with PUBLIC_URL set to that.' : 'The portal must be served over HTTPS.';
  throw new Problem(409, 'passkeys_unavailable', `Passkeys do not work at ${publicUrl}. ${way}`);
}

function relyingParty(): string {
  return new URL(env.use().publicUrl).hostname;
}

function origin(): string {
  return new URL(env.use().publicUrl).origin;
}

async function keepChallenge(tx: Tx, challenge: string, purpose: string, now: number, userId?: string): Promise<void> {
  await tx.passkeyChallenge.deleteMany({ where: { expiresAt: { lt: new Date(now) } } });
  await tx.passkeyChallenge.create({
    data: { challenge, purpose, userId: userId ?? null, expiresAt: new Date(now + CHALLENGE_MINUTES * 60_000) },
  });
}

async function takeChallenge(tx: Tx, challenge: string, purpose: string, now: number, userId?: string): Promise<boolean> {
  const taken = await tx.passkeyChallenge.deleteMany({
    where: { challenge, purpose, userId: userId ?? null, expiresAt: { gt: new Date(now) } },
  });
  return taken.count === 1;
}
