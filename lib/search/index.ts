/** Search over everything that a client can see: by words, fields and meaning. */
export { SEARCH_TYPES, type SearchDocument, type SearchType } from './documents.ts';
export { parseSearch, SearchQueryError } from './query.ts';
export { search } from './search.ts';
