import { z } from 'zod';
import { assertAttempt, personOf, route } from '#lib/api/index.ts';
import { proveAgain, rotateSession } from '#lib/auth/index.ts';
import { asSystem } from '#lib/platform/database/index.ts';
import { done, OK } from '../../schemas.ts';

export const POST = route(
  {
    operationId: 'confirmIdentity',
    method: 'POST',
    path: '/api/v1/me/authentications',
    summary:
      'Prove again who you are, with your password (and code) or a passkey. Operations on keys, members, billing and deletion ask for it after 15 minutes.',
    tag: 'Account',
    access: 'user',
    body: z.object({
      password: z.string().max(200, 'Use at most 200 characters.').optional(),
      code: z.string().max(40, 'Use at most 40 characters.').optional(),
      passkey: z.unknown().optional(),
    }),
    response: done,
  },
  async ({ principal, body, caller, setSession, now }) => {
    const { userId, sessionId } = personOf(principal);
    await assertAttempt('password', userId, caller.address);
    const provenBy = await proveAgain(userId, body, now);
    setSession(await asSystem((tx) => rotateSession(tx, sessionId, { provenBy }, now)));
    return OK;
  },
);
