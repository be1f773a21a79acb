import { z } from 'zod';
import { route } from '#lib/api/index.ts';
import { sendTest } from '#lib/notifications/index.ts';
import { uuid } from '../../../schemas.ts';

export const POST = route(
  {
    operationId: 'testDestination',
    method: 'POST',
    path: '/api/v1/destinations/{id}/test',
    summary: 'Send a test message at once. The response says whether it was taken, and what was answered.',
    tag: 'Integrations',
    access: 'tenant',
    role: 'admin',
    params: z.object({ id: uuid }),
    response: z.object({ ok: z.boolean(), answer: z.string() }),
  },
  ({ tenant, params: { id }, principal, now }) => sendTest(tenant.id, id, principal.name, now),
);
