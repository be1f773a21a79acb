import type { SearchDocument } from './documents.ts';
import { hasFields, type SearchQuery } from './query.ts';
import { type Hit, TYPE_WEIGHTS } from './ranking.ts';
import { wordingsOf } from './vocabulary.ts';
import { namesApart } from './words.ts';

/** The most documents of one search: those farther away say something else. */
const MOST = 50;

/** A document with its vector. */
export interface Placed {
  document: SearchDocument;
  vector: Float32Array;
}

/** What is said of a document to a model. */
export const textOf = ({ title, text, kind }: SearchDocument): string => forModel([kind, title, text].filter(Boolean).join('. '));

/**
 * A text as a model gets it, be it a document or a query: names are taken apart, and what it means to somebody who operates a cluster
 * follows in usual words. Both were tried on the labelled queries (eval/search).
 */
export function forModel(text: string): string {
  return [namesApart(text), wordingsOf(text)].filter(Boolean).join('. ');
}

/** Documents with vectors, all of one model. A client has some thousands at most: comparing a query with each takes a millisecond or two. */
export class VectorIndex {
  readonly #placed: readonly Placed[];

  constructor(placed: readonly Placed[]) {
    this.#placed = placed;
  }

  /**
   * The documents nearest to a vector that have what the fields of the query ask for, the best first. The score goes from 0 for the farthest
   * to 1 for the nearest, because models differ in how near unrelated texts are, times the weight of the document's type.
   */
  search(query: SearchQuery, vector: Float32Array): Hit[] {
    const nearest = this.#placed
      .filter(({ document }) => hasFields(document, query))
      .map(({ document, vector: its }) => ({ document, score: product(its, vector) }))
      .toSorted((a, b) => b.score - a.score)
      .slice(0, MOST);
    const [most, least] = [nearest[0]?.score ?? 0, nearest.at(-1)?.score ?? 0];
    return nearest
      .map(({ document, score }) => ({
        document,
        score: TYPE_WEIGHTS[document.type] * (most > least ? (score - least) / (most - least) : 1),
      }))
      .toSorted((a, b) => b.score - a.score);
  }
}

/** The scalar product of two vectors of one length. */
function product(a: Float32Array, b: Float32Array): number {
  let sum = 0;
  for (let i = 0; i < a.length; i++) sum += (a[i] ?? 0) * (b[i] ?? 0);
  return sum;
}
