import { Problem } from '#lib/platform/problem.ts';
import type { TenantContext } from '#lib/tenants/index.ts';
import { MAX_RECORDS } from '#lib/wire/admission.ts';
import type { Stream } from '#lib/wire/names.ts';
import { assertRoomInQueue, runInAdmissionQueue } from './admission-queue.ts';
import { openBodyShare, readBody } from './body-memory.ts';
import { type Ingested, ingest, ingestThread } from './edge.ts';

/**
 * Receives a request with a batch: reads its body within the client's share of memory, waits for the client's turn, and
 * ingests it, in another thread where there is one. A body that arrives slowly keeps no other batch waiting. Throws a Problem:
 * 400 for an unknown encoding, 429 while the client has too much under way, and what `ingest` throws. `now` in epoch ms.
 */
export async function receiveBatch(tenant: TenantContext, stream: Stream, request: Request, now: number): Promise<Ingested> {
  return receiveBody(tenant, request, now, (body, gzip, arrivedAt) => takeTurn(tenant, stream, body, gzip, arrivedAt, now));
}

/**
 * Reads the body of a request within the client's share of memory and hands it on, with whether it is compressed and when it was
 * complete. Throws a Problem: 400 for an unknown encoding, 429 while the client has too much under way. `now` in epoch ms.
 */
export async function receiveBody<T>(
  tenant: TenantContext,
  request: Request,
  now: number,
  take: (body: Uint8Array, gzip: boolean, arrivedAt: number) => Promise<T>,
): Promise<T> {
  const encoding = request.headers.get('content-encoding') ?? 'identity';
  if (encoding !== 'gzip' && encoding !== 'identity') {
    throw new Problem(400, 'bad_encoding', `Content-Encoding ${encoding} is not supported. Use gzip, or send the body uncompressed.`);
  }
  assertRoomInQueue(tenant, now);
  const share = openBodyShare(tenant.id);
  const began = performance.now();
  try {
    const body = await readBody(request, share);
    return await take(body, encoding === 'gzip', now + (performance.now() - began));
  } finally {
    share.release();
  }
}

/**
 * Ingests records that came in another form, in batches, each in the client's turn. Returns how many were accepted and rejected,
 * and why the first was rejected. Throws what `ingest` throws. Times in epoch ms.
 */
export async function receiveRecords(
  tenant: TenantContext,
  stream: Stream,
  records: readonly object[],
  arrivedAt: number,
  now: number,
): Promise<{ accepted: number; rejected: number; firstDetail?: string }> {
  const sum: { accepted: number; rejected: number; firstDetail?: string } = { accepted: 0, rejected: 0 };
  for (let from = 0; from < records.length; from += MAX_RECORDS) {
    const body = Buffer.from(JSON.stringify({ records: records.slice(from, from + MAX_RECORDS) }));
    const { accepted, rejected, results } = await takeTurn(tenant, stream, body, false, arrivedAt, now);
    sum.accepted += accepted;
    sum.rejected += rejected;
    const first = results.find((result) => result.status === 'rejected');
    if (first && sum.firstDetail === undefined) sum.firstDetail = first.detail;
  }
  return sum;
}

function takeTurn(tenant: TenantContext, stream: Stream, body: Uint8Array, gzip: boolean, arrivedAt: number, now: number) {
  return runInAdmissionQueue(tenant, arrivedAt, () => (ingestThread.find() ?? ingest)(tenant, stream, body, gzip, now));
}
