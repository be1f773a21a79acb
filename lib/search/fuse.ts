import type { SearchDocument } from './documents.ts';

/** How much the places behind the first ones count (k = 60 in the paper). */
const K = 60;

/**
 * One ranking of several, by the places that a document has in them (G. Cormack, C. Clarke and S. Büttcher, "Reciprocal rank fusion outperforms
 * Condorcet and individual rank learning methods", 2009): scores of different methods cannot be compared, places can. Documents with equal
 * sums stand in the order of the first ranking that has them.
 */
export function fuse(rankings: readonly (readonly SearchDocument[])[]): SearchDocument[] {
  const sums = new Map<string, { document: SearchDocument; sum: number }>();
  for (const ranking of rankings) {
    for (const [place, document] of ranking.entries()) {
      const entry = sums.get(document.id) ?? { document, sum: 0 };
      entry.sum += 1 / (K + place + 1);
      sums.set(document.id, entry);
    }
  }
  return [...sums.values()].toSorted((a, b) => b.sum - a.sum).map(({ document }) => document);
}
