import { z } from 'zod';
import { route } from '#lib/api/index.ts';
import { replayDeadLetter } from '#lib/dead-letters/index.ts';
import { STREAMS } from '#lib/wire/names.ts';
import { letterParams } from '../../../schemas.ts';

export const POST = route(
  {
    operationId: 'replayDeadLetter',
    method: 'POST',
    path: '/api/v1/admin/dead-letters/{id}/replay',
    summary:
      "Append the record of a dead letter to its stream again. Responds with 409 if it has already been resolved or would be rejected again. This is recorded in the client's audit log.",
    tag: 'Provider',
    access: 'staff',
    params: letterParams,
    problems: [409],
    response: z.object({ clientId: z.string(), stream: z.enum(STREAMS), offset: z.string() }),
  },
  async ({ params, principal, now }) => {
    const { tenantId, stream, offset } = await replayDeadLetter(params.id, principal.name, now);
    return { clientId: tenantId, stream, offset: String(offset) };
  },
);
