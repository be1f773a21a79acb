import { z } from 'zod';
import { assertAttempt, route } from '#lib/api/index.ts';
import { changePassword } from '#lib/auth/index.ts';
import { Problem } from '#lib/platform/problem.ts';
import { done, newPassword, OK } from '../../schemas.ts';

export const PUT = route(
  {
    operationId: 'changePassword',
    method: 'PUT',
    path: '/api/v1/me/password',
    summary: 'Change your password; every session ends, this one too. An account without one sets its first.',
    tag: 'Account',
    access: 'user',
    body: z.object({ current: z.string().max(200), next: newPassword }),
    response: done,
  },
  async ({ principal, body }) => {
    if (!principal.userId) throw new Problem(403, 'no_person', 'Only a person who signed in by email has a password.');
    await assertAttempt('password', principal.userId);
    await changePassword(principal.userId, body.current, body.next);
    return OK;
  },
);
