import { z } from 'zod';
import { route } from '#lib/api/index.ts';
import { graphStore } from '#lib/graph/index.ts';
import { parseSearch, SEARCH_TYPES, SearchQueryError, search } from '#lib/search/index.ts';
import { maybeTime } from '../schemas.ts';
import { health, queryGraph } from '../topology/schemas.ts';

const q = z
  .string()
  .trim()
  .min(1, 'Enter a search term.')
  .max(200)
  .describe('Words, and fields like `type:incident`, `kind:pod`, `ns:shop`, `cluster:prod` or `health:failing`.')
  .superRefine((text, context) => {
    try {
      parseSearch(text);
    } catch (error) {
      if (!(error instanceof SearchQueryError)) throw error;
      context.addIssue({ code: 'custom', message: error.message });
    }
  });

export const GET = route(
  {
    operationId: 'search',
    method: 'GET',
    path: '/api/v1/search',
    summary:
      'Search incidents, resources, events, log lines, alerts, queries and pages of the portal by words, fields and meaning, the best first.',
    tag: 'Search',
    access: 'tenant',
    query: z.object({ q, limit: z.coerce.number().int().min(1).max(100).default(20) }),
    problems: [503],
    response: z.object({
      items: z.array(
        z.object({
          id: z.string(),
          type: z.enum(SEARCH_TYPES),
          title: z.string(),
          text: z.string(),
          path: z.string().describe("The page of the portal, behind the portal's address."),
          cluster: z.string().nullable(),
          namespace: z.string().nullable(),
          kind: z.string().nullable(),
          health: health.nullable(),
          at: maybeTime.describe('When it was last seen.'),
        }),
      ),
    }),
  },
  async ({ tenant, query: { q, limit }, now }) => {
    const found = await queryGraph(() => search(graphStore.use(), tenant.id, q, limit, now));
    const items = found.map(({ cluster = null, namespace = null, kind = null, health = null, at = null, ...rest }) => ({
      ...rest,
      cluster,
      namespace,
      kind,
      health,
      at,
    }));
    return { items };
  },
);
