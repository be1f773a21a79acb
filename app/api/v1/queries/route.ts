import { z } from 'zod';
import { route } from '#lib/api/index.ts';
import { LIBRARY } from '#lib/queries/index.ts';
import { holdsWords } from '#lib/queries/search.ts';
import { query, shownQuery, subject } from './schemas.ts';

export const GET = route(
  {
    operationId: 'listQueries',
    method: 'GET',
    path: '/api/v1/queries',
    summary: 'List the named queries of the library, with their parameters and columns.',
    tag: 'Queries',
    access: 'tenant',
    query: z.object({
      subject: subject.optional(),
      q: z.string().max(200).optional().describe('Words, all of which the id, the title or the description must hold.'),
    }),
    response: z.object({ items: z.array(query) }),
  },
  async ({ query: { subject, q = '' } }) => {
    const items = LIBRARY.filter((one) => (subject === undefined || one.subject === subject) && holdsWords(one, q));
    return { items: items.map(shownQuery) };
  },
);
