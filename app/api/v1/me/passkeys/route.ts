import { z } from 'zod';
import { personOf, route } from '#lib/api/index.ts';
import { addPasskey, auditAccount, reportChange, rotateSession } from '#lib/auth/index.ts';
import { asSystem } from '#lib/platform/database/index.ts';
import { passkeyName } from './input.ts';

export const POST = route(
  {
    operationId: 'addPasskey',
    method: 'POST',
    path: '/api/v1/me/passkeys',
    summary: 'Add the passkey that your browser made. Returns recovery codes with your first second factor, this one time.',
    tag: 'Account',
    access: 'user',
    ownAccount: true,
    stepUp: true,
    body: z.object({ name: passkeyName, response: z.unknown() }),
    problems: [409],
    response: z.object({ recoveryCodes: z.array(z.string()) }),
    status: 201,
  },
  async ({ principal, body, setSession, now }) => {
    const { userId, sessionId } = personOf(principal);
    return asSystem(async (tx) => {
      const added = await addPasskey(tx, userId, body, now);
      const user = { id: userId, email: principal.name };
      await auditAccount(tx, user, 'account.second_factor_added', { passkey: body.name });
      await reportChange(tx, user, 'second-factor', 'A passkey was added to your account', now);
      setSession(await rotateSession(tx, sessionId, { provenBy: ['passkey'] }, now));
      return added;
    });
  },
);
