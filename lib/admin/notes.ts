import { audit, INSTALLATION } from '#lib/audit/index.ts';
import { asSystem, type Tx } from '#lib/platform/database/index.ts';
import { notFound, Problem } from '#lib/platform/problem.ts';
import type { ClientNote } from '../../prisma/generated/client.ts';

const MAX_NOTES = 200;

/**
 * Notes of the staff about a client, which the client never sees: neither in the portal nor in its export or its audit log. Acts are in
 * the audit log of the installation, without the text, so that a note can be taken back for good.
 */

/** The notes about a client, the newest first. */
export async function listNotes(tenantId: string): Promise<ClientNote[]> {
  return asSystem((tx) => tx.clientNote.findMany({ where: { tenantId }, orderBy: [{ createdAt: 'desc' }, { id: 'desc' }] }));
}

/** Adds a note. Throws a Problem: 404 for a client that does not exist, 409 beyond 200 notes. `now` in epoch ms. */
export async function addNote(tenantId: string, body: string, author: string, now: number): Promise<ClientNote> {
  return asSystem(async (tx) => {
    if (!(await tx.tenant.findUnique({ where: { id: tenantId }, select: { id: true } }))) throw notFound();
    if ((await tx.clientNote.count({ where: { tenantId } })) >= MAX_NOTES)
      throw new Problem(409, 'note_limit', `A client has at most ${MAX_NOTES} notes. Delete some that no longer matter.`);
    const note = await tx.clientNote.create({ data: { tenantId, body, author, createdAt: new Date(now) } });
    await audit(tx, { tenantId: INSTALLATION, actor: author, action: 'client_note.added', target: `${tenantId} ${note.id}` });
    return note;
  });
}

/** Replaces the text of a note. Throws a Problem with status 404 for one that does not exist. `now` in epoch ms. */
export async function editNote(tenantId: string, id: string, body: string, editor: string, now: number): Promise<ClientNote> {
  return asSystem(async (tx) => {
    await assertNote(tx, tenantId, id);
    await audit(tx, { tenantId: INSTALLATION, actor: editor, action: 'client_note.edited', target: `${tenantId} ${id}` });
    return tx.clientNote.update({ where: { id }, data: { body, editedBy: editor, editedAt: new Date(now) } });
  });
}

/** Deletes a note. Throws a Problem with status 404 for one that does not exist. */
export async function deleteNote(tenantId: string, id: string, actor: string): Promise<void> {
  await asSystem(async (tx) => {
    await assertNote(tx, tenantId, id);
    await tx.clientNote.delete({ where: { id } });
    await audit(tx, { tenantId: INSTALLATION, actor, action: 'client_note.deleted', target: `${tenantId} ${id}` });
  });
}

async function assertNote(tx: Tx, tenantId: string, id: string): Promise<void> {
  if (!(await tx.clientNote.findUnique({ where: { id, tenantId }, select: { id: true } }))) throw notFound();
}
