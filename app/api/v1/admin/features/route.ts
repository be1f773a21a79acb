import { z } from 'zod';
import { route } from '#lib/api/index.ts';
import { FEATURE_NAMES, listFeatures } from '#lib/features/index.ts';
import { maybeTime } from '../../schemas.ts';

export const GET = route(
  {
    operationId: 'listFeatures',
    method: 'GET',
    path: '/api/v1/admin/features',
    summary: 'List the features that can be switched off, and the clients for which something else was decided than for the installation.',
    tag: 'Provider',
    access: 'staff',
    response: z.object({
      items: z.array(
        z.object({
          name: z.enum(FEATURE_NAMES),
          title: z.string(),
          description: z.string(),
          isOn: z.boolean(),
          changedBy: z.string().nullable(),
          changedAt: maybeTime,
          clients: z.array(z.object({ id: z.string(), isOn: z.boolean() })),
        }),
      ),
    }),
  },
  async () => ({ items: (await listFeatures()).map((one) => ({ ...one, changedAt: one.changedAt?.getTime() ?? null })) }),
);
