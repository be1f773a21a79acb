import { z } from 'zod';
import { route } from '#lib/api/index.ts';
import { sampleClusters } from '#lib/clusters/index.ts';
import { notFound } from '#lib/platform/problem.ts';
import { done, OK } from '../schemas.ts';

/** Only an installation on a loopback address has sample clusters; elsewhere these operations respond with 404. */
function samples() {
  const found = sampleClusters.find();
  if (!found) throw notFound();
  return found;
}

export const GET = route(
  {
    operationId: 'getSampleCluster',
    method: 'GET',
    path: '/api/v1/sample-cluster',
    summary: 'Get the sample cluster of this client and its faults (only on a local installation).',
    tag: 'Sample cluster',
    access: 'tenant',
    metered: false,
    problems: [404],
    response: z.object({
      state: z.enum(['detached', 'starting', 'attached', 'failed']),
      cluster: z.string(),
      error: z.string().optional(),
      faults: z.array(z.object({ name: z.string(), category: z.string(), title: z.string(), description: z.string(), on: z.boolean() })),
    }),
  },
  ({ tenant }) => samples().stateOf(tenant.id),
);

export const POST = route(
  {
    operationId: 'attachSampleCluster',
    method: 'POST',
    path: '/api/v1/sample-cluster',
    summary: 'Attach the sample cluster: the real agent on a simulated Kubernetes cluster.',
    tag: 'Sample cluster',
    access: 'tenant',
    role: 'admin',
    metered: false,
    problems: [404, 409],
    response: done,
    status: 202,
  },
  async ({ tenant }) => {
    await samples().attach(tenant.id);
    return OK;
  },
);

export const DELETE = route(
  {
    operationId: 'detachSampleCluster',
    method: 'DELETE',
    path: '/api/v1/sample-cluster',
    summary: 'Detach the sample cluster. Its data is kept.',
    tag: 'Sample cluster',
    access: 'tenant',
    role: 'admin',
    metered: false,
    problems: [404, 409],
    response: done,
  },
  async ({ tenant }) => {
    await samples().detach(tenant.id);
    return OK;
  },
);
