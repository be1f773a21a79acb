import { z } from 'zod';
import { route } from '#lib/api/index.ts';
import { changeGroups, graphStore } from '#lib/graph/index.ts';
import { incidentsOfChanges } from '#lib/incidents/index.ts';
import { changesFilter, changesQuery, incidentOfChanges } from '../changes/schemas.ts';
import { nextCursor, time } from '../schemas.ts';
import { change, queryGraph, withCursor } from '../topology/schemas.ts';

const group = z.object({
  key: z.string(),
  cluster: z.string(),
  by: z.string().optional().describe('The program that wrote the changes, if known.'),
  from: time,
  to: time,
  changes: z.array(change),
});

export const GET = route(
  {
    operationId: 'listChangeGroups',
    method: 'GET',
    path: '/api/v1/change-groups',
    summary:
      'List changes by what was done, newest first: those that one program made to one cluster within a minute of each other are one group, such as an upgrade of a Helm release.',
    tag: 'Topology',
    access: 'tenant',
    query: changesQuery,
    problems: [409, 503],
    response: z.object({ items: z.array(group), incidents: z.array(incidentOfChanges), nextCursor }),
  },
  async ({ tenant, query }) => {
    const page = await withCursor(() => queryGraph(() => changeGroups(graphStore.use(), tenant.id, changesFilter(query))));
    const incidents = await incidentsOfChanges(
      tenant.id,
      page.groups.flatMap(({ changes }) => changes.map(({ key }) => key)),
    );
    return { items: page.groups, incidents, nextCursor: page.next ?? null };
  },
);
