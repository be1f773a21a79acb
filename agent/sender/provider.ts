import { promisify } from 'node:util';
import { gzip } from 'node:zlib';
import { z } from 'zod';
import { cut } from '#lib/text/index.ts';
import type { Stream } from '#lib/wire/names.ts';
import { errorText } from '../log.ts';
import { retryAfterMs } from '../time.ts';
import { DeliveryError, type DeliveryProblem, type Transport, type Verdicts } from './transport.ts';

const compress = promisify(gzip);

const REQUEST_TIMEOUT_MS = 30_000;

const answer = z.object({
  results: z.array(
    z.discriminatedUnion('status', [
      z.object({ status: z.literal('accepted') }),
      z.object({ status: z.literal('rejected'), reason: z.string() }),
    ]),
  ),
});

const problemDocument = z.object({ title: z.string().optional(), detail: z.string().optional() });

/** The provider's address, and the client's key. */
export interface ProviderAddress {
  /** Origin of the provider, `https://rca.example.com`, optionally with a path before /api. */
  endpoint: string;
  apiKey: string;
}

function problemOf(status: number): DeliveryProblem {
  if (status === 429 || status === 503) return 'busy';
  if (status === 400 || status === 413 || status === 422) return 'unacceptable';
  if (status >= 300 && status < 500) return 'refused';
  return 'unreachable';
}

async function reasonOf(response: Response): Promise<string> {
  const parsed = problemDocument.safeParse(await response.json().catch(() => undefined));
  const text = parsed.success ? [parsed.data.title, parsed.data.detail].filter(Boolean).join(': ') : '';
  return cut(text, 300) || response.statusText || 'no reason given';
}

const MEANING: Record<number, string> = {
  401: 'the API key is unknown, expired or revoked: make a new one in the portal and set it in values.yaml',
  402: 'the subscription is not paid: see Billing in the portal',
  403: 'the API key may not send data: it needs the scope for ingest',
  404: 'there is no ingest at this address: check the endpoint',
};

/**
 * Sends JSON to the provider with the client's key, gzip-compressed, and gives the response's JSON.
 * Throws DeliveryError on every response but 2xx, and when there is none within 30 s. Redirects are not followed, because they would carry the key elsewhere.
 */
export async function postToProvider(
  { endpoint, apiKey }: ProviderAddress,
  path: string,
  json: string,
  signal: AbortSignal,
): Promise<unknown> {
  const url = `${endpoint.replace(/(?<!\/)\/+$/, '')}${path}`;
  let response: Response;
  try {
    response = await fetch(url, {
      method: 'POST',
      redirect: 'manual',
      headers: { authorization: `Bearer ${apiKey}`, 'content-type': 'application/json', 'content-encoding': 'gzip' },
      body: await compress(json),
      signal: AbortSignal.any([signal, AbortSignal.timeout(REQUEST_TIMEOUT_MS)]),
    });
  } catch (error) {
    throw new DeliveryError('unreachable', `${url} can't be reached: ${errorText(error)}`);
  }
  try {
    if (response.ok) return response.status === 204 ? undefined : await response.json();
  } catch (error) {
    throw new DeliveryError('unreachable', `${url} answered ${response.status} with something that is not JSON: ${errorText(error)}`);
  }
  const reason = [await reasonOf(response), MEANING[response.status]].filter(Boolean).join('; ');
  throw new DeliveryError(
    problemOf(response.status),
    `${url} answered ${response.status}: ${reason}`,
    retryAfterMs(response.headers.get('retry-after'), Date.now()),
  );
}

/** The transport over HTTPS: `POST <endpoint>/api/v1/ingest/<stream>` with `{"records":[…]}`. */
export class ProviderTransport implements Transport {
  readonly #address: ProviderAddress;

  constructor(address: ProviderAddress) {
    this.#address = address;
  }

  async deliver(stream: Stream, payloads: readonly string[], signal: AbortSignal): Promise<Verdicts> {
    const path = `/api/v1/ingest/${stream}`;
    const parsed = answer.safeParse(await postToProvider(this.#address, path, `{"records":[${payloads.join(',')}]}`, signal));
    if (!parsed.success)
      throw new DeliveryError('unreachable', `${path} answered without a result a record: ${z.prettifyError(parsed.error)}`);
    const { results } = parsed.data;
    if (results.length !== payloads.length) {
      throw new DeliveryError('unreachable', `${path} answered ${results.length} results to ${payloads.length} records`);
    }
    return results.map((result) => (result.status === 'rejected' ? result.reason : undefined));
  }
}
