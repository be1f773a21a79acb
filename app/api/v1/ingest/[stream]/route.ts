import { z } from 'zod';
import { route } from '#lib/api/index.ts';
import { receiveBatch } from '#lib/ingest/index.ts';
import { MAX_RECORDS } from '#lib/wire/admission.ts';
import { STREAMS } from '#lib/wire/names.ts';

export const POST = route(
  {
    operationId: 'ingest',
    method: 'POST',
    path: '/api/v1/ingest/{stream}',
    summary:
      'Send a batch of records to one stream: {"records": [message, ...]}, plain or gzip. The response has a result for every record: a duplicate was sent before and is not billed, and a rejected record is stored as a dead letter.',
    tag: 'Ingest',
    access: 'tenant',
    scope: 'ingest',
    role: 'owner',
    metered: false,
    params: z.object({ stream: z.enum(STREAMS) }),
    rawBody: 'application/json',
    rawSchema: z.object({ records: z.array(z.unknown()).min(1).max(MAX_RECORDS) }),
    problems: [409],
    response: z.object({
      accepted: z.number().int(),
      duplicates: z.number().int(),
      rejected: z.number().int(),
      results: z.array(
        z.discriminatedUnion('status', [
          z.object({ status: z.literal('accepted'), duplicate: z.literal(true).optional() }),
          z.object({ status: z.literal('rejected'), reason: z.string(), detail: z.string() }),
        ]),
      ),
    }),
  },
  ({ tenant, params, request, now }) => receiveBatch(tenant, params.stream, request, now),
);
