import { route } from '#lib/api/index.ts';
import { discardDeadLetter, recordOfDeadLetter } from '#lib/dead-letters/index.ts';
import { done, OK } from '../../../schemas.ts';
import { letterParams } from '../../schemas.ts';

export const GET = route(
  {
    operationId: 'downloadDeadLetterRecord',
    method: 'GET',
    path: '/api/v1/admin/dead-letters/{id}',
    summary: 'Download the full record of a dead letter as it was received; lists only contain its beginning.',
    tag: 'Provider',
    access: 'staff',
    params: letterParams,
    response: { binary: 'text/plain' },
  },
  async ({ params }) => {
    const record = await recordOfDeadLetter(params.id);
    return new Response(record, {
      headers: {
        'Content-Type': 'text/plain; charset=utf-8',
        'Content-Disposition': `attachment; filename="dead-letter-${params.id}.txt"`,
        'Cache-Control': 'no-store',
      },
    });
  },
);

export const DELETE = route(
  {
    operationId: 'discardDeadLetter',
    method: 'DELETE',
    path: '/api/v1/admin/dead-letters/{id}',
    summary: "Discard a dead letter. It stays visible. This is recorded in the client's audit log.",
    tag: 'Provider',
    access: 'staff',
    params: letterParams,
    problems: [409],
    response: done,
  },
  async ({ params, principal, now }) => {
    await discardDeadLetter(params.id, principal.name, now);
    return OK;
  },
);
