import { route } from '#lib/api/index.ts';
import { heartbeat, recordHeartbeat } from '#lib/clusters/index.ts';
import { done, OK } from '../../schemas.ts';

export const POST = route(
  {
    operationId: 'heartbeat',
    method: 'POST',
    path: '/api/v1/clusters/heartbeat',
    summary: "An agent's sign of life: its parts, what it watches, what waits to be sent.",
    tag: 'Ingest',
    access: 'tenant',
    scope: 'ingest',
    role: 'owner',
    metered: false,
    body: heartbeat,
    response: done,
  },
  async ({ tenant, body, now }) => {
    await recordHeartbeat(tenant, body, now);
    return OK;
  },
);
