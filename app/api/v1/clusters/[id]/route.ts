import { z } from 'zod';
import { route } from '#lib/api/index.ts';
import { removeCluster, renameCluster } from '#lib/clusters/index.ts';
import { done, OK, uuid } from '../../schemas.ts';
import { renameInput } from './input.ts';

export const PATCH = route(
  {
    operationId: 'renameCluster',
    method: 'PATCH',
    path: '/api/v1/clusters/{id}',
    summary: 'Set what a cluster is called in the portal and in notifications. Its name in the API stays.',
    tag: 'Clusters',
    access: 'tenant',
    role: 'admin',
    params: z.object({ id: uuid }),
    body: renameInput,
    problems: [409],
    response: done,
  },
  async ({ tenant, params, body, principal }) => {
    await renameCluster(tenant.id, params.id, body.displayName, principal.name);
    return OK;
  },
);

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
