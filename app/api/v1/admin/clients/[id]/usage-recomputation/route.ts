import { z } from 'zod';
import { route } from '#lib/api/index.ts';
import { recomputeDays } from '#lib/billing/index.ts';
import { clientParams } from '../../../schemas.ts';

const amount = z.number().int().nullable();

export const POST = route(
  {
    operationId: 'recomputeUsage',
    method: 'POST',
    path: '/api/v1/admin/clients/{id}/usage-recomputation',
    summary: 'Compute the billed days of a client anew from its hours, and say what differs from what was stored.',
    tag: 'Provider',
    access: 'staff',
    params: clientParams,
    body: z
      .object({ from: z.iso.date(), until: z.iso.date() })
      .refine(({ from, until }) => from <= until && Date.parse(until) - Date.parse(from) <= 92 * 86_400_000, {
        path: ['until'],
        message: 'must be from 0 to 92 days after from',
      }),
    response: z.object({
      differences: z.array(
        z.object({ day: z.string(), field: z.enum(['events', 'rcaQueries', 'storageBytes']), before: amount, after: amount }),
      ),
    }),
  },
  async ({ params, body, now }) => ({ differences: await recomputeDays(params.id, Date.parse(body.from), Date.parse(body.until), now) }),
);
