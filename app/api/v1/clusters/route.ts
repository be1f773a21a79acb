import { z } from 'zod';
import { route } from '#lib/api/index.ts';
import { clusterHealth, listClusters } from '#lib/clusters/index.ts';
import { maybeTime, time, uuid } from '../schemas.ts';

export const GET = route(
  {
    operationId: 'listClusters',
    method: 'GET',
    path: '/api/v1/clusters',
    summary: 'List the clusters with the health of their agents.',
    tag: 'Clusters',
    access: 'tenant',
    response: z.object({
      items: z.array(
        z.object({
          id: uuid,
          name: z.string(),
          displayName: z.string().nullable().describe('What people call it, if it was renamed.'),
          kubernetesVersion: z.string().nullable(),
          agentVersion: z.string().nullable(),
          createdAt: time,
          lastHeartbeatAt: maybeTime,
          status: z.enum(['waiting', 'connected', 'degraded', 'silent']),
          health: clusterHealth,
        }),
      ),
    }),
  },
  async ({ tenant, now }) => ({ items: await listClusters(tenant.id, now) }),
);
