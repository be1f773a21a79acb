import { z } from 'zod';
import { reason } from '../../../inputs.ts';

/** The query that closes a client; `confirm` repeats its client ID. */
export const closeClientInput = z.object({ confirm: z.string(), reason });

/** The body that suspends a client. */
export const suspendClientInput = z.object({ reason });

/** The body that gives a client time to pay; `until` in epoch ms. */
export const graceInput = z.object({
  until: z
    .number()
    .int()
    .min(0)
    .max(Date.UTC(2100, 0, 1)),
  reason,
});

/** A correction in the client's favour, in cents; a repetition with the same `requestId` is the same correction. */
export const adjustmentInput = z.object({
  cents: z.number().int().min(1, 'Enter an amount.').max(100_000_000, 'Enter at most $1,000,000.'),
  reason,
  requestId: z.uuid(),
});

/** A correction of an invoice; `refund` gives money back instead of credit where the invoice is paid. */
export const correctionInput = adjustmentInput.extend({ refund: z.boolean() });
