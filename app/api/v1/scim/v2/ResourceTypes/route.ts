import { route } from '#lib/api/index.ts';
import { discoveryOf } from '#lib/scim/index.ts';
import { scimObject } from '../schemas.ts';

export const GET = route(
  {
    operationId: 'getScimResourceTypes',
    method: 'GET',
    path: '/api/v1/scim/v2/ResourceTypes',
    summary: 'SCIM: which resources there are.',
    tag: 'SCIM',
    access: 'scim',
    response: scimObject,
  },
  async () => discoveryOf('ResourceTypes'),
);
