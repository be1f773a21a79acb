import { z } from 'zod';
import type { listNotes } from '#lib/admin/index.ts';
import { maybeTime, time, uuid } from '../../../../schemas.ts';
import { clientParams } from '../../../schemas.ts';

export const noteParams = clientParams.extend({ note: uuid });

export const note = z.object({
  id: uuid,
  author: z.string(),
  body: z.string(),
  createdAt: time,
  editedBy: z.string().nullable(),
  editedAt: maybeTime,
});

export function shownNote({ id, author, body, createdAt, editedBy, editedAt }: Awaited<ReturnType<typeof listNotes>>[number]) {
  return { id, author, body, createdAt: createdAt.getTime(), editedBy, editedAt: editedAt?.getTime() ?? null };
}
