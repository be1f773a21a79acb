import { z } from 'zod';

/** The first code of an authenticator app. */
export const totpInput = z.object({
  code: z
    .string()
    .trim()
    .regex(/^\d{3}\s?\d{3}$/, 'Enter the six digits that the app shows.'),
});
