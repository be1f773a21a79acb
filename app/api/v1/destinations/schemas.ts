import { z } from 'zod';
import type { DeliveryView, DestinationView } from '#lib/notifications/index.ts';
import { KINDS } from '#lib/notifications/input.ts';
import { rulesInput } from '#lib/notifications/rules.ts';
import { maybeTime, time, uuid } from '../schemas.ts';

/** A destination without its secrets. Of these it has the host of an address and the last four characters. */
export const destination = z.object({
  id: uuid,
  kind: z.enum(KINDS),
  name: z.string(),
  state: z.enum(['active', 'paused', 'disabled']),
  disabledReason: z.string().nullable(),
  settings: z.object({
    to: z.string().optional(),
    addresses: z.array(z.string()).optional(),
    channel: z.string().optional(),
    region: z.string().optional(),
    url: z.string().optional(),
    host: z.string().optional(),
    ending: z.string().optional(),
    hasButtons: z.boolean().optional().describe('Of Slack: whether messages have buttons that act at once.'),
    mapMembers: z.boolean().optional(),
  }),
  rules: rulesInput,
  createdBy: z.string(),
  createdAt: time,
  failingSince: maybeTime,
  lastSentAt: maybeTime,
  waiting: z.number().int(),
});

/** An entry of the log of a destination. */
export const delivery = z.object({
  id: z.string(),
  event: z.string(),
  state: z.enum(['waiting', 'sent', 'failed', 'superseded']),
  headline: z.string().nullable(),
  incidentId: uuid.nullable(),
  isReplay: z.boolean(),
  createdAt: time,
  dueAt: time,
  attempts: z.number().int(),
  attemptedAt: maybeTime,
  answer: z.string().nullable(),
});

export function shownDestination(view: DestinationView): z.input<typeof destination> {
  return {
    ...view,
    createdAt: view.createdAt.getTime(),
    failingSince: view.failingSince?.getTime() ?? null,
    lastSentAt: view.lastSentAt?.getTime() ?? null,
  };
}

export function shownDelivery(view: DeliveryView): z.input<typeof delivery> {
  return {
    ...view,
    id: String(view.id),
    createdAt: view.createdAt.getTime(),
    dueAt: view.dueAt.getTime(),
    attemptedAt: view.attemptedAt?.getTime() ?? null,
  };
}
