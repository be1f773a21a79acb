import { z } from 'zod';

/** Makes a token for a directory. */
export const scimTokenInput = z.object({
  name: z.string().trim().min(1, 'Enter a name, such as that of your directory.').max(100, 'Use at most 100 characters.'),
});
