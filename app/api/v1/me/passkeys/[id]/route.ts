import { z } from 'zod';
import { personOf, route } from '#lib/api/index.ts';
import { auditAccount, removePasskey, reportChange } from '#lib/auth/index.ts';
import { asSystem } from '#lib/platform/database/index.ts';
import { done, OK } from '../../../schemas.ts';

export const DELETE = route(
  {
    operationId: 'removePasskey',
    method: 'DELETE',
    path: '/api/v1/me/passkeys/{id}',
    summary: 'Remove one of your passkeys.',
    tag: 'Account',
    access: 'user',
    ownAccount: true,
    stepUp: true,
    params: z.object({ id: z.string().min(1).max(1400) }),
    response: done,
  },
  async ({ principal, params, now }) => {
    const { userId } = personOf(principal);
    const user = { id: userId, email: principal.name };
    await asSystem(async (tx) => {
      const { name } = await removePasskey(tx, userId, params.id);
      await auditAccount(tx, user, 'account.second_factor_removed', { passkey: name });
      await reportChange(tx, user, 'second-factor', 'A passkey was removed from your account', now);
    });
    return OK;
  },
);
