import { z } from 'zod';
import { personOf, route } from '#lib/api/index.ts';
import { passkeyCreationOptions } from '#lib/auth/index.ts';

export const POST = route(
  {
    operationId: 'offerPasskey',
    method: 'POST',
    path: '/api/v1/me/passkey-options',
    summary: 'Get what a browser needs to make a passkey (PublicKeyCredentialCreationOptions of WebAuthn).',
    tag: 'Account',
    access: 'user',
    ownAccount: true,
    stepUp: true,
    problems: [409],
    response: z.looseObject({ challenge: z.string() }),
  },
  async ({ principal, now }) => ({ ...(await passkeyCreationOptions(personOf(principal).userId, now)) }),
);
