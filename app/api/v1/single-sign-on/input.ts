import { z } from 'zod';

/** The issuer of a client and its registration there. */
export const connectionInput = z.object({
  issuer: z
    .string()
    .trim()
    .max(500, 'Use at most 500 characters.')
    .refine(
      (text) => URL.canParse(text) && /^https?:$/.test(new URL(text).protocol) && !/[?#@]/.test(text),
      'Enter the address of the issuer, such as https://login.example.com.',
    ),
  clientId: z.string().trim().min(1, 'Enter the client ID that the issuer gave you.').max(500, 'Use at most 500 characters.'),
  /** Without it, the stored one stays. */
  clientSecret: z
    .string()
    .trim()
    .min(1, 'Enter the client secret that the issuer gave you.')
    .max(2_000, 'Use at most 2000 characters.')
    .optional(),
  /** The role of somebody who joins by signing in. */
  defaultRole: z.enum(['viewer', 'member', 'admin']).default('viewer'),
});

export const domainInput = z.object({
  domain: z.string().trim().min(1, 'Enter a domain, such as example.com.').max(260, 'Use at most 260 characters.'),
});
