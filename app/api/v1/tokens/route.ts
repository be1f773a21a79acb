import { z } from 'zod';
import { route } from '#lib/api/index.ts';
import { issueApiToken, SCOPES } from '#lib/auth/index.ts';
import { Problem } from '#lib/platform/problem.ts';
import { time } from '../schemas.ts';

export const POST = route(
  {
    operationId: 'issueToken',
    method: 'POST',
    path: '/api/v1/tokens',
    summary: 'Get a short-lived token (a JWT) in exchange for an API key, with its permissions or fewer. Send it like the key.',
    tag: 'API keys',
    access: 'tenant',
    scope: 'read',
    body: z.object({
      scopes: z.array(z.enum(SCOPES)).min(1).max(SCOPES.length).optional(),
      minutes: z.number().int().min(1, 'Choose 1 to 60 minutes.').max(60, 'Choose 1 to 60 minutes.').default(15),
    }),
    response: z.object({ token: z.string(), expiresAt: time, scopes: z.array(z.enum(SCOPES)) }),
    status: 201,
  },
  async ({ principal, body, now }) => {
    if (principal.via !== 'key') throw new Problem(403, 'no_key', 'Tokens are made from API keys. Send "Authorization: Bearer <API key>".');
    const scopes = body.scopes ?? principal.scopes;
    const extra = scopes.filter((scope) => !principal.scopes.includes(scope));
    if (extra.length > 0) throw new Problem(403, 'missing_scope', `This API key lacks the permissions ${extra.join(', ')}.`);
    return { ...(await issueApiToken(principal, { scopes, minutes: body.minutes }, now)), scopes: [...scopes] };
  },
);
