import { z } from 'zod';
import { route } from '#lib/api/index.ts';
import { getIncident, incidentMarkdown, postmortemMarkdown } from '#lib/incidents/index.ts';
import { uuid } from '../../../schemas.ts';

export const GET = route(
  {
    operationId: 'exportIncident',
    method: 'GET',
    path: '/api/v1/incidents/{id}/report',
    summary: 'Download an incident as Markdown or JSON, or a draft of its postmortem in Markdown.',
    tag: 'Incidents',
    access: 'tenant',
    params: z.object({ id: uuid }),
    query: z.object({ format: z.enum(['markdown', 'json', 'postmortem']).default('markdown') }),
    response: { binary: 'text/markdown' },
  },
  async ({ tenant, params, query: { format } }) => {
    const incident = await getIncident(tenant.id, params.id);
    const file =
      format === 'postmortem' ? `postmortem-${incident.number}.md` : `incident-${incident.number}.${format === 'json' ? 'json' : 'md'}`;
    const headers = {
      'Content-Type': format === 'json' ? 'application/json' : 'text/markdown; charset=utf-8',
      'Content-Disposition': `attachment; filename="${file}"`,
      'Cache-Control': 'no-store',
    };
    if (format !== 'json') return new Response((format === 'markdown' ? incidentMarkdown : postmortemMarkdown)(incident), { headers });
    return new Response(JSON.stringify(incident, withoutInternals, 2), { headers });
  },
);

/** What only the product itself has a use for. */
const INTERNAL = new Set(['tenantId', 'fingerprint', 'shape']);

function withoutInternals(name: string, value: unknown): unknown {
  if (INTERNAL.has(name)) return undefined;
  return typeof value === 'bigint' ? String(value) : value;
}
