'use client';

import { startAuthentication } from '@simplewebauthn/browser';
import { signIn } from 'next-auth/react';
import type { POST as ChallengePasskey } from '#app/api/v1/passkey-challenges/route.ts';
import { ApiError, callApi } from './api.ts';

const REFUSED = {
  password: 'The email address or password is incorrect.',
  passkey: 'This passkey was not accepted. Use another way to sign in.',
  'api-key': 'This API key is unknown, revoked or expired, or it lacks the “read” permission.',
  'staff-link': 'This link has already been used or has expired.',
};

/** How somebody can sign in: the providers of lib/auth/session-options.ts. */
export type SignInMethod = keyof typeof REFUSED;

/** Opens a session. Throws ApiError with the reason when the sign-in is refused or the server does not respond. */
export async function openSession(method: SignInMethod, credentials: Record<string, string>): Promise<void> {
  const answer = await signIn(method, { ...credentials, redirect: false }).catch(() => undefined);
  if (answer?.ok) return;
  if (!answer) throw new ApiError(0, 'unreachable', 'The server cannot be reached. Check your connection and try again.');
  const { code, detail } = problemOf(answer.error) ?? { code: 'sign_in_refused', detail: REFUSED[method] };
  throw new ApiError(401, code, detail, code.startsWith('second_factor') ? { code: detail } : {});
}

/** Asks the browser for a passkey and returns what it signed. Throws ApiError when there is none or the person cancels. */
export async function askForPasskey(): Promise<unknown> {
  const options = await callApi<typeof ChallengePasskey>('POST', '/api/v1/passkey-challenges');
  try {
    return await startAuthentication({ optionsJSON: options as unknown as Parameters<typeof startAuthentication>[0]['optionsJSON'] });
  } catch {
    throw new ApiError(0, 'no_passkey', 'No passkey was used. Try again, or use another way to sign in.');
  }
}

/** The problem that the server put into next-auth's error; undefined for an error without a reason. */
function problemOf(error: string | undefined | null): { code: string; detail: string } | undefined {
  try {
    return JSON.parse(error ?? '') as { code: string; detail: string };
  } catch {
    return undefined;
  }
}
