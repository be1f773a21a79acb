import SCIMMY from 'scimmy';
import { env } from '#lib/platform/env.ts';

const USER = 'urn:ietf:params:scim:schemas:core:2.0:User';
/** Where SCIM is served. */
export const BASE = '/api/v1/scim/v2';

export type DiscoveryName = 'ServiceProviderConfig' | 'ResourceTypes' | 'Schemas';

/** What SCIM says of itself (RFC 7643, sections 5 to 7). The definition of a user is scimmy's, which is that of the RFC. */
export function discoveryOf(name: DiscoveryName): Record<string, unknown> {
  const base = `${env.use().publicUrl}${BASE}`;
  switch (name) {
    case 'ServiceProviderConfig':
      return {
        schemas: ['urn:ietf:params:scim:schemas:core:2.0:ServiceProviderConfig'],
        patch: { supported: true },
        bulk: { supported: false, maxOperations: 0, maxPayloadSize: 0 },
        filter: { supported: true, maxResults: 200 },
        changePassword: { supported: false },
        sort: { supported: false },
        etag: { supported: false },
        authenticationSchemes: [
          { type: 'oauthbearertoken', name: 'Bearer token', description: 'A token of the page Single sign-on.', primary: true },
        ],
        meta: { resourceType: 'ServiceProviderConfig', location: `${base}/ServiceProviderConfig` },
      };
    case 'ResourceTypes':
      return listOf([
        {
          schemas: ['urn:ietf:params:scim:schemas:core:2.0:ResourceType'],
          ...{ id: 'User', name: 'User', endpoint: '/Users', description: 'A member of the client.', schema: USER },
          meta: { resourceType: 'ResourceType', location: `${base}/ResourceTypes/User` },
        },
      ]);
    case 'Schemas':
      return listOf([JSON.parse(JSON.stringify(SCIMMY.Schemas.User.definition.describe(`${base}/Schemas`)))]);
  }
}

/** A list as SCIM sends it (RFC 7644, 3.4.2). */
export function listOf(resources: object[], totalResults = resources.length, startIndex = 1): Record<string, unknown> {
  return {
    schemas: ['urn:ietf:params:scim:api:messages:2.0:ListResponse'],
    ...{ totalResults, startIndex, itemsPerPage: resources.length, Resources: resources },
  };
}
