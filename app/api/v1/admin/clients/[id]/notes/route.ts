import { z } from 'zod';
import { addNote, listNotes } from '#lib/admin/index.ts';
import { route } from '#lib/api/index.ts';
import { clientParams } from '../../../schemas.ts';
import { noteInput } from './input.ts';
import { note, shownNote } from './schemas.ts';

export const GET = route(
  {
    operationId: 'listClientNotes',
    method: 'GET',
    path: '/api/v1/admin/clients/{id}/notes',
    summary: 'List what the staff have noted about a client, the newest first. The client never sees it.',
    tag: 'Provider',
    access: 'staff',
    params: clientParams,
    response: z.object({ items: z.array(note) }),
  },
  async ({ params }) => ({ items: (await listNotes(params.id)).map(shownNote) }),
);

export const POST = route(
  {
    operationId: 'addClientNote',
    method: 'POST',
    path: '/api/v1/admin/clients/{id}/notes',
    summary: 'Note something about a client, in Markdown, for the staff alone.',
    tag: 'Provider',
    access: 'staff',
    params: clientParams,
    body: noteInput,
    problems: [409],
    response: note,
    status: 201,
  },
  async ({ params, body, principal, now }) => shownNote(await addNote(params.id, body.body, principal.name, now)),
);
