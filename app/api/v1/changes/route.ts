import { z } from 'zod';
import { route } from '#lib/api/index.ts';
import { changes, graphStore } from '#lib/graph/index.ts';
import { incidentsOfChanges } from '#lib/incidents/index.ts';
import { nextCursor } from '../schemas.ts';
import { change, queryGraph, withCursor } from '../topology/schemas.ts';
import { changesFilter, changesQuery, incidentOfChanges } from './schemas.ts';

export const GET = route(
  {
    operationId: 'listChanges',
    method: 'GET',
    path: '/api/v1/changes',
    summary:
      'List changes to objects, newest first, with the fields before and after, the time and, if known, the author, and the incidents that they explain.',
    tag: 'Topology',
    access: 'tenant',
    query: changesQuery,
    problems: [409, 503],
    response: z.object({ items: z.array(change), incidents: z.array(incidentOfChanges), nextCursor }),
  },
  async ({ tenant, query }) => {
    const page = await withCursor(() => queryGraph(() => changes(graphStore.use(), tenant.id, changesFilter(query))));
    const incidents = await incidentsOfChanges(
      tenant.id,
      page.changes.map(({ key }) => key),
    );
    return { items: page.changes, incidents, nextCursor: page.next ?? null };
  },
);
