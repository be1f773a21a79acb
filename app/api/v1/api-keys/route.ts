import { z } from 'zod';
import { route } from '#lib/api/index.ts';
import { addApiKey, listApiKeys, SCOPES } from '#lib/auth/index.ts';
import { maybeTime, time, uuid } from '../schemas.ts';

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
    summary: 'The keys of the client; never the keys themselves.',
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
    summary: 'Make a key. The answer holds it whole, this once.',
    tag: 'API keys',
    access: 'tenant',
    role: 'admin',
    body: z.object({
      name: z.string().trim().min(1, 'must not be empty').max(60, 'has at most 60 characters'),
      scopes: z.array(z.enum(SCOPES)).min(1, 'choose at least one').max(3),
      expiresAt: time.optional(),
    }),
    response: z.object({ key: z.string(), apiKey }),
    status: 201,
  },
  async ({ tenant, body, principal, now }) => {
    const scopes = [...new Set(body.scopes)];
    const made = await addApiKey(
      tenant.id,
      { name: body.name, scopes, expiresAt: body.expiresAt === undefined ? undefined : new Date(body.expiresAt), actor: principal.name },
      now,
    );
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
