import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { asSystem, inTenant } from '#lib/platform/database/index.ts';
import { freshDatabase } from '#lib/platform/testing/database.ts';
import { addNote, deleteNote, editNote, listNotes } from './index.ts';

const NOW = Date.UTC(2026, 10, 30, 12);
let db: Awaited<ReturnType<typeof freshDatabase>>;

beforeAll(async () => {
  db = await freshDatabase();
});
afterAll(() => db.drop());

async function newClient(): Promise<string> {
  const id = `c-${randomUUID().slice(0, 18)}`;
  await asSystem((tx) => tx.tenant.create({ data: { id, name: id, plan: 'free' } }));
  return id;
}

it('notes about a client are listed with author and time, the newest first, and can be edited and deleted', async () => {
  const id = await newClient();
  const first = await addNote(id, 'Pays by bank transfer.', 'jo', NOW);
  const second = await addNote(id, 'Wants a call on Monday.', 'ann', NOW + 1);
  await editNote(id, first.id, 'Pays by card.', 'ann', NOW + 2);
  expect(await listNotes(id)).toMatchObject([
    { body: 'Wants a call on Monday.', author: 'ann', editedBy: null },
    { body: 'Pays by card.', author: 'jo', createdAt: new Date(NOW), editedBy: 'ann', editedAt: new Date(NOW + 2) },
  ]);
  await deleteNote(id, second.id, 'jo');
  expect((await listNotes(id)).map(({ body }) => body)).toEqual(['Pays by card.']);
});

it('the acts are in the audit log of the installation without the text, and in none of the client', async () => {
  const id = await newClient();
  const note = await addNote(id, 'a secret', 'jo', NOW);
  await editNote(id, note.id, 'another secret', 'ann', NOW);
  await deleteNote(id, note.id, 'jo');
  const entries = await asSystem((tx) => tx.auditEntry.findMany({ where: { target: `${id} ${note.id}` }, orderBy: { id: 'asc' } }));
  expect(entries.map(({ tenantId, actor, action }) => [tenantId, actor, action])).toEqual([
    ['@installation', 'jo', 'client_note.added'],
    ['@installation', 'ann', 'client_note.edited'],
    ['@installation', 'jo', 'client_note.deleted'],
  ]);
  expect(JSON.stringify(entries.map(({ before, after }) => [before, after]))).not.toContain('secret');
  expect(await asSystem((tx) => tx.auditEntry.count({ where: { tenantId: id } }))).toBe(0);
});

it('a note is of one client: by the id of another it is not found, nor is one of a client that does not exist', async () => {
  const [own, other] = [await newClient(), await newClient()];
  const note = await addNote(own, 'x', 'jo', NOW);
  for (const [client, id] of [
    [other, note.id],
    [own, randomUUID()],
  ] as const) {
    await expect(editNote(client, id, 'y', 'jo', NOW)).rejects.toMatchObject({ status: 404 });
    await expect(deleteNote(client, id, 'jo')).rejects.toMatchObject({ status: 404 });
  }
  await expect(addNote('no-such-client', 'x', 'jo', NOW)).rejects.toMatchObject({ status: 404 });
});

it('a client sees no notes about itself, whatever it asks its tables', async () => {
  const id = await newClient();
  await addNote(id, 'x', 'jo', NOW);
  await inTenant(id, async (tx) => {
    expect(await tx.clientNote.count()).toBe(0);
    expect(await tx.clientNote.deleteMany()).toEqual({ count: 0 });
  });
});

it('a client has at most 200 notes', async () => {
  const id = await newClient();
  const row = { tenantId: id, author: 'jo', body: 'x', createdAt: new Date(NOW) };
  await asSystem((tx) => tx.clientNote.createMany({ data: Array.from({ length: 200 }, () => row) }));
  await expect(addNote(id, 'one more', 'jo', NOW)).rejects.toMatchObject({ status: 409, code: 'note_limit' });
});
