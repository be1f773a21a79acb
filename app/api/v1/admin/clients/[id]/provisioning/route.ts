import { route } from '#lib/api/index.ts';
import { retryProvisioning } from '#lib/provisioning/index.ts';
import { done, OK } from '../../../../schemas.ts';
import { clientParams } from '../../../schemas.ts';

export const POST = route(
  {
    operationId: 'retryProvisioning',
    method: 'POST',
    path: '/api/v1/admin/clients/{id}/provisioning',
    summary: 'Retry the provisioning of a client, from the first step that is not done.',
    tag: 'Provider',
    access: 'staff',
    params: clientParams,
    response: done,
    status: 202,
  },
  async ({ params }) => {
    await retryProvisioning(params.id);
    return OK;
  },
);
