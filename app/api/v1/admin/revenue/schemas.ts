import { z } from 'zod';
import { COST_RATES } from '#lib/billing/index.ts';

const cents = z.number().int();
const paid = z.object({ free: cents, basic: cents, pro: cents, enterprise: cents });

/** A month of the provider's figures. Money in cents. */
export const revenueMonth = z.object({
  month: z.string(),
  paidCents: paid,
  mrrCents: cents,
  payingAtStart: cents,
  started: cents,
  stopped: cents,
  churn: z.number().nullable(),
});

/** A month such as 2026-11. */
export const month = z.string().regex(/^20\d\d-(0[1-9]|1[0-2])$/, 'must be a month, such as 2026-11');

/** The cost rates, in cents with fractions. */
export const costRates = z.object(
  Object.fromEntries(COST_RATES.map((name) => [name, z.number().min(0, 'Enter 0 or more.').max(1_000_000)])) as Record<
    (typeof COST_RATES)[number],
    z.ZodNumber
  >,
);
