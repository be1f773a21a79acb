import { createHmac, randomBytes } from 'node:crypto';

/** A secret to sign webhooks with, as Standard Webhooks writes it: `whsec_` and 32 random bytes in base64. */
export function newSigningSecret(): string {
  return `whsec_${randomBytes(32).toString('base64')}`;
}

/**
 * The headers with which the receiver checks a webhook: id, time in seconds, and an HMAC-SHA-256 over `<id>.<time>.<body>` for each
 * secret (https://github.com/standard-webhooks/standard-webhooks/blob/main/spec/standard-webhooks.md). While a secret is being
 * replaced there are two, and a receiver takes either. `now` in epoch ms.
 */
export function signatureHeaders(id: string, body: string, secrets: readonly string[], now: number): Record<string, string> {
  const time = String(Math.floor(now / 1000));
  const sign = (secret: string) =>
    createHmac('sha256', Buffer.from(secret.replace(/^whsec_/, ''), 'base64'))
      .update(`${id}.${time}.${body}`)
      .digest('base64');
  return {
    'webhook-id': id,
    'webhook-timestamp': time,
    'webhook-signature': secrets.map((secret) => `v1,${sign(secret)}`).join(' '),
  };
}
