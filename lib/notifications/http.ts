import { env } from '#lib/platform/env.ts';
import { guardedFetch, networksIn, type Reach } from '#lib/platform/guarded-fetch.ts';
import { shortened } from '#lib/text/index.ts';
import { DeliveryError } from './channel.ts';

const MAX_ANSWER = 500;
/** The longest wait that an answer may ask for: nobody keeps a destination quiet for days. */
const MAX_RETRY_AFTER_MS = 60 * 60_000;

/** What destinations may reach: the public internet, and what the provider has opened; everything on an installation for trials. */
export function reachOfDestinations(): Reach {
  const networks = networksIn(env.use().EGRESS_PRIVATE_NETWORKS ?? '');
  return { anywhere: env.use().loopback, ...(networks && { networks }) };
}

/**
 * Posts a body to an address that a client chose. Returns the text of a 2xx answer with its status. Throws DeliveryError for any
 * other answer, and EgressError when the address must not or cannot be reached. `now` in epoch ms.
 */
export async function post(
  address: string,
  { body, headers }: { body: string | Uint8Array; headers: Record<string, string> },
  now: number,
): Promise<{ status: number; text: string }> {
  const response = await guardedFetch(
    address,
    { method: 'POST', headers: { 'User-Agent': 'KG-RCA', 'Content-Length': String(Buffer.byteLength(body)), ...headers }, body },
    reachOfDestinations(),
  );
  const text = await response.text();
  if (response.ok) return { status: response.status, text };
  const said = `Status ${response.status}${text.trim() ? `: ${shortened(text.trim(), MAX_ANSWER)}` : ''}`;
  throw new DeliveryError(fateOf(response.status), said, retryAfter(response.headers.get('retry-after'), now));
}

/** What an HTTP status means for a message: 404 and 410 end the destination; other refusals that time does not heal end the message. */
function fateOf(status: number): DeliveryError['fate'] {
  if (status === 404 || status === 410) return 'gone';
  // 401 and 403 may heal when somebody corrects the other side; 408, 425 and 429 ask for patience.
  if ([401, 403, 408, 425, 429].includes(status) || status >= 500 || status < 400) return 'later';
  return 'refused';
}

/** Seconds, or a date (RFC 9110, section 10.2.3), as ms from now. */
function retryAfter(text: string | null, now: number): number | undefined {
  if (text === null) return undefined;
  const ms = /^\d{1,6}$/.test(text) ? Number(text) * 1000 : Date.parse(text) - now;
  return Number.isFinite(ms) ? Math.min(Math.max(ms, 0), MAX_RETRY_AFTER_MS) : undefined;
}
