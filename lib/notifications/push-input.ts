import { z } from 'zod';
import { SEVERITIES } from '#lib/incidents/severity.ts';
import { webAddress } from './input.ts';

/** What a browser says of its subscription, and what its person wants to hear of. Checked in the browser too. */

const severities = z
  .array(z.enum(SEVERITIES))
  .min(1, 'Choose at least one severity, or switch notifications off.')
  .max(SEVERITIES.length)
  .transform((chosen) => SEVERITIES.filter((severity) => chosen.includes(severity)));

const auth = z.string().regex(/^[\w-]{22}$/, 'must be 16 bytes in base64url');

/** A subscription as `PushSubscription.toJSON()` gives it. */
const subscription = z.object({
  endpoint: webAddress,
  keys: z.object({
    p256dh: z.string().regex(/^B[\w-]{86}$/, 'must be an uncompressed P-256 public key of 65 bytes in base64url'),
    auth,
  }),
});

/** A browser that is to be notified. */
export const pushSubscriptionInput = subscription.extend({
  /** What the person is shown, such as Firefox on Android. */
  name: z.string().trim().min(1, 'Enter a name.').max(60, 'Use at most 60 characters.'),
  severities,
});
export type PushSubscriptionInput = z.infer<typeof pushSubscriptionInput>;

/** The subscription that takes the place of an earlier one, with the address and the authentication secret of that. */
export const pushRenewalInput = subscription.extend({ previous: z.object({ endpoint: webAddress, auth }) });
export type PushRenewalInput = z.infer<typeof pushRenewalInput>;

/** What is to be different about a subscription. */
export const pushSubscriptionChanges = z.object({ severities });
