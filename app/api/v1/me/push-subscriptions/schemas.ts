import { z } from 'zod';
import { SEVERITIES } from '#lib/incidents/severity.ts';
import type { PushSubscriptionView } from '#lib/notifications/index.ts';
import { maybeTime, time, uuid } from '../../schemas.ts';

export const pushSubscription = z.object({
  id: uuid,
  name: z.string(),
  endpointHash: z
    .string()
    .describe('SHA-256 of the address at the push service, as hex: by this a browser recognises its own subscription.'),
  severities: z.array(z.enum(SEVERITIES)),
  createdAt: time,
  failingSince: maybeTime.describe('Since when the push service has taken nothing.'),
});

export function shownPushSubscription(view: PushSubscriptionView): z.input<typeof pushSubscription> {
  return { ...view, createdAt: view.createdAt.getTime(), failingSince: view.failingSince?.getTime() ?? null };
}
