import { z } from 'zod';
import { personOf, route } from '#lib/api/index.ts';
import { sendTest } from '#lib/notifications/index.ts';
import { uuid } from '../../../../schemas.ts';

export const POST = route(
  {
    operationId: 'testPushSubscription',
    method: 'POST',
    path: '/api/v1/me/push-subscriptions/{id}/test',
    summary: 'Send a test notification to one of your browsers. The response says whether its push service took it, and what was answered.',
    tag: 'Account',
    access: 'tenant',
    role: 'viewer',
    person: true,
    params: z.object({ id: uuid }),
    response: z.object({ ok: z.boolean(), answer: z.string() }),
  },
  ({ tenant, principal, params, now }) => sendTest(tenant.id, params.id, principal.name, now, personOf(principal).userId),
);
