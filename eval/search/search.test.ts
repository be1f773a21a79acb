import { expect, it } from 'vitest';
import { LexicalIndex } from '#lib/search/lexical.ts';
import { PORTAL_DOCUMENTS } from '#lib/search/portal-documents.ts';
import { parseSearch } from '#lib/search/query.ts';
import { CORPUS } from './corpus.ts';
import { measure } from './measure.ts';
import { HELD_OUT, TUNED } from './queries.ts';

it('has a document for every label', () => {
  const known = new Set([...PORTAL_DOCUMENTS, ...CORPUS].map(({ id }) => id));
  expect(known.size).toBe(PORTAL_DOCUMENTS.length + CORPUS.length);
  expect([...TUNED, ...HELD_OUT].flatMap(({ relevant }) => relevant).filter((id) => !known.has(id))).toEqual([]);
  expect(new Set([...TUNED, ...HELD_OUT].map(({ text }) => text)).size).toBe(100);
});

it('finds at least 85 % of what answers the labelled queries among the first five, without a model', async () => {
  const index = await LexicalIndex.of([...PORTAL_DOCUMENTS, ...CORPUS]);
  const figures = await measure([...TUNED, ...HELD_OUT], (text) => index.search(parseSearch(text)).map(({ document }) => document.id));
  expect(figures.recallAt5).toBeGreaterThanOrEqual(0.85);
});

it('counts a place by its reciprocal and at most five documents of a query', async () => {
  const found = ['x', 'a', 'b', 'c', 'd', 'e', 'f'];
  expect(await measure([{ text: '', relevant: ['a', 'f'] }], () => found)).toEqual({ queries: 1, recallAt5: 0.5, mrr: 0.5 });
  expect(await measure([{ text: '', relevant: ['a', 'b', 'c', 'd', 'e', 'f'] }], () => found)).toEqual({
    queries: 1,
    recallAt5: 0.8,
    mrr: 0.5,
  });
  expect(await measure([{ text: '', relevant: ['z'] }], () => found)).toEqual({ queries: 1, recallAt5: 0, mrr: 0 });
});
