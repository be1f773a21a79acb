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
      "Append a dead letter's record to its stream again. 409 where it was settled before, or would be turned away again. The act stands in the client's audit log.",
    tag: 'Provider',
    access: 'staff',
    params: letterParams,
    response: z.object({ clientId: z.string(), stream: z.enum(STREAMS), offset: z.string() }),
  },
  async ({ params, principal, now }) => {
    const replayed = await replayDeadLetter(params.id, principal.name, now);
    return { ...replayed, offset: String(replayed.offset) };
  },
);
