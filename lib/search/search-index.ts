import type { GraphStore } from '#lib/graph/index.ts';
import { logger } from '#lib/platform/logger.ts';
import { clientDocuments } from './client-documents.ts';
import type { SearchDocument } from './documents.ts';
import type { Embedder } from './embedding/port.ts';
import { LexicalIndex } from './lexical.ts';
import { PORTAL_DOCUMENTS } from './portal-documents.ts';
import type { SearchQuery } from './query.ts';
import type { Weighted } from './ranking.ts';
import { storedVectors } from './stored-vectors.ts';
import { forModel, textOf, VectorIndex } from './vector-index.ts';

/** How much nearness in meaning counts beside words: the best of those tried on the labelled queries (eval/search). */
const NEARNESS = 1;
/** How long a search waits for the vector of its text, in milliseconds. */
const QUERY_MS = 1_500;
/** The most documents of a client that are compared by vectors: computing one takes some 30 ms on one core. Healthy resources are found by their names. */
const MOST_VECTORS = 2_000;

/** What can be found by a client, by words, and by vectors where there is a model and they are computed already. */
export interface SearchIndex {
  words: LexicalIndex;
  vectors: VectorIndex | undefined;
  /** Settles when the vectors are there, or cannot be computed. */
  complete: Promise<void>;
}

/** Reads a client's documents and indexes them; the vectors follow in the background. `now` in epoch ms. Throws what the graph throws. */
export async function openSearchIndex(
  store: GraphStore,
  tenantId: string,
  embedder: Embedder | undefined,
  now: number,
): Promise<SearchIndex> {
  const documents = await clientDocuments(store, tenantId, now);
  const index: SearchIndex = {
    words: await LexicalIndex.of([...PORTAL_DOCUMENTS, ...documents]),
    vectors: undefined,
    complete: Promise.resolve(),
  };
  if (embedder) {
    index.complete = vectorsOf(embedder, tenantId, documents, now).then(
      (vectors) => {
        index.vectors = vectors;
      },
      (error) => logger.warn({ err: error, tenantId }, 'no vectors of the documents: searches go by words alone'),
    );
  }
  return index;
}

async function vectorsOf(embedder: Embedder, tenantId: string, documents: readonly SearchDocument[], now: number): Promise<VectorIndex> {
  const embedded = [
    ...PORTAL_DOCUMENTS,
    ...documents.filter(({ type, health }) => type !== 'resource' || health !== 'healthy').slice(0, MOST_VECTORS),
  ];
  const vectors = await storedVectors(embedder, tenantId, embedded.map(textOf), now);
  return new VectorIndex(embedded.flatMap((document, i) => (vectors[i] ? [{ document, vector: vectors[i] }] : [])));
}

/** What the index finds: a ranking by words and, where there are vectors, one by nearness. A model that does not answer is told and left out. */
export async function rankings(index: SearchIndex, query: SearchQuery, embedder: Embedder | undefined): Promise<Weighted[]> {
  const byWords = { hits: index.words.search(query), weight: 1 };
  if (!embedder || !index.vectors || query.text === '') return [byWords];
  try {
    const [vector] = await embedder.embed([forModel(query.text)], AbortSignal.timeout(QUERY_MS));
    return vector ? [byWords, { hits: index.vectors.search(query, vector), weight: NEARNESS }] : [byWords];
  } catch (error) {
    logger.warn({ err: error }, 'no vector of the query: this search goes by words alone');
    return [byWords];
  }
}
