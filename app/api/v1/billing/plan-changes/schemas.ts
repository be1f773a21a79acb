import { z } from 'zod';
import { planName } from '../../inputs.ts';
import { time } from '../../schemas.ts';

const cents = z.number().int();

/** The plans that a client can choose itself. */
export const chosenPlan = z.enum(['free', 'basic', 'pro']);

/** What a change of plan would do. Money in cents. */
export const planChange = z.object({
  plan: planName,
  kind: z.enum(['upgrade', 'downgrade']),
  effectiveAt: time,
  prorationDate: time,
  currency: z.string(),
  dueNowCents: cents,
  lines: z.array(z.object({ description: z.string(), cents })),
  monthlyCents: cents,
  exceeds: z.array(z.string()),
});
