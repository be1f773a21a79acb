import { z } from 'zod';
import { route } from '#lib/api/index.ts';
import { rotateApiKey } from '#lib/auth/index.ts';
import { maybeTime, uuid } from '../../../schemas.ts';
import { rotationInput } from '../../input.ts';

export const POST = route(
  {
    operationId: 'rotateApiKey',
    method: 'POST',
    path: '/api/v1/api-keys/{id}/rotation',
    summary: 'Replace an API key. The response contains the new key, this one time; the old one stays valid for the overlap.',
    tag: 'API keys',
    access: 'tenant',
    role: 'admin',
    stepUp: true,
    params: z.object({ id: uuid }),
    body: rotationInput,
    problems: [409],
    response: z.object({ key: z.string(), id: uuid, expiresAt: maybeTime }),
    status: 201,
  },
  async ({ tenant, params, body, principal, now }) => {
    const { key, id, expiresAt } = await rotateApiKey(tenant.id, params.id, { overlapHours: body.overlapHours, by: principal }, now);
    return { key, id, expiresAt: expiresAt?.getTime() ?? null };
  },
);
