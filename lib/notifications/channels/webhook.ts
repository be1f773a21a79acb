import { env } from '#lib/platform/env.ts';
import { shortened } from '#lib/text/index.ts';
import type { Channel } from '../channel.ts';
import { post } from '../http.ts';
import { type Message, TEST_TEXT } from '../message.ts';
import { signatureHeaders } from '../standard-webhooks.ts';

/** A program of the client's: an event for each message, as CloudEvents 1.0 in structured JSON, signed as Standard Webhooks says. */
export const webhook: Channel = {
  name: 'webhook',
  title: 'Webhook',
  secretFields: [],
  intervalMs: 100,
  takesDigests: false,

  async send(message, { tenantId, settings, secrets }, now) {
    const body = JSON.stringify(cloudEventOf(message, tenantId));
    const { signingSecret, previousSecret, previousUntil } = secrets as unknown as Signing;
    const valid = [signingSecret, ...(previousSecret && (previousUntil ?? 0) > now ? [previousSecret] : [])];
    const headers = { 'Content-Type': 'application/cloudevents+json; charset=utf-8', ...signatureHeaders(message.id, body, valid, now) };
    const { status, text } = await post(String(settings.url), { body, headers }, now);
    return { answer: shortened(`Status ${status}${text.trim() ? `: ${text.trim()}` : ''}`, 500), reached: 'Notified a webhook' };
  },
};

/** The secrets of a webhook: the previous one signs too until its time is over (epoch ms). */
export interface Signing {
  signingSecret: string;
  previousSecret?: string;
  previousUntil?: number;
}

/** A message as a CloudEvent (https://github.com/cloudevents/spec/blob/v1.0.2/cloudevents/formats/json-format.md). */
function cloudEventOf({ id, at, items }: Message, tenantId: string) {
  const [item] = items;
  return {
    specversion: '1.0',
    id,
    source: `${env.use().publicUrl}/clients/${tenantId}`,
    type: `kg-rca.${item ? `incident.${item.event}` : 'test'}.v1`,
    time: new Date(item?.at ?? at).toISOString(),
    datacontenttype: 'application/json',
    ...(item && { subject: item.incident.id }),
    data: item ? { event: item.event, text: item.text, incident: item.incident } : { text: TEST_TEXT },
  };
}
