import { z } from 'zod';

/** A note of the staff, in Markdown. */
export const noteInput = z.object({ body: z.string().trim().min(1, 'Write something.').max(5_000, 'Use at most 5,000 characters.') });
