import { z } from 'zod';
import { reason } from '../../../inputs.ts';

/** The query that closes a client; `confirm` repeats its client ID. */
export const closeClientInput = z.object({ confirm: z.string(), reason });

/** The body that suspends a client. */
export const suspendClientInput = z.object({ reason });

/** The body that gives a client time to pay; `until` in epoch ms. */
export const graceInput = z.object({ until: z.number().int().min(0).max(8_640_000_000_000_000), reason });
