import { assertAttempt, route } from '#lib/api/index.ts';
import { renewPushSubscription } from '#lib/notifications/index.ts';
import { pushRenewalInput } from '#lib/notifications/push-input.ts';
import { done, OK } from '../schemas.ts';

export const POST = route(
  {
    operationId: 'renewPushSubscription',
    method: 'POST',
    path: '/api/v1/push-subscription-renewals',
    summary: 'Go on notifying a browser whose push service has replaced its subscription. The earlier one proves which browser it is.',
    tag: 'Account',
    access: 'public',
    body: pushRenewalInput,
    problems: [404],
    response: done,
  },
  async ({ body, caller, now }) => {
    await assertAttempt('link', body.previous.endpoint, caller.address);
    await renewPushSubscription(body, now);
    return OK;
  },
);
