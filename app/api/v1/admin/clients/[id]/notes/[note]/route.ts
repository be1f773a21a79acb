import { deleteNote, editNote } from '#lib/admin/index.ts';
import { route } from '#lib/api/index.ts';
import { done, OK } from '../../../../../schemas.ts';
import { noteInput } from '../input.ts';
import { note, noteParams, shownNote } from '../schemas.ts';

export const PUT = route(
  {
    operationId: 'editClientNote',
    method: 'PUT',
    path: '/api/v1/admin/clients/{id}/notes/{note}',
    summary: 'Replace the text of a note about a client.',
    tag: 'Provider',
    access: 'staff',
    params: noteParams,
    body: noteInput,
    response: note,
  },
  async ({ params, body, principal, now }) => shownNote(await editNote(params.id, params.note, body.body, principal.name, now)),
);

export const DELETE = route(
  {
    operationId: 'deleteClientNote',
    method: 'DELETE',
    path: '/api/v1/admin/clients/{id}/notes/{note}',
    summary: 'Delete a note about a client.',
    tag: 'Provider',
    access: 'staff',
    params: noteParams,
    response: done,
  },
  async ({ params, principal }) => {
    await deleteNote(params.id, params.note, principal.name);
    return OK;
  },
);
