import { z } from 'zod';
import { route } from '#lib/api/index.ts';
import { graphStore, type TopologyNode, type TopologyQuery, topology } from '#lib/graph/index.ts';
import { invalid } from '#lib/platform/problem.ts';
import { cluster, maybeTime, time } from '../schemas.ts';
import { health, objectName, queryGraph } from './schemas.ts';

export const GET = route(
  {
    operationId: 'getTopology',
    method: 'GET',
    path: '/api/v1/topology',
    summary: 'Get workloads with their relations and health, now or at a point in time.',
    tag: 'Topology',
    access: 'tenant',
    query: z.object({
      cluster: cluster.optional(),
      namespace: z.string().max(63).optional(),
      at: z.coerce.number().int().nonnegative().optional().describe('A time in the past, epoch ms; without it, now.'),
      detail: z.enum(['workloads', 'pods', 'full']).default('workloads'),
      expand: z
        .string()
        .max(4_000)
        .transform((keys) => keys.split(',').filter(Boolean))
        .optional()
        .describe('Keys of workloads, separated by commas, whose pods are shown beside them.'),
      maxNodes: z.coerce.number().int().min(1).max(5_000).default(500),
    }),
    problems: [409, 503],
    response: z.object({
      at: time,
      nodes: z.array(
        z.object({
          key: z.string(),
          ...objectName,
          cluster: z.string(),
          health,
          healthReason: z.string().optional(),
          ready: z.number().optional(),
          total: z.number().optional(),
          missingRefs: z.array(z.string()).optional(),
          restarts: z.number().optional(),
          changedAt: time.optional().describe('The last change to it within the hour before.'),
          incidents: z.array(z.string()).optional().describe('Ids of the open incidents that it caused or that reached it.'),
        }),
      ),
      edges: z.array(z.object({ from: z.string(), to: z.string(), type: z.string() })),
      truncated: z.object({ nodes: z.number() }).optional(),
      namespaces: z.array(z.string()).describe('All namespaces of the cluster, or of all clusters.'),
      incidents: z.array(z.object({ id: z.string(), number: z.number(), title: z.string() })).describe('Open at that time.'),
      knownSince: maybeTime.describe('The first time of which anything is kept; null before the first data.'),
      notes: z.array(z.string()).optional(),
    }),
  },
  async ({ tenant, query, now }) => {
    const at = query.at ?? now;
    if (at > now) throw invalid('at', `Give a time that is past: it is ${now} now (epoch ms).`);
    const keptSince = now - tenant.limits.retentionDays * DAY_MS;
    const changedSince = at - HOUR_MS;
    // By the hour, so that the question stays the same for a while.
    const wanted: TopologyQuery = { ...query, changedSince: changedSince - (changedSince % HOUR_MS) };
    const read = await queryGraph(() => topology(graphStore.use(), tenant.id, wanted));
    const found = { ...read, nodes: read.nodes.map((node) => markedSince(node, changedSince)) };
    const knownSince = found.knownSince === null ? null : Math.max(found.knownSince, keptSince);
    // What was deleted before the retention is gone: the rest would look like the whole.
    if (at < keptSince) return { ...found, at, nodes: [], edges: [], incidents: [], knownSince };
    return { ...found, at, knownSince };
  },
);

const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;

/** A node whose last change is marked only if it was made after a time. */
function markedSince(node: TopologyNode, since: number): TopologyNode {
  if (node.changedAt === undefined || node.changedAt > since) return node;
  const { changedAt: _, ...unmarked } = node;
  return unmarked;
}
