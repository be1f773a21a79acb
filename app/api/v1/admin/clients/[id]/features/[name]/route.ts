import { z } from 'zod';
import { route } from '#lib/api/index.ts';
import { FEATURE_NAMES, switchFeatureOf } from '#lib/features/index.ts';
import { done, OK } from '../../../../../schemas.ts';
import { clientParams } from '../../../../schemas.ts';

export const PUT = route(
  {
    operationId: 'switchClientFeature',
    method: 'PUT',
    path: '/api/v1/admin/clients/{id}/features/{name}',
    summary:
      'Switch a feature on or off for one client. It is recorded in the audit log of the client, and takes effect within ten seconds.',
    tag: 'Provider',
    access: 'staff',
    params: clientParams.extend({ name: z.enum(FEATURE_NAMES) }),
    body: z.object({ isOn: z.boolean().nullable().describe('null: as for everybody.') }),
    response: done,
  },
  async ({ params, body, principal, now }) => {
    await switchFeatureOf(params.id, params.name, body.isOn, principal.name, now);
    return OK;
  },
);
