import { z } from 'zod';
import { route } from '#lib/api/index.ts';
import { sampleClusters } from '#lib/clusters/index.ts';
import { notFound } from '#lib/platform/problem.ts';
import { done, OK } from '../../../schemas.ts';

export const PUT = route(
  {
    operationId: 'switchSampleFault',
    method: 'PUT',
    path: '/api/v1/sample-cluster/faults/{name}',
    summary: 'Turn a fault of the sample cluster on or off.',
    tag: 'Sample cluster',
    access: 'tenant',
    metered: false,
    params: z.object({ name: z.string().max(64) }),
    body: z.object({ on: z.boolean() }),
    problems: [409],
    response: done,
  },
  async ({ tenant, params, body }) => {
    const samples = sampleClusters.find();
    if (!samples) throw notFound();
    await samples.switchFault(tenant.id, params.name, body.on);
    return OK;
  },
);
