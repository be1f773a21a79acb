import { LexicalIndex } from '#lib/search/lexical.ts';
import { PORTAL_DOCUMENTS } from '#lib/search/portal-documents.ts';
import { parseSearch } from '#lib/search/query.ts';
import { CORPUS } from './corpus.ts';
import { measure } from './measure.ts';
import { HELD_OUT, TUNED } from './queries.ts';

/** Measures the search on the labelled queries: `npm run eval:search [-- --misses]`. */
const showMisses = process.argv.includes('--misses');
const index = await LexicalIndex.of([...PORTAL_DOCUMENTS, ...CORPUS]);
const search = (text: string) => index.search(parseSearch(text)).map(({ document }) => document.id);
for (const [name, queries] of Object.entries({ tuned: TUNED, 'held out': HELD_OUT, all: [...TUNED, ...HELD_OUT] })) {
  const { recallAt5, mrr } = await measure(queries, search, ({ text, relevant }, found) => {
    if (showMisses && name !== 'all')
      console.log(`  ${text}: missing ${relevant.filter((id) => !found.slice(0, 5).includes(id)).join(', ')}`);
  });
  console.log(`${name}: ${queries.length} queries, recall@5 ${recallAt5.toFixed(3)}, MRR ${mrr.toFixed(3)}`);
}
