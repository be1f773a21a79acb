import { route } from '#lib/api/index.ts';
import { requestRebuild } from '#lib/graph/index.ts';
import { done, OK } from '../../../../schemas.ts';
import { clientParams } from '../../../schemas.ts';

export const POST = route(
  {
    operationId: 'rebuildClientGraph',
    method: 'POST',
    path: '/api/v1/admin/clients/{id}/graph-rebuild',
    summary: "Rebuild a client's graph from its event log. The current graph stays in use until the new one replaces it.",
    tag: 'Provider',
    access: 'staff',
    params: clientParams,
    problems: [409],
    response: done,
    status: 202,
  },
  async ({ params, principal, now }) => {
    await requestRebuild(params.id, principal.name, now);
    return OK;
  },
);
