import { z } from 'zod';
import { personOf, route } from '#lib/api/index.ts';
import { clientsOf, rotateSession } from '#lib/auth/index.ts';
import { asSystem } from '#lib/platform/database/index.ts';
import { notFound } from '#lib/platform/problem.ts';
import { done, OK } from '../../schemas.ts';

export const PUT = route(
  {
    operationId: 'switchClient',
    method: 'PUT',
    path: '/api/v1/me/client',
    summary: 'Work for another of the clients that you belong to.',
    tag: 'Account',
    access: 'user',
    body: z.object({ clientId: z.string().max(64) }),
    problems: [404],
    response: done,
  },
  async ({ principal, body, setSession, now }) => {
    const { userId, sessionId } = personOf(principal);
    if (!(await clientsOf(userId, sessionId)).some(({ id }) => id === body.clientId)) throw notFound();
    setSession(await asSystem((tx) => rotateSession(tx, sessionId, { activeClient: body.clientId }, now)));
    return OK;
  },
);
