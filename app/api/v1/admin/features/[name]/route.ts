import { z } from 'zod';
import { route } from '#lib/api/index.ts';
import { FEATURE_NAMES, switchFeature } from '#lib/features/index.ts';
import { done, OK } from '../../../schemas.ts';

export const PUT = route(
  {
    operationId: 'switchFeature',
    method: 'PUT',
    path: '/api/v1/admin/features/{name}',
    summary: 'Switch a feature on or off for every client for which nothing else was decided. It takes effect within ten seconds.',
    tag: 'Provider',
    access: 'staff',
    params: z.object({ name: z.enum(FEATURE_NAMES) }),
    body: z.object({ isOn: z.boolean() }),
    response: done,
  },
  async ({ params, body, principal, now }) => {
    await switchFeature(params.name, body.isOn, principal.name, now);
    return OK;
  },
);
