import { assertAttempt, route } from '#lib/api/index.ts';
import { changePassword } from '#lib/auth/index.ts';
import { Problem } from '#lib/platform/problem.ts';
import { done, OK } from '../../schemas.ts';
import { changePasswordInput } from './input.ts';

export const PUT = route(
  {
    operationId: 'changePassword',
    method: 'PUT',
    path: '/api/v1/me/password',
    summary: 'Change your password. Every session ends, including this one. An account without a password sets its first.',
    tag: 'Account',
    access: 'user',
    body: changePasswordInput,
    response: done,
  },
  async ({ principal, body }) => {
    if (!principal.userId) throw new Problem(403, 'no_person', 'Only people who sign in with an email address have a password.');
    await assertAttempt('password', principal.userId);
    await changePassword(principal.userId, body.current, body.next);
    return OK;
  },
);
