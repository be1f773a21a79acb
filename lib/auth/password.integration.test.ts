import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { freshDatabase } from '#lib/platform/testing/database.ts';
import { changePassword, signInWithPassword, signInWithStaffToken, staffExists, staffSignInLink } from './index.ts';
import { captureMails, newSession } from './testing/people.ts';

const NOW = Date.UTC(2026, 10, 23, 12);
const OLD = 'the-old-password-of-theirs';
const NEW = 'the-new-password-of-theirs';
let db: Awaited<ReturnType<typeof freshDatabase>>;
let mails: ReturnType<typeof captureMails>;

beforeAll(async () => {
  db = await freshDatabase();
  mails = captureMails();
});
afterAll(() => db.drop());

/** A staff member who signed in with the one-time link and has no password yet. */
async function newStaff() {
  const email = `staff-${randomUUID()}@example.com`;
  const token = new URL(await staffSignInLink(email, NOW)).searchParams.get('token') ?? '';
  const user = await signInWithStaffToken(token, NOW);
  const session = await newSession(user.id, NOW, ['staff-link']);
  const change = (current: string, next: string) => changePassword(user.id, { current, next, sessionId: session.id }, NOW);
  const signIn = (password: string) => signInWithPassword({ email, password }, NOW);
  return { email, token, user, session, change, signIn };
}

describe('the staff’s first password', () => {
  it('is set without a current one after the one-time link, which then no longer works', async () => {
    const { token, user, change, signIn } = await newStaff();
    await change('', OLD);
    expect((await signIn(OLD))?.userId).toBe(user.id);
    expect(await staffExists()).toBe(true);
    await expect(signInWithStaffToken(token, NOW)).rejects.toMatchObject({ status: 422 });
  });
});

describe('a changed password', () => {
  it('needs the current one; without it nothing changes', async () => {
    const { change, signIn } = await newStaff();
    await change('', OLD);
    for (const wrong of ['', NEW, `${OLD} `])
      await expect(change(wrong, NEW)).rejects.toMatchObject({ status: 422, invalidParams: [{ name: 'current' }] });
    expect(await signIn(OLD)).toBeDefined();
    expect(await signIn(NEW)).toBeUndefined();
  });

  it('replaces the old one, ends every other session, gives this one a new secret, and tells the owner', async () => {
    const { email, user, session, change, signIn } = await newStaff();
    await change('', OLD);
    const other = await newSession(user.id, NOW);
    expect(await other.principal(NOW)).toMatchObject({ userId: user.id, isStaff: true });
    await change(OLD, NEW);
    expect(await other.principal(NOW)).toBeUndefined();
    expect(await session.principal(NOW)).toBeUndefined();
    expect(await signIn(OLD)).toBeUndefined();
    expect(await signIn(NEW)).toBeDefined();
    expect(mails.lastTo(email).subject).toBe('Your password was changed');
  });

  it('may not be easy to guess', async () => {
    const { change } = await newStaff();
    await expect(change('', 'password123')).rejects.toMatchObject({ invalidParams: [{ name: 'next' }] });
  });
});
