import { z } from 'zod';
import { route } from '#lib/api/index.ts';
import { changeWork, getIncident } from '#lib/incidents/index.ts';
import { done, OK, time, uuid } from '../../schemas.ts';
import { diagnosis, incident, objectRef, relative, shownTimes } from '../schemas.ts';
import { workInput } from './input.ts';

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
      resolutionCode: z.string().nullable(),
      resolutionNote: z.string().nullable(),
      comments: z.array(z.object({ id: uuid, at: time, author: z.string(), body: z.string().describe('Markdown.'), isMine: z.boolean() })),
      linked: z.array(relative),
      mergedInto: relative.nullable(),
      merged: z.array(relative),
      splitFrom: relative.nullable(),
      split: z.array(relative),
    }),
  },
  async ({ tenant, params, principal }) => {
    const found = await getIncident(tenant.id, params.id);
    return {
      ...incident.parse({ ...found, ...shownTimes(found) }),
      diagnosis: found.diagnosis,
      history: found.history.map((line) => ({ ...line, id: String(line.id), at: line.at.getTime() })),
      feedback: found.feedback.map((one) => ({ ...one, object: objectRef.nullable().parse(one.object), at: one.at.getTime() })),
      resolutionCode: found.resolutionCode,
      resolutionNote: found.resolutionNote,
      comments: found.comments.map(({ userId, ...comment }) => ({
        ...comment,
        at: comment.at.getTime(),
        isMine: userId === null ? comment.author === principal.name : userId === principal.userId,
      })),
      linked: found.linked,
      mergedInto: found.mergedInto,
      merged: found.merged,
      splitFrom: found.splitFrom,
      split: found.split,
    };
  },
);

export const PATCH = route(
  {
    operationId: 'updateIncident',
    method: 'PATCH',
    path: '/api/v1/incidents/{id}',
    summary: 'Acknowledge, assign or snooze an incident. What is not given stays as it is.',
    tag: 'Incidents',
    access: 'tenant',
    params: z.object({ id: uuid }),
    body: workInput,
    problems: [409],
    response: done,
  },
  async ({ tenant, params, body, principal, now }) => {
    await changeWork(tenant.id, params.id, body, principal, now);
    return OK;
  },
);
