import { z } from 'zod';
import { route } from '#lib/api/index.ts';
import { graphStore, resource } from '#lib/graph/index.ts';
import { notFound } from '#lib/platform/problem.ts';
import { time } from '../../schemas.ts';
import { change, health, objectName, queryGraph, shownEvent } from '../../topology/schemas.ts';
import { keyOfPath } from '../key-of-path.ts';

export const GET = route(
  {
    operationId: 'getResource',
    method: 'GET',
    path: '/api/v1/resources/{key}',
    summary: 'Get a resource with its relations, events, log patterns, alerts and changes. The key is <cluster>/<uid>.',
    tag: 'Topology',
    access: 'tenant',
    params: z.object({ key: z.array(z.string().max(253)).min(2).max(4) }),
    problems: [409, 503],
    response: z.object({
      key: z.string(),
      uid: z.string(),
      cluster: z.string(),
      ...objectName,
      health,
      healthReason: z.string().optional(),
      healthHistory: z
        .array(z.object({ at: time, state: health, reason: z.string().optional() }))
        .describe('Its changes of health, oldest first: the last 64. The reason is that of the time at which the state began.'),
      missingRefs: z.array(z.string()),
      labels: z.array(z.string()),
      firstSeen: time,
      lastSeen: time,
      createdAt: time.optional(),
      deletedAt: time.optional(),
      object: z.looseObject({}),
      neighbours: z.array(
        z.object({
          type: z.string(),
          direction: z.enum(['in', 'out']),
          key: z.string(),
          ...objectName,
          health,
          deletedAt: time.optional(),
          until: time.optional(),
        }),
      ),
      events: z.array(z.object({ key: z.string(), ...shownEvent })),
      logs: z.array(
        z.object({
          key: z.string(),
          pod: z.string(),
          container: z.string(),
          previous: z.boolean(),
          severity: z.string(),
          sample: z.string(),
          count: z.number(),
          lastAt: time,
        }),
      ),
      alerts: z.array(z.object({ key: z.string(), name: z.string(), status: z.string(), lastAt: time })),
      changes: z.array(change),
    }),
  },
  async ({ tenant, params }) => {
    const key = keyOfPath(params.key);
    const found = key === undefined ? undefined : await queryGraph(() => resource(graphStore.use(), tenant.id, key));
    if (!found) throw notFound();
    return found;
  },
);
