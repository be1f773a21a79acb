'use client';

import { signIn } from 'next-auth/react';
import { ApiError } from './api.ts';

const REFUSED = {
  password: 'The email address or password is incorrect.',
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
  const isGeneric = !answer.error || answer.error === 'CredentialsSignin';
  throw new ApiError(401, 'sign_in_refused', isGeneric ? REFUSED[method] : (answer.error ?? ''));
}
