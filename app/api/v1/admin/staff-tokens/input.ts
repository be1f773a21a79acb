import { z } from 'zod';

/** Creates a token of the staff; `expiresAt` in epoch milliseconds. */
export const staffTokenInput = z.object({
  name: z.string().trim().min(1, 'Enter a name.').max(60, 'Use at most 60 characters.'),
  scopes: z
    .array(z.enum(['read', 'write']))
    .min(1, 'Choose at least one permission.')
    .max(2),
  expiresAt: z.number().int().min(0).max(8.64e15, 'This is no time.').optional(),
});
