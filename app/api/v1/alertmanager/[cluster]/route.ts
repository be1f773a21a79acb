import { z } from 'zod';
import { route } from '#lib/api/index.ts';
import { alertmanagerPayload, receiveRecords, recordsOfAlerts } from '#lib/ingest/index.ts';
import { Problem } from '#lib/platform/problem.ts';
import { cluster } from '../../schemas.ts';

export const POST = route(
  {
    operationId: 'receiveAlerts',
    method: 'POST',
    path: '/api/v1/alertmanager/{cluster}',
    summary: 'Receive alerts from a webhook of Alertmanager (version 4). They become evidence of incidents of the cluster.',
    tag: 'Ingest',
    access: 'tenant',
    scope: 'alerts',
    role: 'owner',
    metered: false,
    params: z.object({ cluster }),
    body: alertmanagerPayload,
    problems: [409, 503],
    response: z.object({ accepted: z.number().int(), rejected: z.number().int(), truncated: z.number().int() }),
  },
  async ({ tenant, params, body, now }) => {
    try {
      const records = recordsOfAlerts(body, params.cluster, now);
      const { accepted, rejected } = await receiveRecords(tenant, 'alerts.normalized', records, now, now);
      return { accepted, rejected, truncated: body.truncatedAlerts ?? 0 };
    } catch (error) {
      // Alertmanager tries again after 5xx only (notify/webhook): 429 would lose the alerts.
      if (!(error instanceof Problem && error.status === 429)) throw error;
      throw new Problem(503, error.code, error.detail, { headers: error.headers });
    }
  },
);
