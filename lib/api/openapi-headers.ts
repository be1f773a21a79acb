import { z } from 'zod';
import type { Declaration } from './declaration.ts';
import { takesIdempotencyKey } from './idempotency.ts';

const text = (description: string, example: string) => ({ description, schema: { type: 'string' }, example });

/** The headers of answers, for the OpenAPI document. */
export const HEADERS = {
  'X-Request-Id': text('The id under which the request is in the log; name it to support.', '019a0b1c-2d3e-4f40-8a5b-6c7d8e9f0a1b'),
  'RateLimit-Policy': text(
    'How many requests are allowed in how many seconds (draft-ietf-httpapi-ratelimit-headers-10).',
    '"plan";q=1000;w=60',
  ),
  RateLimit: text('How many requests are left, and for how many seconds that holds.', '"plan";r=987;t=42'),
  ETag: text('Send it in If-None-Match to get 304 while the answer is the same.', '"47DEQpj8HBSa-_TImW-5JCeuQeR"'),
  'Idempotency-Replayed': text('`true` when this is the kept answer to an earlier request with the same Idempotency-Key.', 'true'),
  'Retry-After': { description: 'When to try again, in seconds.', schema: { type: 'integer' }, example: 5 },
};

const referTo = (...names: (keyof typeof HEADERS)[]) =>
  Object.fromEntries(names.map((name) => [name, { $ref: `#/components/headers/${name}` }]));

/** Whether the answer of an operation has an ETag. */
export function hasEntityTag({ method, access, response }: Declaration): boolean {
  return method === 'GET' && access !== 'scim' && response instanceof z.ZodType;
}

/** The headers of a successful answer. */
export function successHeaders(declaration: Declaration) {
  return referTo(
    'X-Request-Id',
    ...(declaration.access === 'public' ? [] : (['RateLimit-Policy', 'RateLimit'] as const)),
    ...(hasEntityTag(declaration) ? (['ETag'] as const) : []),
    ...(takesIdempotencyKey(declaration) ? (['Idempotency-Replayed'] as const) : []),
  );
}

/** The headers of a problem with this status. */
export function problemHeaders(status: number) {
  return referTo(
    'X-Request-Id',
    ...(status === 429 ? (['RateLimit-Policy', 'RateLimit'] as const) : []),
    ...(status === 429 || status === 503 ? (['Retry-After'] as const) : []),
  );
}

/** The headers that an operation reads. */
export function headerParameters(declaration: Declaration) {
  return [
    ...(hasEntityTag(declaration)
      ? [
          {
            name: 'If-None-Match',
            in: 'header',
            required: false,
            description: 'The ETag of an earlier answer.',
            schema: { type: 'string' },
            example: HEADERS.ETag.example,
          },
        ]
      : []),
    ...(takesIdempotencyKey(declaration)
      ? [
          {
            name: 'Idempotency-Key',
            in: 'header',
            required: false,
            description:
              'A key of your choice of at most 255 printable ASCII characters, such as a UUID in double quotes. For 24 hours, the same request with the same key gets the first answer again instead of being done again. Sessions of the portal have no such keys.',
            schema: { type: 'string' },
            example: '"8e03978e-40d5-43e8-bc93-6894a57f9324"',
          },
        ]
      : []),
  ];
}
