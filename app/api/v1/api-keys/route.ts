import { z } from 'zod';
import { route } from '#lib/api/index.ts';
import { addApiKey, assertNoStronger, listApiKeys } from '#lib/auth/index.ts';
import { maybeTime, time, uuid } from '../schemas.ts';
import { createApiKeyInput } from './input.ts';

const apiKey = z.object({
  id: uuid,
  name: z.string(),
  prefix: z.string(),
  lastFour: z.string(),
  scopes: z.array(z.string()),
  createdBy: z.string(),
  createdAt: time,
  expiresAt: maybeTime,
  lastUsedAt: maybeTime,
  revokedAt: maybeTime,
});

export const GET = route(
  {
    operationId: 'listApiKeys',
    method: 'GET',
    path: '/api/v1/api-keys',
    summary: 'List the API keys of the client. The keys themselves are never returned.',
    tag: 'API keys',
    access: 'tenant',
    role: 'member',
    response: z.object({ items: z.array(apiKey) }),
  },
  async ({ tenant }) => ({ items: (await listApiKeys(tenant.id)).map(shown) }),
);

export const POST = route(
  {
    operationId: 'createApiKey',
    method: 'POST',
    path: '/api/v1/api-keys',
    summary: 'Create an API key. The response contains the full key, this one time.',
    tag: 'API keys',
    access: 'tenant',
    role: 'admin',
    stepUp: true,
    body: createApiKeyInput,
    response: z.object({ key: z.string(), apiKey }),
    status: 201,
  },
  async ({ tenant, body, principal, now }) => {
    const scopes = [...new Set(body.scopes)];
    const expiresAt = body.expiresAt === undefined ? undefined : new Date(body.expiresAt);
    assertNoStronger(principal, { scopes, expiresAt });
    const made = await addApiKey(tenant.id, { name: body.name, scopes, expiresAt, actor: principal.name }, now);
    return { key: made.key, apiKey: shown(made) };
  },
);

function shown(key: Awaited<ReturnType<typeof listApiKeys>>[number]) {
  return {
    ...key,
    createdAt: key.createdAt.getTime(),
    expiresAt: key.expiresAt?.getTime() ?? null,
    lastUsedAt: key.lastUsedAt?.getTime() ?? null,
    revokedAt: key.revokedAt?.getTime() ?? null,
  };
}
