import type { SearchDocument } from './documents.ts';
import { hasFields, type SearchQuery } from './query.ts';
import type { Hit } from './ranking.ts';

/** The most documents of one search: those farther away say something else. */
const MOST = 50;

/** A document with its vector. */
export interface Placed {
  document: SearchDocument;
  vector: Float32Array;
}

/** What is said of a document to a model. */
export const textOf = ({ title, text, kind, namespace }: SearchDocument): string =>
  [kind, title, text, namespace && `namespace ${namespace}`].filter(Boolean).join('. ');

/** Documents with vectors, all of one model. A client has some thousands at most: comparing a query with each takes a millisecond or two. */
export class VectorIndex {
  readonly #placed: readonly Placed[];

  constructor(placed: readonly Placed[]) {
    this.#placed = placed;
  }

  /** The documents nearest to a vector that have what the fields of the query ask for, the nearest first; the score is the cosine. */
  search(query: SearchQuery, vector: Float32Array): Hit[] {
    return this.#placed
      .filter(({ document }) => hasFields(document, query))
      .map(({ document, vector: its }) => ({ document, score: product(its, vector) }))
      .toSorted((a, b) => b.score - a.score)
      .slice(0, MOST);
  }
}

/** The scalar product of two vectors of one length. */
function product(a: Float32Array, b: Float32Array): number {
  let sum = 0;
  for (let i = 0; i < a.length; i++) sum += (a[i] ?? 0) * (b[i] ?? 0);
  return sum;
}
