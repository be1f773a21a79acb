import type { SearchDocument, SearchType } from './documents.ts';

/** How much documents of a type count: who looks for trouble means what is wrong now rather than a page about such things. */
export const TYPE_WEIGHTS: Record<SearchType, number> = {
  incident: 1.2,
  alert: 1,
  resource: 1,
  event: 1,
  log: 1,
  page: 0.9,
  action: 0.9,
  query: 0.75,
  guide: 1,
};

/** A document that was found, and how well it answers: greater is better, comparable within one ranking only. */
export interface Hit {
  document: SearchDocument;
  score: number;
}

/** A ranking, and how much it counts. */
export interface Weighted {
  hits: readonly Hit[];
  weight: number;
}

/**
 * One ranking of several: the weighted sum of the scores, each divided by the best of its ranking, as those of different methods cannot be
 * compared otherwise. What only one ranking has stays. Documents with equal sums stand in the order of the first ranking that has them.
 */
export function combine(rankings: readonly Weighted[]): SearchDocument[] {
  const sums = new Map<string, Hit>();
  for (const { hits, weight } of rankings) {
    const best = hits[0]?.score || 1;
    for (const { document, score } of hits) {
      const sum = (sums.get(document.id)?.score ?? 0) + (weight * score) / best;
      sums.set(document.id, { document: sums.get(document.id)?.document ?? document, score: sum });
    }
  }
  return [...sums.values()].toSorted((a, b) => b.score - a.score).map(({ document }) => document);
}
