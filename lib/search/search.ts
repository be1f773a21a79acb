import { hasFeature } from '#lib/features/index.ts';
import { type GraphStore, isUnknownGraph, resources } from '#lib/graph/index.ts';
import { clientIndexes } from './client-indexes.ts';
import type { SearchDocument } from './documents.ts';
import { embedder } from './embedding/port.ts';
import { guideRanking } from './guide-index.ts';
import { hasFields, parseSearch, type SearchQuery } from './query.ts';
import { combine } from './ranking.ts';
import { resourcePath } from './resource-path.ts';
import { rankings } from './search-index.ts';

/** Resources by their names that take part in the ranking. */
const NAMES = 20;

/**
 * What a client finds for a text like `kind:pod ns:shop out of memory`, the best first: pages and actions of the portal, queries, incidents,
 * resources, events, log lines, alerts and guides. Names of resources are looked up in the graph as it is now; the rest is up to two minutes old.
 * Throws SearchQueryError for a field whose value means nothing, and what the graph throws; a client without a graph finds the rest. `now` in epoch ms.
 */
export async function search(store: GraphStore, tenantId: string, text: string, limit: number, now: number): Promise<SearchDocument[]> {
  const query = parseSearch(text);
  const model = (await hasFeature('semantic-search', tenantId)) ? embedder.find() : undefined;
  const index = await clientIndexes().of(store, tenantId, model, now);
  const byName = (await resourcesByName(store, tenantId, query)).map((document, place) => ({ document, score: 1 - place / NAMES }));
  return combine([...(await rankings(index, query, model)), { hits: byName, weight: 1 }, await guideRanking(query)]).slice(0, limit);
}

/** The resources whose names hold every word: those too that are so many that the index leaves them out. */
async function resourcesByName(store: GraphStore, tenantId: string, query: SearchQuery): Promise<SearchDocument[]> {
  if (query.text === '' || (query.type !== undefined && query.type !== 'resource')) return [];
  try {
    const words = [query.kind, query.namespace, query.text].filter(Boolean).join(' ');
    const { resources: rows } = await resources(store, tenantId, { text: words, limit: NAMES });
    const documents = rows.map(
      ({ key, kind, namespace, name, cluster, health }): SearchDocument => ({
        id: `resource:${key}`,
        type: 'resource',
        title: name,
        text: '',
        path: resourcePath(key),
        cluster,
        ...(namespace && { namespace }),
        kind,
        health,
      }),
    );
    return documents.filter((document) => hasFields(document, query));
  } catch (error) {
    if (isUnknownGraph(error)) return [];
    throw error;
  }
}
