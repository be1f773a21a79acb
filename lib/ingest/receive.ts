import { Problem } from '#lib/platform/problem.ts';
import type { TenantContext } from '#lib/tenants/index.ts';
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
  const encoding = request.headers.get('content-encoding') ?? 'identity';
  if (encoding !== 'gzip' && encoding !== 'identity') {
    throw new Problem(400, 'bad_encoding', `Content-Encoding ${encoding} is not supported. Use gzip, or send the body uncompressed.`);
  }
  assertRoomInQueue(tenant, now);
  const share = openBodyShare(tenant.id);
  const began = performance.now();
  try {
    const body = await readBody(request, share);
    const arrivedAt = now + (performance.now() - began);
    return await runInAdmissionQueue(tenant, arrivedAt, () =>
      (ingestThread.find() ?? ingest)(tenant, stream, body, encoding === 'gzip', now),
    );
  } finally {
    share.release();
  }
}
