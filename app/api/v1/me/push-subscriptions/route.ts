import { z } from 'zod';
import { personOf, route } from '#lib/api/index.ts';
import { addPushSubscription, listPushSubscriptions, pushPublicKey } from '#lib/notifications/index.ts';
import { pushSubscriptionInput } from '#lib/notifications/push-input.ts';
import { pushSubscription, shownPushSubscription } from './schemas.ts';

export const GET = route(
  {
    operationId: 'listPushSubscriptions',
    method: 'GET',
    path: '/api/v1/me/push-subscriptions',
    summary: 'List your browsers that are notified of the incidents of the client, and get the key with which a browser subscribes.',
    tag: 'Account',
    access: 'tenant',
    person: true,
    response: z.object({
      publicKey: z
        .string()
        .describe('The VAPID key of the installation (RFC 8292), in base64url: the applicationServerKey of a subscription.'),
      items: z.array(pushSubscription),
    }),
  },
  async ({ tenant, principal }) => ({
    publicKey: await pushPublicKey(),
    items: (await listPushSubscriptions(tenant.id, personOf(principal).userId)).map(shownPushSubscription),
  }),
);

export const POST = route(
  {
    operationId: 'addPushSubscription',
    method: 'POST',
    path: '/api/v1/me/push-subscriptions',
    summary: 'Notify one of your browsers of incidents. A browser that is notified already gets the new keys and severities.',
    tag: 'Account',
    access: 'tenant',
    role: 'viewer',
    person: true,
    body: pushSubscriptionInput,
    response: pushSubscription,
    status: 201,
  },
  async ({ tenant, principal, body, now }) =>
    shownPushSubscription(await addPushSubscription(tenant.id, personOf(principal).userId, body, principal.name, now)),
);
