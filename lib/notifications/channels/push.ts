import webPush from 'web-push';
import { env } from '#lib/platform/env.ts';
import { installationKey } from '#lib/platform/installation-key.ts';
import { shortened } from '#lib/text/index.ts';
import type { Channel } from '../channel.ts';
import { post } from '../http.ts';
import { type Item, type Message, TEST_TEXT, wordsOf } from '../message.ts';

/** What a browser gave for its subscription (https://www.w3.org/TR/push-api/#pushsubscription-interface). */
export interface PushSecrets {
  endpoint: string;
  /** The browser's public key and authentication secret, in base64url. */
  p256dh: string;
  auth: string;
}

/** How long the push service keeps a message for a device that is off, in seconds. */
const TTL_SECONDS = 86_400;
/** How long a push service may take our signature for valid, in seconds; RFC 8292 allows at most a day. */
const SIGNATURE_SECONDS = 12 * 3_600;
const MAX_TITLE = 150;
const MAX_BODY = 300;
const SEVERITY_WORDS = { critical: 'Critical', major: 'Major', minor: 'Minor' } as const;

/** The keys by which push services know this installation (RFC 8292). */
function vapidKeys() {
  return installationKey('web-push', () => webPush.generateVAPIDKeys());
}

/** The public key with which browsers subscribe, in base64url. */
export async function pushPublicKey(): Promise<string> {
  return (await vapidKeys()).publicKey;
}

/** A browser of a member, reached through the push service of its maker (RFC 8030); the text is encrypted for the browser (RFC 8291). */
export const push: Channel = {
  name: 'push',
  title: 'Push notification',
  secretFields: ['endpoint', 'p256dh', 'auth'],
  intervalMs: 200,
  takesDigests: false,

  async send(message, { secrets }, now) {
    const { endpoint, p256dh, auth } = secrets as unknown as PushSecrets;
    const { publicKey, privateKey } = await vapidKeys();
    const expiresAt = Math.floor(now / 1_000) + SIGNATURE_SECONDS;
    // Signed by the clock of the product; the library would go by that of the machine.
    const signature = webPush.getVapidHeaders(new URL(endpoint).origin, contact(), publicKey, privateKey, 'aes128gcm', expiresAt);
    const [item] = message.items;
    const options = {
      headers: { Authorization: signature.Authorization },
      TTL: TTL_SECONDS,
      urgency: item?.event === 'resolved' ? ('normal' as const) : ('high' as const),
      // A later message about an incident takes the place of one that a device has not fetched yet.
      ...(item && { topic: item.incident.id.replaceAll('-', '') }),
    };
    const text = JSON.stringify(notificationOf(message));
    const { headers, body } = webPush.generateRequestDetails({ endpoint, keys: { p256dh, auth } }, text, options);
    const texts = Object.fromEntries(Object.entries(headers).map(([name, value]) => [name, String(value)]));
    const { status } = await post(endpoint, { body, headers: texts }, now);
    return { answer: `Status ${status}` };
  },
};

/** Whom a push service may ask about our messages. */
function contact(): string {
  const { CONTACT_EMAIL, publicUrl } = env.use();
  if (CONTACT_EMAIL) return `mailto:${CONTACT_EMAIL}`;
  return publicUrl.startsWith('https:') ? publicUrl : 'mailto:no-reply@localhost';
}

/** What the service worker shows (public/service-worker.js): notifications with the same tag replace each other. */
function notificationOf({ items: [item] }: Message) {
  if (!item) return { title: 'KG RCA', body: TEST_TEXT, tag: 'test', path: '/account/notifications' };
  const { event, incident } = item;
  return {
    title: shortened(`${titleWord(item)}: ${incident.title}`, MAX_TITLE),
    body: shortened(placeOf(item), MAX_BODY),
    tag: `incident-${incident.id}`,
    path: `/incidents/${incident.id}`,
    // The end of an incident wakes nobody.
    silent: event === 'resolved',
  };
}

function titleWord({ event, incident }: Item): string {
  return event === 'opened' ? SEVERITY_WORDS[incident.severity] : `${wordsOf(event)}, ${incident.severity}`;
}

function placeOf({ incident: { clusterName, namespaces } }: Item): string {
  if (namespaces.length === 0) return `Cluster ${clusterName}`;
  return `Cluster ${clusterName}, ${namespaces.length === 1 ? 'namespace' : 'namespaces'} ${namespaces.join(', ')}`;
}
