import { z } from 'zod';

/** What somebody says about the first cause of an incident. A correction names the right cause, and its object where it differs. */
export const feedbackInput = z.object({
  verdict: z.enum(['confirmed', 'corrected']),
  code: z.string().max(64).optional(),
  object: z
    .object({ kind: z.string().min(1).max(63), namespace: z.string().min(1).max(63).optional(), name: z.string().min(1).max(253) })
    .optional(),
  note: z.string().trim().max(1_000, 'Use at most 1,000 characters.').optional(),
});
