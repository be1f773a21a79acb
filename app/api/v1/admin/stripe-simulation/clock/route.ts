import { z } from 'zod';
import { route } from '#lib/api/index.ts';
import { turnStripeClock } from '#lib/billing/index.ts';
import { simulation } from '../schemas.ts';

export const POST = route(
  {
    operationId: 'turnStripeClock',
    method: 'POST',
    path: '/api/v1/admin/stripe-simulation/clock',
    summary:
      'Set the time of the simulated Stripe forward: by some days, to whatever is due next, or to the next invoice. What falls due on the way happens.',
    tag: 'Provider',
    access: 'staff',
    body: z.union([z.strictObject({ days: z.number().int().min(1).max(400) }), z.strictObject({ to: z.enum(['next', 'next_invoice']) })]),
    problems: [404, 409],
    response: simulation,
  },
  ({ body }) => turnStripeClock(body),
);
