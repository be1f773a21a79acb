import { z } from 'zod';
import { route } from '#lib/api/index.ts';
import { incidentEvidence } from '#lib/incidents/index.ts';
import { time, uuid } from '../../../schemas.ts';
import { health, queryGraph, shownEvent } from '../../../topology/schemas.ts';
import { objectRef } from '../../schemas.ts';

export const GET = route(
  {
    operationId: 'getIncidentEvidence',
    method: 'GET',
    path: '/api/v1/incidents/{id}/evidence',
    summary:
      'Get the objects of an incident as they are now, and the events and log lines about them from shortly before it until shortly after.',
    tag: 'Incidents',
    access: 'tenant',
    params: z.object({ id: uuid }),
    problems: [409, 503],
    response: z.object({
      from: time,
      to: time,
      objects: z.array(
        z.object({
          object: objectRef,
          key: z.string(),
          health,
          healthReason: z.string().optional(),
          deletedAt: time.optional(),
          metrics: z.array(z.object({ metric: z.string(), time, value: z.number() })),
        }),
      ),
      events: z.array(z.object(shownEvent)),
      logs: z.array(
        z.object({
          object: objectRef,
          container: z.string(),
          previous: z.boolean(),
          severity: z.string(),
          sample: z.string(),
          count: z.number(),
          firstAt: time,
          lastAt: time,
        }),
      ),
    }),
  },
  ({ tenant, params, now }) => queryGraph(() => incidentEvidence(tenant.id, params.id, now)),
);
