import { z } from 'zod';
import { route } from '#lib/api/index.ts';
import { getIncident } from '#lib/incidents/index.ts';
import { time, uuid } from '../../schemas.ts';
import { diagnosis, incident, objectRef, relative, shownTimes } from '../schemas.ts';

export const GET = route(
  {
    operationId: 'getIncident',
    method: 'GET',
    path: '/api/v1/incidents/{id}',
    summary: 'Get an incident with its diagnosis, history and feedback.',
    tag: 'Incidents',
    access: 'tenant',
    params: z.object({ id: uuid }),
    response: incident.extend({
      diagnosis,
      history: z.array(z.object({ id: z.string(), at: time, kind: z.string(), text: z.string() })),
      feedback: z.array(
        z.object({
          id: uuid,
          at: time,
          userName: z.string(),
          verdict: z.string(),
          code: z.string().nullable(),
          object: objectRef.nullable(),
          note: z.string().nullable(),
        }),
      ),
      mergedInto: relative.nullable(),
      merged: z.array(relative),
      splitFrom: relative.nullable(),
      split: z.array(relative),
    }),
  },
  async ({ tenant, params }) => {
    const found = await getIncident(tenant.id, params.id);
    return {
      ...incident.parse({ ...found, ...shownTimes(found) }),
      diagnosis: found.diagnosis,
      history: found.history.map((line) => ({ ...line, id: String(line.id), at: line.at.getTime() })),
      feedback: found.feedback.map((one) => ({ ...one, object: objectRef.nullable().parse(one.object), at: one.at.getTime() })),
      mergedInto: found.mergedInto,
      merged: found.merged,
      splitFrom: found.splitFrom,
      split: found.split,
    };
  },
);
