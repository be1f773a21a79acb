import { z } from 'zod';
import { newPassword } from '../../inputs.ts';

/** Changes a password. `current` is empty for an account that has none yet. */
export const changePasswordInput = z.object({
  current: z.string().max(200, 'Use at most 200 characters.'),
  next: newPassword,
  revokeKeys: z.boolean().default(false),
});
