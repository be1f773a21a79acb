import { z } from 'zod';
import { route } from '#lib/api/index.ts';
import { replayDelivery } from '#lib/notifications/index.ts';
import { uuid } from '../../../../../schemas.ts';
import { delivery, shownDelivery } from '../../../../schemas.ts';

export const POST = route(
  {
    operationId: 'replayDelivery',
    method: 'POST',
    path: '/api/v1/destinations/{id}/deliveries/{delivery}/replay',
    summary: 'Send a message about an incident once more, as it was and with the same id.',
    tag: 'Integrations',
    access: 'tenant',
    role: 'admin',
    params: z.object({ id: uuid, delivery: z.string().regex(/^\d{1,18}$/) }),
    problems: [409],
    response: delivery,
    status: 201,
  },
  async ({ tenant, params, principal, now }) =>
    shownDelivery(await replayDelivery(tenant.id, params.id, BigInt(params.delivery), principal.name, now)),
);
