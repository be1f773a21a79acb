import { z } from 'zod';
import { route } from '#lib/api/index.ts';
import { DECLINES, failStripeCard } from '#lib/billing/index.ts';
import { simulation } from '../schemas.ts';

export const PUT = route(
  {
    operationId: 'failStripeCard',
    method: 'PUT',
    path: '/api/v1/admin/stripe-simulation/cards',
    summary: "Let the next charges of a customer's card at the simulated Stripe fail for a reason, or with null go through again.",
    tag: 'Provider',
    access: 'staff',
    body: z.strictObject({ customerId: z.string().max(100), decline: z.enum(DECLINES).nullable() }),
    problems: [404, 409],
    response: simulation,
  },
  ({ body }) => failStripeCard(body.customerId, body.decline),
);
