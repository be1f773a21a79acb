import { z } from 'zod';
import { assertAttempt, personOf, route } from '#lib/api/index.ts';
import { auditAccount, confirmTotp, offerTotp, removeTotp, reportChange, rotateSession } from '#lib/auth/index.ts';
import { asSystem } from '#lib/platform/database/index.ts';
import { done, OK } from '../../schemas.ts';
import { totpInput } from './input.ts';

export const POST = route(
  {
    operationId: 'offerTotp',
    method: 'POST',
    path: '/api/v1/me/totp',
    summary: 'Get a secret for an authenticator app. It is in force once you confirm it with a code.',
    tag: 'Account',
    access: 'user',
    ownAccount: true,
    stepUp: true,
    problems: [409],
    response: z.object({ uri: z.string(), secret: z.string() }),
  },
  ({ principal }) => asSystem((tx) => offerTotp(tx, personOf(principal).userId)),
);

export const PUT = route(
  {
    operationId: 'confirmTotp',
    method: 'PUT',
    path: '/api/v1/me/totp',
    summary: 'Put the authenticator app in force with a code of it. Returns recovery codes with your first second factor, this one time.',
    tag: 'Account',
    access: 'user',
    ownAccount: true,
    stepUp: true,
    body: totpInput,
    response: z.object({ recoveryCodes: z.array(z.string()) }),
  },
  async ({ principal, body, caller, setSession, now }) => {
    const { userId, sessionId } = personOf(principal);
    await assertAttempt('password', userId, caller.address);
    return asSystem(async (tx) => {
      const confirmed = await confirmTotp(tx, userId, body.code, now);
      const user = { id: userId, email: principal.name };
      await auditAccount(tx, user, 'account.second_factor_added', { authenticatorApp: true });
      await reportChange(tx, user, 'second-factor', 'An authenticator app was added to your account', now);
      setSession(await rotateSession(tx, sessionId, { provenBy: ['totp'] }, now));
      return confirmed;
    });
  },
);

export const DELETE = route(
  {
    operationId: 'removeTotp',
    method: 'DELETE',
    path: '/api/v1/me/totp',
    summary: 'Remove your authenticator app.',
    tag: 'Account',
    access: 'user',
    ownAccount: true,
    stepUp: true,
    response: done,
  },
  async ({ principal, now }) => {
    const { userId } = personOf(principal);
    const user = { id: userId, email: principal.name };
    await asSystem(async (tx) => {
      await removeTotp(tx, userId);
      await auditAccount(tx, user, 'account.second_factor_removed', { authenticatorApp: true });
      await reportChange(tx, user, 'second-factor', 'The authenticator app was removed from your account', now);
    });
    return OK;
  },
);
