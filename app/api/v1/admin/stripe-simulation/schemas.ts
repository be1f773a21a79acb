import { z } from 'zod';
import { time } from '../../schemas.ts';

const delayMs = z.number().int().min(0).max(3_600_000);

/** What goes wrong with webhooks; the delay in milliseconds. */
export const webhookFaults = z.object({ duplicate: z.boolean(), reorder: z.boolean(), drop: z.boolean(), delayMs });

/** The simulated Stripe as the staff see it. `done` is what the last step of its clock brought about. */
export const simulation = z.object({
  now: time,
  next: z.object({ at: time, kind: z.string() }).nullable(),
  nextInvoiceAt: time.nullable(),
  faults: webhookFaults,
  customers: z.array(
    z.object({
      id: z.string(),
      clientId: z.string().nullable(),
      name: z.string().nullable(),
      card: z.object({ brand: z.string(), last4: z.string(), decline: z.string().nullable() }).nullable(),
      subscription: z.string().nullable(),
      openInvoices: z.number().int(),
    }),
  ),
  done: z.array(z.object({ at: time, kind: z.string(), customer: z.string().nullable() })),
});
