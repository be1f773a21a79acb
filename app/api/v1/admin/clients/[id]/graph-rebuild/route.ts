import { route } from '#lib/api/index.ts';
import { requestRebuild } from '#lib/graph/index.ts';
import { done, OK } from '../../../../schemas.ts';
import { clientParams } from '../../../schemas.ts';

export const POST = route(
  {
    operationId: 'rebuildClientGraph',
    method: 'POST',
    path: '/api/v1/admin/clients/{id}/graph-rebuild',
    summary: "Rebuild a client's graph from its log. The graph that is there serves until the new one takes its place.",
    tag: 'Provider',
    access: 'staff',
    params: clientParams,
    response: done,
    status: 202,
  },
  async ({ params, principal, now }) => {
    await requestRebuild(params.id, principal.name, now);
    return OK;
  },
);
