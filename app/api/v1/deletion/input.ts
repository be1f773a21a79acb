import { z } from 'zod';

/** The client ID, typed to confirm; the server compares it. */
export const deletionInput = z.object({ confirm: z.string().trim().min(1, 'Type the client ID to confirm.').max(100) });
