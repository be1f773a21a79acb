import { z } from 'zod';
import { personOf, route } from '#lib/api/index.ts';
import { listViews, saveView } from '#lib/incidents/index.ts';
import { uuid } from '../schemas.ts';
import { viewInput } from './input.ts';

const view = z.object({ id: uuid, name: z.string(), query: z.string() });

export const GET = route(
  {
    operationId: 'listIncidentViews',
    method: 'GET',
    path: '/api/v1/incident-views',
    summary: 'List the views of the list of incidents that you keep.',
    tag: 'Incidents',
    access: 'tenant',
    person: true,
    response: z.object({ items: z.array(view) }),
  },
  async ({ tenant, principal }) => ({ items: await listViews(tenant.id, personOf(principal).userId) }),
);

export const POST = route(
  {
    operationId: 'saveIncidentView',
    method: 'POST',
    path: '/api/v1/incident-views',
    summary: 'Keep filters of the list of incidents under a name, for yourself.',
    tag: 'Incidents',
    access: 'tenant',
    role: 'viewer',
    person: true,
    body: viewInput,
    response: view,
    status: 201,
  },
  ({ tenant, principal, body, now }) => saveView(tenant.id, personOf(principal).userId, body, now),
);
