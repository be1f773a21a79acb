import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { mailPort } from '#lib/mail/index.ts';
import { asSystem } from '#lib/platform/database/index.ts';
import { freshDatabase } from '#lib/platform/testing/database.ts';
import { addStaffToken, createApiKey, remindOfExpiry } from './index.ts';
import { captureMails, newPerson } from './testing/people.ts';

const NOW = Date.UTC(2026, 10, 23, 12);
const DAY = 86_400_000;
let db: Awaited<ReturnType<typeof freshDatabase>>;
let mails: ReturnType<typeof captureMails>;
let sent: { to: string; subject: string; text: string }[] = [];

beforeAll(async () => {
  db = await freshDatabase();
  mails = captureMails();
});
afterAll(() => db.drop());

/** A client with an owner, an admin and a viewer, and a key that was made 30 days ago. */
async function newClient(expiresAt: number | undefined, createdAt = NOW - 30 * DAY) {
  const [owner, admin, viewer] = [await newPerson(mails, NOW), await newPerson(mails, NOW), await newPerson(mails, NOW)];
  const name = `key ${randomUUID()}`;
  await asSystem(async (tx) => {
    await tx.membership.create({ data: { tenantId: owner.clientId, userId: admin.userId, role: 'admin' } });
    await tx.membership.create({ data: { tenantId: owner.clientId, userId: viewer.userId, role: 'viewer' } });
    const key = { tenantId: owner.clientId, name, scopes: ['read' as const], expiresAt: expiresAt ? new Date(expiresAt) : undefined };
    const { id } = await createApiKey(tx, { ...key, actor: owner.email });
    await tx.apiKey.update({ where: { id }, data: { createdAt: new Date(createdAt) } });
  });
  return { owner, admin, name };
}

async function run(at = NOW) {
  sent = [];
  const before = mailPort.use();
  mailPort.provide({ kind: 'outbox', send: async (mail) => void sent.push(mail) });
  await Promise.all([remindOfExpiry(at), remindOfExpiry(at)]);
  mailPort.provide(before);
}
const about = (name: string) => sent.filter(({ text }) => text.includes(name));

describe('a key that ends within a week', () => {
  it('is told to the owners and admins of its client, once, with the day and the page', async () => {
    const { owner, admin, name } = await newClient(NOW + 6 * DAY);
    await run();
    expect(
      about(name)
        .map(({ to }) => to)
        .sort(),
    ).toEqual([owner.email, admin.email].sort());
    expect(about(name)[0]).toMatchObject({ subject: 'A key ends on 2026-11-29', text: expect.stringContaining('/api-keys') });
    await run(NOW + DAY);
    expect(about(name)).toEqual([]);
  });

  it.each([
    ['ends later', NOW + 8 * DAY, NOW - 30 * DAY],
    ['has ended', NOW - DAY, NOW - 30 * DAY],
    ['was made for a week', NOW + 6 * DAY, NOW - DAY],
    ['never ends', undefined, NOW - 30 * DAY],
  ])('is not one that %s', async (_, expiresAt, createdAt) => {
    const { name } = await newClient(expiresAt, createdAt);
    await run();
    expect(about(name)).toEqual([]);
  });

  it('is told to the staff if it is one of their tokens', async () => {
    const person = await newPerson(mails, NOW);
    await asSystem((tx) => tx.user.update({ where: { id: person.userId }, data: { isStaff: true } }));
    const name = `token ${randomUUID()}`;
    await addStaffToken({ name, scopes: ['read'], expiresAt: new Date(NOW + 5 * DAY), actor: 'sam' }, NOW - 30 * DAY);
    await run();
    expect(about(name).map(({ to }) => to)).toEqual([person.email]);
  });
});
