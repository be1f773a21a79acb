import { env } from '#lib/platform/env.ts';
import { deriveKey } from '#lib/platform/secrets.ts';
import { keyedDigest } from '#lib/redaction/config-data.ts';
import type { TenantContext } from '#lib/tenants/index.ts';
import type { Stream } from '#lib/wire/names.ts';
import { receiveBody, receiveRecords } from '../receive.ts';
import { decodeLogs, type OtlpEncoding } from './decode.ts';
import { recordOfLog } from './records.ts';
import { logsResponse } from './schema.ts';

/** What a collector is told: how many log records were not taken, and why the first of them was not. */
export interface OtlpOutcome {
  rejected: number;
  errorMessage: string;
}

/**
 * Receives a request with logs of OTLP for a cluster: what can be mapped goes into the streams as if an agent had sent it. Throws a
 * Problem as `receiveBatch` does; a collector sends a batch again after 429 and 503. `now` in epoch ms.
 */
export async function receiveLogs(
  tenant: TenantContext,
  cluster: string,
  request: Request,
  encoding: OtlpEncoding,
  now: number,
): Promise<OtlpOutcome> {
  return receiveBody(tenant, request, now, async (body, gzip, arrivedAt) => {
    const digest = keyedDigest(deriveKey(env.use().secretKey, `digest of ${tenant.id}`).toString('hex'));
    const records = new Map<Stream, object[]>();
    const outcome: OtlpOutcome = { rejected: 0, errorMessage: '' };
    const reject = (count: number, why: string | undefined) => {
      outcome.rejected += count;
      if (count > 0) outcome.errorMessage ||= why ?? '';
    };
    for (const log of decodeLogs(body, encoding, gzip)) {
      const mapped = recordOfLog(log, { cluster, digest, now });
      if ('reason' in mapped) reject(1, mapped.reason);
      else {
        const ofStream = records.get(mapped.stream) ?? [];
        records.set(mapped.stream, ofStream);
        ofStream.push(mapped.record);
      }
    }
    for (const [stream, ofStream] of records) {
      const { rejected, firstDetail } = await receiveRecords(tenant, stream, ofStream, arrivedAt, now);
      reject(rejected, firstDetail);
    }
    return outcome;
  });
}

/** The answer as OTLP wants it, in the encoding of the request; without `partial_success` when everything was taken. */
export function logsAnswer({ rejected, errorMessage }: OtlpOutcome, encoding: OtlpEncoding): Response {
  const answer = rejected === 0 ? {} : { partialSuccess: { rejectedLogRecords: String(rejected), errorMessage } };
  if (encoding === 'json') return new Response(JSON.stringify(answer), { headers: { 'Content-Type': 'application/json' } });
  const bytes = logsResponse.encode(logsResponse.fromObject(answer)).finish();
  return new Response(new Uint8Array(bytes), { headers: { 'Content-Type': 'application/x-protobuf' } });
}
