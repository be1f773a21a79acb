import { personOf, route } from '#lib/api/index.ts';
import { endImpersonation } from '#lib/auth/index.ts';
import { done, OK } from '../../schemas.ts';

export const DELETE = route(
  {
    operationId: 'leaveClient',
    method: 'DELETE',
    path: '/api/v1/me/impersonation',
    summary: 'End the visit to a client’s account.',
    tag: 'Account',
    access: 'user',
    response: done,
  },
  async ({ principal, setSession, now }) => {
    setSession(await endImpersonation(personOf(principal).sessionId, now));
    return OK;
  },
);
