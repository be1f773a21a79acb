import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { asSystem } from '#lib/platform/database/index.ts';
import { env, readEnv } from '#lib/platform/env.ts';
import { freshDatabase } from '#lib/platform/testing/database.ts';
import { changePassword, principalOfUser, signInWithPassword, signInWithStaffToken, staffExists, staffSignInLink } from './index.ts';

const OLD = 'the-old-password-of-theirs';
const NEW = 'the-new-password-of-theirs';
let db: Awaited<ReturnType<typeof freshDatabase>>;

beforeAll(async () => {
  db = await freshDatabase();
  env.provide(readEnv({}, () => 'the secret of the test, long enough for it'));
});
afterAll(() => db.drop());

/** A staff member who signed in with the one-time link and has no password yet. */
async function newStaff() {
  const email = `staff-${randomUUID()}@example.com`;
  const link = new URL(await staffSignInLink(email, Date.now()));
  return { email, token: link.searchParams.get('token') ?? '' };
}

describe('the staff’s first password', () => {
  it('is set without a current one after the one-time link, which then no longer works', async () => {
    const { email, token } = await newStaff();
    const user = await signInWithStaffToken(token, Date.now());
    await changePassword(user.id, '', OLD);
    expect((await signInWithPassword(email, OLD))?.id).toBe(user.id);
    expect(await staffExists()).toBe(true);
    await expect(signInWithStaffToken(token, Date.now())).rejects.toMatchObject({ status: 422 });
  });
});

describe('a changed password', () => {
  it('needs the current one; without it nothing changes', async () => {
    const { email, token } = await newStaff();
    const user = await signInWithStaffToken(token, Date.now());
    await changePassword(user.id, '', OLD);
    for (const wrong of ['', NEW, `${OLD} `])
      await expect(changePassword(user.id, wrong, NEW)).rejects.toMatchObject({ status: 422, invalidParams: [{ name: 'current' }] });
    expect(await signInWithPassword(email, OLD)).toBeDefined();
    expect(await signInWithPassword(email, NEW)).toBeUndefined();
  });

  it('replaces the old one and ends every session', async () => {
    const { email, token } = await newStaff();
    const user = await signInWithStaffToken(token, Date.now());
    await changePassword(user.id, '', OLD);
    const before = await asSystem((tx) => tx.user.findUniqueOrThrow({ where: { id: user.id } }));
    expect(await principalOfUser(user.id, before.sessionVersion, undefined)).toMatchObject({ userId: user.id, isStaff: true });
    await changePassword(user.id, OLD, NEW);
    expect(await principalOfUser(user.id, before.sessionVersion, undefined)).toBeUndefined();
    expect(await signInWithPassword(email, OLD)).toBeUndefined();
    const after = await signInWithPassword(email, NEW);
    expect(await principalOfUser(user.id, after?.sessionVersion ?? 0, undefined)).toBeDefined();
    expect(after?.passwordHash).not.toContain(NEW);
  });
});
