import { assertAttempt, personOf, route } from '#lib/api/index.ts';
import { changePassword } from '#lib/auth/index.ts';
import { done, OK } from '../../schemas.ts';
import { changePasswordInput } from './input.ts';

export const PUT = route(
  {
    operationId: 'changePassword',
    method: 'PUT',
    path: '/api/v1/me/password',
    summary: 'Change your password. Every other session ends. An account without a password sets its first.',
    tag: 'Account',
    access: 'user',
    ownAccount: true,
    body: changePasswordInput,
    response: done,
  },
  async ({ principal, body, caller, setSession, now }) => {
    const { userId, sessionId } = personOf(principal);
    await assertAttempt('password', userId, caller.address);
    setSession(await changePassword(userId, { ...body, sessionId }, now));
    return OK;
  },
);
