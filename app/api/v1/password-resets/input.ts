import { z } from 'zod';
import { emailAddress, newPassword, token } from '../inputs.ts';

/** Asks for a reset link. */
export const requestResetInput = z.object({ email: emailAddress });

/** Sets a new password; `token` comes from the mail. */
export const resetPasswordInput = z.object({ token, password: newPassword, revokeKeys: z.boolean().default(false) });
