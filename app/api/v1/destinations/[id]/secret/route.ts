import { z } from 'zod';
import { route } from '#lib/api/index.ts';
import { rotateSigningSecret } from '#lib/notifications/index.ts';
import { uuid } from '../../../schemas.ts';

export const POST = route(
  {
    operationId: 'rotateSigningSecret',
    method: 'POST',
    path: '/api/v1/destinations/{id}/secret',
    summary:
      'Replace the secret that signs the messages of a webhook. The response contains the new one, this one time; until the overlap ends messages are signed with both.',
    tag: 'Integrations',
    access: 'tenant',
    role: 'admin',
    stepUp: true,
    params: z.object({ id: uuid }),
    body: z.object({ overlapHours: z.number().int().min(0).max(720).default(24) }),
    problems: [409],
    response: z.object({ signingSecret: z.string() }),
    status: 201,
  },
  async ({ tenant, params: { id }, body, principal, now }) => ({
    signingSecret: await rotateSigningSecret(tenant.id, id, body.overlapHours, principal.name, now),
  }),
);
