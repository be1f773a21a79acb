import { z } from 'zod';
import { route } from '#lib/api/index.ts';
import { FEATURE_NAMES, featuresOf } from '#lib/features/index.ts';
import { clientParams } from '../../../schemas.ts';

export const GET = route(
  {
    operationId: 'listClientFeatures',
    method: 'GET',
    path: '/api/v1/admin/clients/{id}/features',
    summary: 'List which features a client has, and what was decided for it alone.',
    tag: 'Provider',
    access: 'staff',
    params: clientParams,
    response: z.object({
      items: z.array(
        z.object({
          name: z.enum(FEATURE_NAMES),
          title: z.string(),
          forEverybody: z.boolean().describe('Whether clients have it for which nothing else was decided.'),
          decided: z.boolean().nullable().describe('What was decided for this client alone; null: as for everybody.'),
        }),
      ),
    }),
  },
  async ({ params }) => ({ items: await featuresOf(params.id) }),
);
