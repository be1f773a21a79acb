import { parseArgs } from 'node:util';
import { openEmbedder } from '#lib/search/embedding/open.ts';
import { guideRanking } from '#lib/search/guide-index.ts';
import { LexicalIndex } from '#lib/search/lexical.ts';
import { PORTAL_DOCUMENTS } from '#lib/search/portal-documents.ts';
import { parseSearch } from '#lib/search/query.ts';
import { combine } from '#lib/search/ranking.ts';
import { rankings } from '#lib/search/search-index.ts';
import { textOf, VectorIndex } from '#lib/search/vector-index.ts';
import { CORPUS } from './corpus.ts';
import { measure } from './measure.ts';
import { HELD_OUT, TUNED } from './queries.ts';

/**
 * Measures the search on the labelled queries: `npm run eval:search`, by words and the vocabulary alone. With `-- --dir <folder>` or
 * `-- --url <address> [--model <name>]` a model takes part; `--misses` shows what is missing among the first five results.
 */
const { values } = parseArgs({
  options: { dir: { type: 'string' }, url: { type: 'string' }, model: { type: 'string', default: 'default' }, misses: { type: 'boolean' } },
});
const model = await openEmbedder({ EMBEDDING_MODEL_DIR: values.dir, EMBEDDING_URL: values.url, EMBEDDING_MODEL: values.model });

const documents = [...PORTAL_DOCUMENTS, ...CORPUS];
const begun = performance.now();
const vectors = await model?.embed(documents.map(textOf));
if (vectors) console.log(`${((performance.now() - begun) / documents.length).toFixed(0)} ms a text`);
const placed = documents.flatMap((document, i) => (vectors?.[i] ? [{ document, vector: vectors[i] }] : []));
const index = {
  words: await LexicalIndex.of(documents),
  vectors: model && new VectorIndex(placed),
  complete: Promise.resolve(),
};
const search = async (text: string) => {
  const query = parseSearch(text);
  return combine([...(await rankings(index, query, model)), await guideRanking(query)]).map(({ id }) => id);
};

for (const [name, queries] of Object.entries({ tuned: TUNED, 'held out': HELD_OUT, all: [...TUNED, ...HELD_OUT] })) {
  const { recallAt5, mrr } = await measure(queries, search, ({ text, relevant }, found) => {
    if (values.misses && name !== 'all') console.log(`  ${text}: ${relevant.filter((id) => !found.slice(0, 5).includes(id)).join(', ')}`);
  });
  console.log(`${name}: ${queries.length} queries, recall@5 ${recallAt5.toFixed(3)}, MRR ${mrr.toFixed(3)}`);
}
