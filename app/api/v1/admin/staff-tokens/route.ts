import { z } from 'zod';
import { route } from '#lib/api/index.ts';
import { addStaffToken, listStaffTokens } from '#lib/auth/index.ts';
import { maybeTime, time, uuid } from '../../schemas.ts';
import { staffTokenInput } from './input.ts';

const staffToken = z.object({
  id: uuid,
  name: z.string(),
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
    operationId: 'listStaffTokens',
    method: 'GET',
    path: '/api/v1/admin/staff-tokens',
    summary: 'List the tokens of the staff. The tokens themselves are never returned.',
    tag: 'Provider',
    access: 'staff',
    response: z.object({ items: z.array(staffToken) }),
  },
  async () => ({ items: (await listStaffTokens()).map(shown) }),
);

export const POST = route(
  {
    operationId: 'createStaffToken',
    method: 'POST',
    path: '/api/v1/admin/staff-tokens',
    summary: 'Create a token for one of the provider’s programs. The response contains the token, this one time.',
    tag: 'Provider',
    access: 'staff',
    person: true,
    stepUp: true,
    body: staffTokenInput,
    response: z.object({ token: z.string(), staffToken }),
    status: 201,
  },
  async ({ principal, body, now }) => {
    const expiresAt = body.expiresAt === undefined ? undefined : new Date(body.expiresAt);
    const made = await addStaffToken({ name: body.name, scopes: [...new Set(body.scopes)], expiresAt, actor: principal.name }, now);
    return { token: made.token, staffToken: shown(made) };
  },
);

function shown(token: Awaited<ReturnType<typeof listStaffTokens>>[number]) {
  return {
    ...token,
    createdAt: token.createdAt.getTime(),
    expiresAt: token.expiresAt?.getTime() ?? null,
    lastUsedAt: token.lastUsedAt?.getTime() ?? null,
    revokedAt: token.revokedAt?.getTime() ?? null,
  };
}
