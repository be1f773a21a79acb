import { route } from '#lib/api/index.ts';
import { discoveryOf } from '#lib/scim/index.ts';
import { scimObject } from '../schemas.ts';

export const GET = route(
  {
    operationId: 'getScimServiceProviderConfig',
    method: 'GET',
    path: '/api/v1/scim/v2/ServiceProviderConfig',
    summary: 'SCIM: what SCIM supports here.',
    tag: 'SCIM',
    access: 'scim',
    response: scimObject,
  },
  async () => discoveryOf('ServiceProviderConfig'),
);
