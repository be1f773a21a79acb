import { route } from '#lib/api/index.ts';
import { setWebhookFaults } from '#lib/billing/index.ts';
import { simulation, webhookFaults } from '../schemas.ts';

export const PUT = route(
  {
    operationId: 'setStripeWebhookFaults',
    method: 'PUT',
    path: '/api/v1/admin/stripe-simulation/webhook-faults',
    summary: 'Set what goes wrong with the webhooks of the simulated Stripe: sent twice, out of order, late, or not at all.',
    tag: 'Provider',
    access: 'staff',
    body: webhookFaults.strict(),
    problems: [404, 409],
    response: simulation,
  },
  ({ body }) => setWebhookFaults(body),
);
