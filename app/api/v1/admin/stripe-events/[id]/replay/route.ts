import { z } from 'zod';
import { route } from '#lib/api/index.ts';
import { replayEvent } from '#lib/billing/index.ts';
import { done, OK } from '../../../../schemas.ts';

export const POST = route(
  {
    operationId: 'replayStripeEvent',
    method: 'POST',
    path: '/api/v1/admin/stripe-events/{id}/replay',
    summary: 'Process an event of Stripe again. The state is read from Stripe, so a repetition does no harm.',
    tag: 'Provider',
    access: 'staff',
    params: z.object({ id: z.string().max(255) }),
    response: done,
  },
  async ({ params }) => {
    await replayEvent(params.id);
    return OK;
  },
);
