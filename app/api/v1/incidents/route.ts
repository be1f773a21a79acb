import { z } from 'zod';
import { personOf, route } from '#lib/api/index.ts';
import { INCIDENT_STATES, listIncidents, SEVERITIES } from '#lib/incidents/index.ts';
import { cluster, limit, nextCursor, uuid } from '../schemas.ts';
import { incident, shownTimes } from './schemas.ts';

/** A time that a client sends, epoch ms. */
const since = z.coerce.number().int().min(0).max(8_640_000_000_000_000);

export const GET = route(
  {
    operationId: 'listIncidents',
    method: 'GET',
    path: '/api/v1/incidents',
    summary: 'List the incidents of the client, newest first, each with its first cause.',
    tag: 'Incidents',
    access: 'tenant',
    query: z.object({
      status: z.enum(['open', 'closed']).optional(),
      state: z
        .enum(INCIDENT_STATES)
        .optional()
        .describe(
          'waiting: open, and nobody has acknowledged, snoozed or resolved it; resolved: somebody holds it for done, but something still fails.',
        ),
      cluster: cluster.optional(),
      namespace: z.string().min(1).max(63).optional().describe('A namespace of one of the objects that are part of it.'),
      object: z
        .string()
        .max(600)
        .regex(/^[^/]+\/[^/]*\/.+$/, 'Use Kind/namespace/name, or Kind//name of an object without a namespace.')
        .optional()
        .describe('An object that is part of it, as Kind/namespace/name.'),
      change: z.string().min(1).max(600).optional().describe('The key of a change that speaks for a cause of it.'),
      severity: z.enum(SEVERITIES).optional(),
      code: z.string().min(1).max(64).optional().describe('The code of the first cause.'),
      assignee: z.union([uuid, z.enum(['me', 'nobody'])]).optional(),
      q: z.string().max(200).optional().describe('Words of the title, or the number.'),
      since: since.optional().describe('Incidents that began at or after this time, epoch ms.'),
      until: since.optional().describe('Incidents that began before this time, epoch ms.'),
      limit,
      cursor: z
        .string()
        .regex(/^[1-9]\d{0,8}$/, 'Use nextCursor of the page before.')
        .transform(Number)
        .optional(),
    }),
    response: z.object({ items: z.array(incident), nextCursor }),
  },
  async ({ tenant, query, principal, now }) => {
    const assignee = query.assignee === 'me' ? personOf(principal).userId : query.assignee;
    const rows = await listIncidents(tenant.id, { ...query, assignee, now });
    const last = rows.at(-1);
    return {
      items: rows.map((row) => incident.parse({ ...row, ...shownTimes(row) })),
      nextCursor: last && rows.length === query.limit ? String(last.number) : null,
    };
  },
);
