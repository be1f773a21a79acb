import { z } from 'zod';
import { route } from '#lib/api/index.ts';
import { env } from '#lib/platform/env.ts';
import { takeDefaultKey } from '#lib/provisioning/index.ts';

export const POST = route(
  {
    operationId: 'takeDefaultKey',
    method: 'POST',
    path: '/api/v1/default-key',
    summary: "Get the client's default API key. It is returned only once; afterwards, and before it exists, the response is null.",
    tag: 'API keys',
    access: 'tenant',
    stepUp: true,
    role: 'admin',
    metered: false,
    response: z.object({ key: z.string().nullable() }),
  },
  async ({ tenant }) => ({ key: (await takeDefaultKey(env.use().secretKey, tenant.id)) ?? null }),
);
