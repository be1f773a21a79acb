import { z } from 'zod';
import { emailAddress } from '../inputs.ts';

/** Begins a sign-in with the single sign-on of a client. */
export const ssoSignInInput = z.object({
  email: emailAddress,
  /** The path of the portal to go to afterwards. */
  next: z
    .string()
    .max(2_000, 'Use at most 2000 characters.')
    .regex(/^\/(?![/\\])[\x21-\x7e]*$/, 'Enter a path of the portal, such as /incidents.')
    .default('/welcome'),
});
