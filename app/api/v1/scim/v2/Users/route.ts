import { z } from 'zod';
import { route } from '#lib/api/index.ts';
import { createUser, listUsers } from '#lib/scim/index.ts';
import { scimCaller, scimObject, scimUser } from '../schemas.ts';

export const GET = route(
  {
    operationId: 'listScimUsers',
    method: 'GET',
    path: '/api/v1/scim/v2/Users',
    summary: 'SCIM: list the users that the directory made.',
    tag: 'SCIM',
    access: 'scim',
    query: z.object({
      filter: z.string().max(500).optional(),
      startIndex: z.coerce.number().int().max(1_000_000).default(1),
      count: z.coerce.number().int().max(1_000_000).default(100),
    }),
    response: scimObject,
  },
  // RFC 7644, 3.4.2.4: values below the least count as the least.
  async ({ tenant, principal, query: { filter, startIndex, count } }) =>
    listUsers(scimCaller(tenant, principal), {
      filter,
      startIndex: Math.max(1, startIndex),
      count: Math.min(200, Math.max(0, count)),
    }),
);

export const POST = route(
  {
    operationId: 'createScimUser',
    method: 'POST',
    path: '/api/v1/scim/v2/Users',
    summary: 'SCIM: make a user a member. The address must be of a verified domain of the client.',
    tag: 'SCIM',
    access: 'scim',
    problems: [409],
    body: scimUser,
    response: scimObject,
    status: 201,
  },
  async ({ tenant, principal, body, now }) => createUser(scimCaller(tenant, principal), body, now),
);
