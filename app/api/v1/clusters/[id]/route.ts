import { z } from 'zod';
import { route } from '#lib/api/index.ts';
import { removeCluster } from '#lib/clusters/index.ts';
import { done, OK, uuid } from '../../schemas.ts';

export const DELETE = route(
  {
    operationId: 'removeCluster',
    method: 'DELETE',
    path: '/api/v1/clusters/{id}',
    summary:
      'Remove a cluster whose agent no longer reports. Its objects, events, logs and changes leave the graph; its incidents and usage stay.',
    tag: 'Clusters',
    access: 'tenant',
    role: 'admin',
    params: z.object({ id: uuid }),
    problems: [409],
    response: done,
  },
  async ({ tenant, params, principal, now }) => {
    await removeCluster(tenant.id, params.id, principal.name, now);
    return OK;
  },
);
