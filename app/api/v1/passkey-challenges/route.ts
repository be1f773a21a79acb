import { z } from 'zod';
import { assertAttempt, route } from '#lib/api/index.ts';
import { passkeyRequestOptions } from '#lib/auth/index.ts';

export const POST = route(
  {
    operationId: 'challengePasskey',
    method: 'POST',
    path: '/api/v1/passkey-challenges',
    summary: 'Get what a browser needs to sign in with a passkey (PublicKeyCredentialRequestOptions of WebAuthn).',
    tag: 'Account',
    access: 'public',
    problems: [409],
    response: z.looseObject({ challenge: z.string() }),
  },
  async ({ caller, now }) => {
    await assertAttempt('passkey', caller.address, caller.address);
    return { ...(await passkeyRequestOptions(now)) };
  },
);
