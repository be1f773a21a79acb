import { route } from '#lib/api/index.ts';
import { discoveryOf } from '#lib/scim/index.ts';
import { scimObject } from '../schemas.ts';

export const GET = route(
  {
    operationId: 'getScimSchemas',
    method: 'GET',
    path: '/api/v1/scim/v2/Schemas',
    summary: 'SCIM: the attributes of users.',
    tag: 'SCIM',
    access: 'scim',
    response: scimObject,
  },
  async () => discoveryOf('Schemas'),
);
