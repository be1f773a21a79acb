import { z } from 'zod';
import { reason } from '../../../inputs.ts';

/** The query that closes a client; `confirm` repeats its client ID. */
export const closeClientInput = z.object({ confirm: z.string(), reason });

/** The body that suspends a client. */
export const suspendClientInput = z.object({ reason });
