import type { LabelledQuery } from './queries.ts';

/** How well a search answers labelled queries. */
export interface SearchFigures {
  queries: number;
  /** The mean of the share of the relevant documents (five at most) that are among the first five. */
  recallAt5: number;
  /** The mean of 1 / the place of the first relevant document; 0 where none is among the first ten (mean reciprocal rank). */
  mrr: number;
}

/** Measures a search; `misses` gets each query of which a relevant document is missing among the first five. */
export async function measure(
  queries: readonly LabelledQuery[],
  search: (text: string) => Promise<string[]> | string[],
  misses: (query: LabelledQuery, found: string[]) => void = () => {},
): Promise<SearchFigures> {
  let recall = 0;
  let reciprocal = 0;
  for (const query of queries) {
    const found = await search(query.text);
    const wanted = new Set(query.relevant);
    const right = found.slice(0, 5).filter((id) => wanted.has(id)).length;
    recall += right / Math.min(5, wanted.size);
    const place = found.slice(0, 10).findIndex((id) => wanted.has(id));
    reciprocal += place < 0 ? 0 : 1 / (place + 1);
    if (right < Math.min(5, wanted.size)) misses(query, found);
  }
  return { queries: queries.length, recallAt5: recall / queries.length, mrr: reciprocal / queries.length };
}
