import { z } from 'zod';
import { type Answer, type Received, refuse, type Side } from './side.ts';

/**
 * What PagerDuty's Events API v2 takes and refuses, after https://developer.pagerduty.com/docs/send-alert-event: required fields, the
 * words for severities, lengths, and 512 KB for a request.
 */
const key = { routing_key: z.string().length(32), dedup_key: z.string().max(255) };
const trigger = z.strictObject({
  ...key,
  dedup_key: key.dedup_key.optional(),
  event_action: z.literal('trigger'),
  payload: z.strictObject({
    summary: z.string().min(1).max(1_024),
    source: z.string().min(1),
    severity: z.enum(['critical', 'error', 'warning', 'info']),
    timestamp: z.iso.datetime({ offset: true }).optional(),
    component: z.string().optional(),
    group: z.string().optional(),
    class: z.string().optional(),
    custom_details: z.union([z.string(), z.record(z.string(), z.unknown())]).optional(),
  }),
  client: z.string().optional(),
  client_url: z.string().optional(),
  images: z.array(z.object({ src: z.url() })).optional(),
  links: z.array(z.strictObject({ href: z.url(), text: z.string().optional() })).optional(),
});
const event = z.discriminatedUnion('event_action', [
  trigger,
  z.strictObject({ ...key, event_action: z.literal('acknowledge') }),
  z.strictObject({ ...key, event_action: z.literal('resolve') }),
]);

const MAX_BYTES = 512 * 1024;

/** PagerDuty at /v2/enqueue. */
export function pagerdutySide(): Side {
  return { takes: (path) => path === '/v2/enqueue', limit: { count: 120, ms: 60_000 }, judge };
}

function judge({ body }: Received): Answer {
  if (Buffer.byteLength(body) > MAX_BYTES) return refuse(413, '');
  let json: unknown;
  try {
    json = JSON.parse(body);
  } catch {
    return refuse(400, JSON.stringify({ status: 'invalid event', message: 'Event object is invalid', errors: ['JSON'] }));
  }
  const parsed = event.safeParse(json);
  if (!parsed.success) {
    const errors = parsed.error.issues.map(({ path, message }) => `${path.join('.')}: ${message}`);
    return refuse(400, JSON.stringify({ status: 'invalid event', message: 'Event object is invalid', errors }), parsed.error);
  }
  const dedup_key = parsed.data.dedup_key ?? 'generated';
  return { status: 202, body: JSON.stringify({ status: 'success', message: 'Event processed', dedup_key }) };
}
