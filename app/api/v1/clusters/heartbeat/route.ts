import { route } from '#lib/api/index.ts';
import { heartbeat, recordHeartbeat } from '#lib/clusters/index.ts';
import { done, OK } from '../../schemas.ts';

export const POST = route(
  {
    operationId: 'heartbeat',
    method: 'POST',
    path: '/api/v1/clusters/heartbeat',
    summary: "Send an agent's heartbeat: its components, the objects it watches, and its buffer.",
    tag: 'Ingest',
    access: 'tenant',
    scope: 'ingest',
    role: 'owner',
    metered: false,
    body: heartbeat,
    problems: [409],
    response: done,
  },
  async ({ tenant, body, now }) => {
    await recordHeartbeat(tenant, body, now);
    return OK;
  },
);
