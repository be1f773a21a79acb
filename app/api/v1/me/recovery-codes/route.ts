import { z } from 'zod';
import { personOf, route } from '#lib/api/index.ts';
import { auditAccount, replaceRecoveryCodes, reportChange, secondFactorsOf } from '#lib/auth/index.ts';
import { asSystem } from '#lib/platform/database/index.ts';
import { Problem } from '#lib/platform/problem.ts';

export const POST = route(
  {
    operationId: 'replaceRecoveryCodes',
    method: 'POST',
    path: '/api/v1/me/recovery-codes',
    summary: 'Replace your recovery codes. The response contains the new ones, this one time; the old ones are void.',
    tag: 'Account',
    access: 'user',
    ownAccount: true,
    stepUp: true,
    problems: [409],
    response: z.object({ recoveryCodes: z.array(z.string()) }),
    status: 201,
  },
  async ({ principal, now }) => {
    const { userId } = personOf(principal);
    const user = { id: userId, email: principal.name };
    return asSystem(async (tx) => {
      const { totp, passkeys } = await secondFactorsOf(tx, userId);
      if (!totp && passkeys === 0) {
        throw new Problem(
          409,
          'no_second_factor',
          'Recovery codes replace a lost second factor. Add an authenticator app or a passkey first.',
        );
      }
      const recoveryCodes = await replaceRecoveryCodes(tx, userId);
      await auditAccount(tx, user, 'account.recovery_codes_replaced');
      await reportChange(tx, user, 'second-factor', 'The recovery codes of your account were replaced', now);
      return { recoveryCodes };
    });
  },
);
