import { z } from 'zod';
import { SCOPES } from '#lib/auth/principal.ts';

/** The body that creates an API key; `expiresAt` in epoch milliseconds. */
export const createApiKeyInput = z.object({
  name: z.string().trim().min(1, 'Enter a name.').max(60, 'Use at most 60 characters.'),
  scopes: z.array(z.enum(SCOPES)).min(1, 'Choose at least one permission.').max(SCOPES.length),
  expiresAt: z.number().int().min(0).max(8.64e15, 'This is no time.').optional(),
});

/** How long a replaced key stays valid. */
export const rotationInput = z.object({ overlapHours: z.number().int().min(0).max(720).default(24) });
