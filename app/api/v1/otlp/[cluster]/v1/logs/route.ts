import { z } from 'zod';
import { route } from '#lib/api/index.ts';
import { logsAnswer, receiveLogs } from '#lib/ingest/index.ts';
import { Problem } from '#lib/platform/problem.ts';
import { cluster } from '../../../../schemas.ts';

export const POST = route(
  {
    operationId: 'receiveOtlpLogs',
    method: 'POST',
    path: '/api/v1/otlp/{cluster}/v1/logs',
    summary:
      'Receive logs and Kubernetes events from an OpenTelemetry collector (OTLP/HTTP, protobuf or JSON). The answer has a partial success when some were not taken.',
    tag: 'Ingest',
    access: 'tenant',
    scope: 'ingest',
    role: 'owner',
    metered: false,
    params: z.object({ cluster }),
    rawBody: 'application/x-protobuf',
    problems: [400, 409, 413, 415],
    response: { binary: 'application/x-protobuf' },
  },
  async ({ tenant, params, request, now }) => {
    const encoding = encodingOf(request.headers.get('content-type') ?? '');
    return logsAnswer(await receiveLogs(tenant, params.cluster, request, encoding, now), encoding);
  },
);

function encodingOf(type: string): 'json' | 'protobuf' {
  const plain = type.split(';')[0]?.trim().toLowerCase();
  if (plain === 'application/x-protobuf') return 'protobuf';
  if (plain === 'application/json') return 'json';
  throw new Problem(415, 'not_otlp', 'Send OTLP as application/x-protobuf or application/json.');
}
