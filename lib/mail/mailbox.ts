import { z } from 'zod';

/** The address of a mailbox as people enter it, in the browser too: at most 254 characters, 64 of them before the @ (RFC 5321, 4.5.3.1). */
export const mailbox = z
  .email('Enter a valid email address.')
  .trim()
  .max(254, 'Use at most 254 characters.')
  .refine((text) => text.indexOf('@') <= 64, 'Use at most 64 characters before the @.');
