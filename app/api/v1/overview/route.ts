import { z } from 'zod';
import { route } from '#lib/api/index.ts';
import { daysOfMonth, estimateBill } from '#lib/billing/index.ts';
import { listClusters } from '#lib/clusters/index.ts';
import { listIncidents } from '#lib/incidents/index.ts';
import { monthSummary } from '#lib/usage/index.ts';
import { incident, shownTimes } from '../incidents/schemas.ts';
import { maybeTime } from '../schemas.ts';

const SHOWN_INCIDENTS = 6;
const gauge = z.object({ used: z.number(), limit: z.number().nullable() });

export const GET = route(
  {
    operationId: 'getOverview',
    method: 'GET',
    path: '/api/v1/overview',
    summary: 'Get the data of the dashboard: clusters, open incidents, plan usage and the estimated bill.',
    tag: 'Account',
    access: 'tenant',
    metered: false,
    response: z.object({
      plan: z.enum(['free', 'basic', 'pro', 'enterprise']),
      clusters: z.array(
        z.object({ name: z.string(), status: z.enum(['waiting', 'connected', 'degraded', 'silent']), lastHeartbeatAt: maybeTime }),
      ),
      openIncidents: z.number().int(),
      incidents: z.array(incident),
      eventsToday: gauge,
      eventsMonth: z.number(),
      rcaQueries: gauge,
      apiCalls: gauge,
      storageBytes: gauge,
      estimateCents: z.number().int().nullable(),
    }),
  },
  async ({ tenant, now }) => {
    const plan = tenant.limits;
    const [clusters, open, latest, month, days] = await Promise.all([
      listClusters(tenant.id, now),
      listIncidents(tenant.id, { status: 'open', limit: 200 }),
      listIncidents(tenant.id, { limit: SHOWN_INCIDENTS }),
      monthSummary(tenant.id, now),
      daysOfMonth(tenant, now),
    ]);
    const shown = [...open, ...latest.filter(({ status }) => status === 'closed')].slice(0, SHOWN_INCIDENTS);
    return {
      plan: tenant.plan,
      clusters,
      openIncidents: open.length,
      incidents: shown.map((row) => incident.parse({ ...row, ...shownTimes(row) })),
      eventsToday: { used: month.eventsToday, limit: plan.eventsPerDay },
      eventsMonth: month.events,
      rcaQueries: { used: month.rcaQueries, limit: plan.rcaQueriesPerMonth },
      apiCalls: { used: month.apiCalls, limit: plan.apiCallsPerMonth },
      storageBytes: { used: month.storageMeanBytes, limit: plan.storageBytes },
      estimateCents: estimateBill(plan, days).totalCents,
    };
  },
);
