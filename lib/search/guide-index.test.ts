import { expect, it } from 'vitest';
import { guideRanking } from './guide-index.ts';
import { parseSearch } from './query.ts';

const found = async (text: string) => (await guideRanking(parseSearch(text))).hits.map(({ document }) => document.path);

it('finds the section of a guide by what it is about', async () => {
  expect((await found('spend cap overage limit')).slice(0, 3)).toContain('/docs/plans-and-billing#at-a-limit');
  expect((await found('masking secrets')).slice(0, 3)).toContain('/docs/security#masking');
});

it('finds only guides where guides are asked for, and none where something else is', async () => {
  expect(await found('type:guide agent')).not.toEqual([]);
  expect(await found('type:incident agent')).toEqual([]);
  expect(await found('kind:pod agent')).toEqual([]);
});
