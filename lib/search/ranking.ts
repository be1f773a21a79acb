import type { SearchDocument } from './documents.ts';

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
