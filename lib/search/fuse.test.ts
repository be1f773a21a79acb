import { expect, it } from 'vitest';
import type { SearchDocument } from './documents.ts';
import { fuse } from './fuse.ts';

const documents = (ids: string): SearchDocument[] => [...ids].map((id) => ({ id, type: 'log', title: id, text: '', path: `/${id}` }));

it('puts first what several rankings have in front, and keeps what only one has', () => {
  expect(fuse([documents('abc'), documents('bcd')]).map(({ id }) => id)).toEqual(['b', 'c', 'a', 'd']);
});

it('keeps a single ranking as it is', () => {
  expect(fuse([documents('cab'), []]).map(({ id }) => id)).toEqual(['c', 'a', 'b']);
});
