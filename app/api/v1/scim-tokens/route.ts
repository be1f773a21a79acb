import { z } from 'zod';
import { route } from '#lib/api/index.ts';
import { addScimToken, listScimTokens } from '#lib/scim/index.ts';
import { maybeTime, time, uuid } from '../schemas.ts';
import { scimTokenInput } from './input.ts';

const scimToken = z.object({
  ...{ id: uuid, name: z.string(), lastFour: z.string(), createdBy: z.string() },
  ...{ createdAt: time, lastUsedAt: maybeTime, revokedAt: maybeTime },
});

export const GET = route(
  {
    operationId: 'listScimTokens',
    method: 'GET',
    path: '/api/v1/scim-tokens',
    summary: 'List the tokens of the directory. The tokens themselves are never returned.',
    tag: 'Members',
    access: 'tenant',
    role: 'owner',
    response: z.object({ items: z.array(scimToken) }),
  },
  async ({ tenant }) => ({ items: (await listScimTokens(tenant.id)).map(shown) }),
);

export const POST = route(
  {
    operationId: 'createScimToken',
    method: 'POST',
    path: '/api/v1/scim-tokens',
    summary: 'Make a token with which a directory keeps the members in step (SCIM). The response contains it, this one time.',
    tag: 'Members',
    access: 'tenant',
    // It can remove owners.
    role: 'owner',
    person: true,
    stepUp: true,
    body: scimTokenInput,
    response: z.object({ token: z.string(), scimToken }),
    status: 201,
  },
  async ({ tenant, principal, body, now }) => {
    const made = await addScimToken(tenant.id, body.name, principal.name, now);
    return { token: made.token, scimToken: shown(made) };
  },
);

function shown(row: Awaited<ReturnType<typeof listScimTokens>>[number]) {
  const [createdAt, lastUsedAt, revokedAt] = [row.createdAt.getTime(), row.lastUsedAt?.getTime() ?? null, row.revokedAt?.getTime() ?? null];
  return { ...row, createdAt, lastUsedAt, revokedAt };
}
