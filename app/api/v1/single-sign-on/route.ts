import { z } from 'zod';
import { route } from '#lib/api/index.ts';
import { getConnection, listDomains, redirectUriOf, removeConnection, saveConnection } from '#lib/sso/index.ts';
import { done, OK, time } from '../schemas.ts';
import { domainShape, shownDomain } from '../sso-domains/shape.ts';
import { connectionInput } from './input.ts';

export const GET = route(
  {
    operationId: 'getSingleSignOn',
    method: 'GET',
    path: '/api/v1/single-sign-on',
    summary: 'Get the single sign-on of the client: its issuer, its mail domains, and what to enter at the issuer.',
    tag: 'Members',
    access: 'tenant',
    role: 'admin',
    response: z.object({
      redirectUri: z.string(),
      connection: z
        .object({
          issuer: z.string(),
          clientId: z.string(),
          defaultRole: z.enum(['viewer', 'member', 'admin']),
          isRequired: z.boolean(),
          updatedAt: time,
        })
        .nullable(),
      /** Whether anybody has signed in with it. */
      wasUsed: z.boolean(),
      domains: z.array(domainShape),
    }),
  },
  async ({ tenant }) => {
    const { connection, wasUsed } = await getConnection(tenant.id);
    return {
      redirectUri: redirectUriOf(tenant.id),
      connection: connection && { ...connection, updatedAt: connection.updatedAt.getTime() },
      wasUsed,
      domains: (await listDomains(tenant.id)).map(shownDomain),
    };
  },
);

export const PUT = route(
  {
    operationId: 'setSingleSignOn',
    method: 'PUT',
    path: '/api/v1/single-sign-on',
    summary: 'Set the issuer for single sign-on. It is asked first: a wrong address, client ID or secret is refused.',
    tag: 'Members',
    access: 'tenant',
    // Whoever chooses the issuer decides who signs in as an owner.
    role: 'owner',
    person: true,
    stepUp: true,
    body: connectionInput,
    response: done,
  },
  async ({ tenant, body, principal, now }) => {
    await saveConnection(tenant.id, body, principal.name, now);
    return OK;
  },
);

export const DELETE = route(
  {
    operationId: 'removeSingleSignOn',
    method: 'DELETE',
    path: '/api/v1/single-sign-on',
    summary: 'Remove single sign-on. Sessions that it opened end, and members sign in with passwords again.',
    tag: 'Members',
    access: 'tenant',
    role: 'owner',
    person: true,
    stepUp: true,
    problems: [404],
    response: done,
  },
  async ({ tenant, principal, now }) => {
    await removeConnection(tenant.id, principal.name, now);
    return OK;
  },
);
