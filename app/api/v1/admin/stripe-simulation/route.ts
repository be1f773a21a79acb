import { route } from '#lib/api/index.ts';
import { stripeSimulation } from '#lib/billing/index.ts';
import { simulation } from './schemas.ts';

export const GET = route(
  {
    operationId: 'getStripeSimulation',
    method: 'GET',
    path: '/api/v1/admin/stripe-simulation',
    summary: 'The simulated Stripe: its time, what comes next, its customers and cards. There is none where Stripe is real.',
    tag: 'Provider',
    access: 'staff',
    problems: [404],
    response: simulation,
  },
  () => stripeSimulation(),
);
