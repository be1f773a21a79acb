import { z } from 'zod';
import { assertAttempt, route } from '#lib/api/index.ts';
import { openShare } from '#lib/incidents/index.ts';
import { diagnosis, incident } from '../incidents/schemas.ts';
import { token } from '../inputs.ts';
import { time } from '../schemas.ts';

export const POST = route(
  {
    operationId: 'openSharedIncident',
    method: 'POST',
    path: '/api/v1/shared-incidents',
    summary: 'Get the incident that a link shows, with the token of the link. Read-only, without what people wrote about it.',
    tag: 'Incidents',
    access: 'public',
    body: z.object({ token }),
    problems: [404],
    response: incident
      .pick({ number: true, cluster: true, status: true, title: true, severity: true, openedAt: true, lastSeenAt: true, closedAt: true })
      .extend({ clusterName: z.string().describe('What people call the cluster.'), diagnosis, expiresAt: time }),
  },
  async ({ body, caller, now }) => {
    await assertAttempt('link', body.token, caller.address);
    const { incident: found, expiresAt } = await openShare(body.token, now);
    const { number, cluster, clusterName, status, title } = found;
    return {
      ...{
        number,
        cluster,
        clusterName,
        status,
        title,
        severity: incident.shape.severity.parse(found.severity),
        diagnosis: found.diagnosis,
      },
      ...{ openedAt: found.openedAt.getTime(), lastSeenAt: found.lastSeenAt.getTime(), closedAt: found.closedAt?.getTime() ?? null },
      expiresAt: expiresAt.getTime(),
    };
  },
);
