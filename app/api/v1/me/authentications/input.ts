import { z } from 'zod';

/** What proves again who somebody is. */
export const authenticationInput = z.object({
  password: z.string().max(200, 'Use at most 200 characters.').optional(),
  code: z.string().max(40, 'Use at most 40 characters.').optional(),
});
