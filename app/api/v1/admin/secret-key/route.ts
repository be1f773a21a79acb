import { z } from 'zod';
import { rotationState } from '#lib/admin/index.ts';
import { route } from '#lib/api/index.ts';
import { database } from '#lib/platform/database/index.ts';
import { env } from '#lib/platform/env.ts';

export const GET = route(
  {
    operationId: 'getSecretKeyRotation',
    method: 'GET',
    path: '/api/v1/admin/secret-key',
    summary:
      'Get how many stored secrets are not encrypted with the current SECRET_KEY yet. When none remain, SECRET_KEY_OLD can be removed.',
    tag: 'Provider',
    access: 'staff',
    response: z.object({ secrets: z.number().int(), remaining: z.number().int(), hasOldKeys: z.boolean(), oldKeysCanGo: z.boolean() }),
  },
  async () => {
    const { secretKey, oldSecretKeys } = env.use();
    const state = await rotationState(database.use(), secretKey);
    return { ...state, hasOldKeys: oldSecretKeys.length > 0, oldKeysCanGo: state.remaining === 0 };
  },
);
