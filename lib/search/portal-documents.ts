import { LIBRARY } from '#lib/queries/index.ts';
import { DESTINATIONS } from './destinations.ts';
import type { SearchDocument } from './documents.ts';

/** What every client can find: the pages of the portal, what can be done there, and the queries of the library. */
export const PORTAL_DOCUMENTS: readonly SearchDocument[] = [
  ...DESTINATIONS,
  ...LIBRARY.map(
    ({ id, title, description, subject }): SearchDocument => ({
      id: `query:${id}`,
      type: 'query',
      title,
      text: `${description} ${subject}`,
      path: `/queries/${id}`,
    }),
  ),
];
