import { z } from 'zod';
import { personOf, route } from '#lib/api/index.ts';
import { auditAccount, endSessions, listSessions, sessionLimits } from '#lib/auth/index.ts';
import { asSystem } from '#lib/platform/database/index.ts';
import { done, OK, time, uuid } from '../../schemas.ts';

export const GET = route(
  {
    operationId: 'listSessions',
    method: 'GET',
    path: '/api/v1/me/sessions',
    summary: 'List your sessions: where you are signed in.',
    tag: 'Account',
    access: 'user',
    response: z.object({
      items: z.array(
        z.object({
          id: uuid,
          current: z.boolean(),
          methods: z.array(z.string()),
          userAgent: z.string(),
          address: z.string(),
          createdAt: time,
          lastSeenAt: time,
          expiresAt: time,
          impersonator: z.string().nullable(),
        }),
      ),
    }),
  },
  async ({ principal, now }) => {
    const { userId, sessionId } = personOf(principal);
    const sessions = await listSessions(userId, sessionLimits(), now, principal.ssoClient);
    return {
      items: sessions.map((session) => ({
        ...session,
        current: session.id === sessionId,
        createdAt: session.createdAt.getTime(),
        lastSeenAt: session.lastSeenAt.getTime(),
        expiresAt: session.expiresAt.getTime(),
      })),
    };
  },
);

export const DELETE = route(
  {
    operationId: 'endOtherSessions',
    method: 'DELETE',
    path: '/api/v1/me/sessions',
    summary: 'End all your sessions but this one.',
    tag: 'Account',
    access: 'user',
    response: done,
  },
  async ({ principal, now }) => {
    const { userId, sessionId } = personOf(principal);
    await asSystem(async (tx) => {
      await endSessions(tx, userId, now, sessionId, principal.ssoClient);
      await auditAccount(tx, { id: userId, email: principal.name }, 'account.sessions_ended');
    });
    return OK;
  },
);
