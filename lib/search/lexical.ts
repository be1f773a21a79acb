import MiniSearch, { type SearchOptions } from 'minisearch';
import type { SearchDocument } from './documents.ts';
import { hasFields, type SearchQuery } from './query.ts';
import { type Hit, TYPE_WEIGHTS } from './ranking.ts';
import { meaningsOf } from './vocabulary.ts';
import { wordsOf } from './words.ts';

/** How much a word of the title and a shared meaning count, beside a word of the text. */
const TITLE = 2;
const MEANING = 1;
/** How much a word counts that is part of a phrase with a meaning: `node` of `no node fits` says little by itself. */
const IN_PHRASE = 0.5;
/** Words of at least so many letters are found where they are the beginning of a word, or misspelt by one letter in five. */
const PREFIX_FROM = 3;
const FUZZY_FROM = 5;
const FUZZINESS = 0.2;

/**
 * An index of documents by their words, and by what these mean to somebody who operates a cluster (vocabulary.ts). Ranked by BM25+ (Y. Lv and
 * C. Zhai, "Lower-bounding term frequency normalization", 2011), as MiniSearch implements it.
 */
export class LexicalIndex {
  readonly #index = new MiniSearch<SearchDocument>({
    fields: ['title', 'text', 'meanings'],
    extractField: (document, field) => {
      if (field === 'id' || field === 'title') return document[field];
      const text = [document.kind, document.namespace, document.text].filter(Boolean).join(' ');
      return field === 'text' ? text : `${document.title} . ${text}`;
    },
    tokenize: (text, field) => (field === 'meanings' ? meaningsOf(wordsOf(text)).map(({ token }) => token) : wordsOf(text)),
    processTerm: (term) => term,
  });
  readonly #documents = new Map<string, SearchDocument>();

  /** Resolves when all documents are in it; other work gets its turn in between. */
  static async of(documents: readonly SearchDocument[]): Promise<LexicalIndex> {
    const made = new LexicalIndex();
    for (const document of documents) made.#documents.set(document.id, document);
    await made.#index.addAllAsync([...made.#documents.values()], { chunkSize: 200 });
    return made;
  }

  get documents(): Iterable<SearchDocument> {
    return this.#documents.values();
  }

  /** The documents that have what the fields of a query ask for and share a word or a meaning with its text, the best first. */
  search(query: SearchQuery): Hit[] {
    const fits = (document: SearchDocument | undefined) => document !== undefined && hasFields(document, query);
    if (query.text === '') return [...this.#documents.values()].filter(fits).map((document) => ({ document, score: 0 }));
    const terms = wordsOf(query.text);
    const meant = new Map(meaningsOf(terms).map(({ token, words }) => [token, words]));
    const inPhrases = new Set([...meant.values()].filter(({ length }) => length > 1).flat());
    const words: SearchOptions & { queries: string[] } = {
      queries: [query.text],
      fields: ['title', 'text'],
      boost: { title: TITLE },
      tokenize: () => terms,
      boostTerm: (term) => (inPhrases.has(term) ? IN_PHRASE : 1),
      prefix: (term) => term.length >= PREFIX_FROM,
      fuzzy: (term) => (term.length >= FUZZY_FROM ? FUZZINESS : false),
    };
    const meanings: SearchOptions & { queries: string[] } = {
      queries: [query.text],
      fields: ['meanings'],
      boost: { meanings: MEANING },
      tokenize: () => [...meant.keys()],
      boostTerm: (token) => meant.get(token)?.length ?? 1,
    };
    const found = this.#index.search(
      { combineWith: 'OR', queries: [words, meanings] },
      { filter: ({ id }) => fits(this.#documents.get(id)), boostDocument: (id) => TYPE_WEIGHTS[this.#documents.get(id)?.type ?? 'page'] },
    );
    return found.flatMap(({ id, score }) => {
      const document = this.#documents.get(id);
      return document ? [{ document, score }] : [];
    });
  }
}
