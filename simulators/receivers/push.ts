import { createDecipheriv, createECDH, createPublicKey, type ECDH, hkdfSync, randomBytes, verify } from 'node:crypto';
import { z } from 'zod';
import { type Answer, type Received, refuse, type Side } from './side.ts';

/**
 * A push service and the browsers that subscribed at it: requests as RFC 8030 wants them, the sender's signature of RFC 8292 (VAPID),
 * and contents that the browser decrypts as RFC 8291 and RFC 8188 say, with its own keys.
 */
export interface Browser {
  /** What `PushSubscription.toJSON()` gives. */
  endpoint: string;
  keys: { p256dh: string; auth: string };
  /** The messages that it got, decrypted, with the headers that the push service went by. */
  messages: { data: Record<string, unknown>; topic: string | undefined; urgency: string | undefined; ttl: number }[];
  /** It takes the permission back: the push service answers 410 from then on. */
  unsubscribe(): void;
}

interface Subscription {
  browser: Browser;
  ecdh: ECDH;
  /** The key that the sender has to sign with. */
  applicationServerKey: string;
}

/** The least that a push service has to take (RFC 8030, section 7.2). */
const MAX_BYTES = 4_096;
const DAY_SECONDS = 86_400;
const TAG_BYTES = 16;

const claims = z.object({ aud: z.string(), exp: z.number().int(), sub: z.string().regex(/^(mailto:.+@.+|https:\/\/.+)$/) });

/** A push service at /push/.... `origin` is what senders reach it by. */
export function pushSide(origin: () => string): Side & { subscribe(applicationServerKey: string): Browser } {
  const subscriptions = new Map<string, Subscription>();
  return {
    takes: (path) => path.startsWith('/push/'),
    limit: { count: 100, ms: 1_000 },
    judge: (received) => judge(received, origin(), subscriptions.get(received.path)),
    subscribe(applicationServerKey) {
      const path = `/push/${randomBytes(12).toString('base64url')}`;
      const ecdh = createECDH('prime256v1');
      const keys = { p256dh: ecdh.generateKeys('base64url'), auth: randomBytes(16).toString('base64url') };
      const browser: Browser = {
        endpoint: `${origin()}${path}`,
        keys,
        messages: [],
        unsubscribe: () => void subscriptions.delete(path),
      };
      subscriptions.set(path, { browser, ecdh, applicationServerKey });
      return browser;
    },
  };
}

function judge(received: Received, origin: string, subscription: Subscription | undefined): Answer {
  if (!subscription) return refuse(410, 'the subscription is gone');
  const { headers, bytes, at } = received;
  const [ttl, urgency, topic] = ['ttl', 'urgency', 'topic'].map((name) => headers[name] as string | undefined);
  if (!/^\d+$/.test(ttl ?? '')) return refuse(400, 'no TTL');
  if (urgency !== undefined && !['very-low', 'low', 'normal', 'high'].includes(urgency)) return refuse(400, 'unknown urgency');
  if (topic !== undefined && !/^[\w-]{1,32}$/.test(topic)) return refuse(400, 'a topic has at most 32 characters of base64url');
  if (bytes.length > MAX_BYTES) return refuse(413, 'too large');
  const objection = objectionTo(String(headers.authorization), subscription.applicationServerKey, origin, at);
  if (objection) return refuse(403, objection);
  if (headers['content-encoding'] !== 'aes128gcm') return refuse(415, 'not aes128gcm');
  try {
    const data = JSON.parse(decrypted(bytes, subscription).toString());
    subscription.browser.messages.push({ data, topic, urgency, ttl: Number(ttl) });
    return { status: 201, body: '', headers: { Location: `${origin}/messages/${received.number}` } };
  } catch (error) {
    return refuse(400, 'the browser cannot decrypt this', error as Error);
  }
}

/** Why a signature is not valid (RFC 8292, sections 2 to 4); undefined if it is. */
function objectionTo(authorization: string, expectedKey: string, origin: string, at: number): string | undefined {
  const [, token = '', key = ''] = /^vapid t=([\w.-]+), ?k=([\w-]+)$/.exec(authorization) ?? [];
  if (key !== expectedKey) return 'signed with another key than the browser subscribed with';
  const [header = '', payload = '', signature = ''] = token.split('.');
  const json = (part: string) => JSON.parse(Buffer.from(part, 'base64url').toString());
  if (json(header).alg !== 'ES256') return 'not ES256';
  const point = Buffer.from(key, 'base64url');
  const [x, y] = [point.subarray(1, 33), point.subarray(33)].map((half) => half.toString('base64url'));
  const publicKey = createPublicKey({ key: { kty: 'EC', crv: 'P-256', x, y } as never, format: 'jwk' });
  const signed = Buffer.from(`${header}.${payload}`);
  if (!verify('sha256', signed, { key: publicKey, dsaEncoding: 'ieee-p1363' }, Buffer.from(signature, 'base64url')))
    return 'wrong signature';
  const { success, data } = claims.safeParse(json(payload));
  if (!success || data.aud !== origin) return 'wrong audience or contact';
  const now = at / 1_000;
  return data.exp <= now || data.exp > now + DAY_SECONDS ? 'expired, or valid for more than a day' : undefined;
}

/** The one record of a message (RFC 8188, section 2), decrypted with the keys of the browser (RFC 8291, section 3). */
function decrypted(bytes: Buffer, { browser, ecdh }: Subscription): Buffer {
  const salt = bytes.subarray(0, 16);
  const recordSize = bytes.readUInt32BE(16);
  const sender = bytes.subarray(21, 21 + bytes.readUInt8(20));
  const record = bytes.subarray(21 + sender.length);
  if (sender.length !== 65 || record.length > recordSize) throw new Error('not one record with the key of its sender');
  const hkdf = (secret: Uint8Array, from: Uint8Array, info: Uint8Array, length: number) =>
    Buffer.from(hkdfSync('sha256', secret, from, info, length));
  const keyInfo = Buffer.concat([Buffer.from('WebPush: info\0'), ecdh.getPublicKey(), sender]);
  const secret = hkdf(ecdh.computeSecret(sender), Buffer.from(browser.keys.auth, 'base64url'), keyInfo, 32);
  const key = hkdf(secret, salt, Buffer.from('Content-Encoding: aes128gcm\0'), 16);
  const nonce = hkdf(secret, salt, Buffer.from('Content-Encoding: nonce\0'), 12);
  const decipher = createDecipheriv('aes-128-gcm', key, nonce).setAuthTag(record.subarray(-TAG_BYTES));
  const plain = Buffer.concat([decipher.update(record.subarray(0, -TAG_BYTES)), decipher.final()]);
  const end = plain.lastIndexOf(2);
  if (end < 0 || plain.subarray(end + 1).some((byte) => byte !== 0)) throw new Error('no end of the last record');
  return plain.subarray(0, end);
}
