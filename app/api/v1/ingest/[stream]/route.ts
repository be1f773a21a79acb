import { z } from 'zod';
import { route } from '#lib/api/index.ts';
import { ingest, ingestThread, runInAdmissionQueue } from '#lib/ingest/index.ts';
import { Problem } from '#lib/platform/problem.ts';
import { MAX_BODY_BYTES } from '#lib/wire/admission.ts';
import { STREAMS } from '#lib/wire/names.ts';

export const POST = route(
  {
    operationId: 'ingest',
    method: 'POST',
    path: '/api/v1/ingest/{stream}',
    summary:
      'Send a batch of records to one stream: {"records": [message, ...]}, plain or gzip. The response has a result for every record.',
    tag: 'Ingest',
    access: 'tenant',
    scope: 'ingest',
    role: 'owner',
    metered: false,
    params: z.object({ stream: z.enum(STREAMS) }),
    rawBody: 'application/json',
    response: z.object({
      accepted: z.number().int(),
      rejected: z.number().int(),
      results: z.array(
        z.discriminatedUnion('status', [
          z.object({ status: z.literal('accepted') }),
          z.object({ status: z.literal('rejected'), reason: z.string(), detail: z.string() }),
        ]),
      ),
    }),
  },
  async ({ tenant, params, request, now }) => {
    const encoding = request.headers.get('content-encoding') ?? 'identity';
    if (encoding !== 'gzip' && encoding !== 'identity') {
      throw new Problem(400, 'bad_encoding', `Content-Encoding ${encoding} is not supported. Use gzip, or send the body uncompressed.`);
    }
    if (Number(request.headers.get('content-length') ?? 0) > MAX_BODY_BYTES) {
      throw new Problem(
        413,
        'body_too_large',
        `A request may be at most ${MAX_BODY_BYTES} bytes. Split the records over several requests.`,
      );
    }
    return runInAdmissionQueue(tenant, now, async () => {
      const body = new Uint8Array(await request.arrayBuffer());
      return (ingestThread.find() ?? ingest)(tenant, params.stream, body, encoding === 'gzip', now);
    });
  },
);
