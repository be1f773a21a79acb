import { z } from 'zod';

/** The most overage of a month, in cents; null for no cap. */
export const spendCapInput = z.object({
  cents: z.int('Enter whole cents.').min(0, 'A cap cannot be negative.').max(1_000_000_000, 'Enter at most $10,000,000.').nullable(),
  isHard: z.boolean(),
});
