import { z } from 'zod';
import { route } from '#lib/api/index.ts';
import { deleteUser, getUser, patchUser, replaceUser } from '#lib/scim/index.ts';
import { uuid } from '../../../../schemas.ts';
import { scimCaller, scimObject, scimPatch, scimUser } from '../../schemas.ts';

const ONE = { path: '/api/v1/scim/v2/Users/{id}', tag: 'SCIM', access: 'scim', params: z.object({ id: uuid }) } as const;

export const GET = route(
  { ...ONE, operationId: 'getScimUser', method: 'GET', summary: 'SCIM: get a user.', response: scimObject },
  async ({ tenant, principal, params }) => getUser(scimCaller(tenant, principal), params.id),
);

export const PUT = route(
  {
    ...ONE,
    operationId: 'replaceScimUser',
    method: 'PUT',
    summary: 'SCIM: replace a user.',
    problems: [409],
    body: scimUser,
    response: scimObject,
  },
  async ({ tenant, principal, params, body, now }) => replaceUser(scimCaller(tenant, principal), params.id, body, now),
);

export const PATCH = route(
  {
    ...ONE,
    operationId: 'patchScimUser',
    method: 'PATCH',
    summary: 'SCIM: change a user.',
    problems: [409],
    body: scimPatch,
    response: scimObject,
  },
  async ({ tenant, principal, params, body, now }) => patchUser(scimCaller(tenant, principal), params.id, body, now),
);

export const DELETE = route(
  {
    ...ONE,
    operationId: 'deleteScimUser',
    method: 'DELETE',
    summary: 'SCIM: delete a user: the membership ends.',
    problems: [409],
    response: z.null(),
    status: 204,
  },
  async ({ tenant, principal, params, now }) => {
    await deleteUser(scimCaller(tenant, principal), params.id, now);
    return null;
  },
);
