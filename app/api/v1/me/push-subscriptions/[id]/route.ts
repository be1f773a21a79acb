import { z } from 'zod';
import { personOf, route } from '#lib/api/index.ts';
import { changePushSubscription, removePushSubscription } from '#lib/notifications/index.ts';
import { pushSubscriptionChanges } from '#lib/notifications/push-input.ts';
import { done, OK, uuid } from '../../../schemas.ts';
import { pushSubscription, shownPushSubscription } from '../schemas.ts';

export const PATCH = route(
  {
    operationId: 'changePushSubscription',
    method: 'PATCH',
    path: '/api/v1/me/push-subscriptions/{id}',
    summary: 'Change of which severities one of your browsers is notified.',
    tag: 'Account',
    access: 'tenant',
    role: 'viewer',
    person: true,
    params: z.object({ id: uuid }),
    body: pushSubscriptionChanges,
    response: pushSubscription,
  },
  async ({ tenant, principal, params, body, now }) =>
    shownPushSubscription(await changePushSubscription(tenant.id, personOf(principal).userId, params.id, body.severities, now)),
);

export const DELETE = route(
  {
    operationId: 'removePushSubscription',
    method: 'DELETE',
    path: '/api/v1/me/push-subscriptions/{id}',
    summary: 'Stop to notify one of your browsers.',
    tag: 'Account',
    access: 'tenant',
    role: 'viewer',
    person: true,
    whileSuspended: true,
    params: z.object({ id: uuid }),
    response: done,
  },
  async ({ tenant, principal, params }) => {
    await removePushSubscription(tenant.id, personOf(principal).userId, params.id, principal.name);
    return OK;
  },
);
