import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { listAudit } from '#lib/audit/index.ts';
import { asSystem } from '#lib/platform/database/index.ts';
import { freshDatabase } from '#lib/platform/testing/database.ts';
import {
  addApiKey,
  changePassword,
  confirmAddress,
  getProfile,
  principalOfApiKey,
  requestAddressChange,
  resetPassword,
  signInWithPassword,
  takeAccountBack,
  updateProfile,
} from './index.ts';
import { captureMails, newPerson, newSession, PASSWORD } from './testing/people.ts';

const NOW = Date.UTC(2026, 10, 23, 12);
const DAY = 86_400_000;
let db: Awaited<ReturnType<typeof freshDatabase>>;
let mails: ReturnType<typeof captureMails>;

beforeAll(async () => {
  db = await freshDatabase();
  mails = captureMails();
});
afterAll(() => db.drop());

const newAddress = () => `${randomUUID()}@example.com`;

describe('a new email address', () => {
  it('replaces the old one once its link is opened, ends every session, and the old address is told', async () => {
    const person = await newPerson(mails, NOW);
    const session = await newSession(person.userId, NOW);
    const email = newAddress();
    await requestAddressChange(person.userId, email.toUpperCase(), NOW);
    expect((await getProfile(person.userId)).email).toBe(person.email);
    const token = mails.tokenFor(email);
    await expect(confirmAddress(token, NOW + DAY)).rejects.toMatchObject({ status: 422 });
    expect(await confirmAddress(token, NOW)).toEqual({ email });
    expect(await session.principal(NOW)).toBeUndefined();
    expect(await signInWithPassword({ email, password: PASSWORD }, NOW)).toBeDefined();
    expect(await signInWithPassword({ email: person.email, password: PASSWORD }, NOW)).toBeUndefined();
    expect(mails.lastTo(person.email).subject).toBe('The email address of your account was changed');
    await expect(confirmAddress(token, NOW)).rejects.toMatchObject({ status: 422 });
  });

  it('that has an account changes nothing and reveals nothing: its owner is told', async () => {
    const [a, b] = [await newPerson(mails, NOW), await newPerson(mails, NOW)];
    expect(await requestAddressChange(a.userId, b.email, NOW)).toBeUndefined();
    expect(mails.lastTo(b.email).subject).toBe('Your email address already has an account');
    expect((await getProfile(a.userId)).email).toBe(a.email);
  });

  it('that gets an account in the meantime is refused', async () => {
    const [a, b] = [await newPerson(mails, NOW), await newPerson(mails, NOW)];
    const email = newAddress();
    await requestAddressChange(a.userId, email, NOW);
    await asSystem((tx) => tx.user.update({ where: { id: b.userId }, data: { email } }));
    await expect(confirmAddress(/token=(\w+)/.exec(mails.lastTo(email).text)?.[1] ?? '', NOW)).rejects.toMatchObject({
      code: 'address_taken',
    });
  });
});

describe('the link for a change that somebody else made', () => {
  it('ends every session, removes the new password, revokes the account’s keys, and lets the owner choose another password', async () => {
    const person = await newPerson(mails, NOW);
    const thief = await newSession(person.userId, NOW);
    const { key } = await addApiKey(person.clientId, { name: 'ci', scopes: ['read'], actor: person.email }, NOW);
    await changePassword(person.userId, { current: PASSWORD, next: 'the password of a thief', sessionId: thief.id }, NOW);
    const { resetToken } = await takeAccountBack(mails.tokenFor(person.email), NOW + DAY);
    expect(await signInWithPassword({ email: person.email, password: 'the password of a thief' }, NOW)).toBeUndefined();
    expect(await asSystem((tx) => tx.session.count({ where: { userId: person.userId, endedAt: null } }))).toBe(0);
    expect(await principalOfApiKey(key, NOW)).toBeUndefined();
    await resetPassword({ token: resetToken, password: 'a password of the owner' }, NOW + DAY);
    expect(await signInWithPassword({ email: person.email, password: 'a password of the owner' }, NOW)).toBeDefined();
  });

  it('gives the account its old address back', async () => {
    const person = await newPerson(mails, NOW);
    const email = newAddress();
    await requestAddressChange(person.userId, email, NOW);
    await confirmAddress(mails.tokenFor(email), NOW);
    await takeAccountBack(mails.tokenFor(person.email), NOW + 6 * DAY);
    expect((await getProfile(person.userId)).email).toBe(person.email);
  });

  it('works once, and for seven days', async () => {
    const person = await newPerson(mails, NOW);
    const { id } = await newSession(person.userId, NOW);
    await changePassword(person.userId, { current: PASSWORD, next: 'another long password', sessionId: id }, NOW);
    const token = mails.tokenFor(person.email);
    await expect(takeAccountBack(token, NOW + 7 * DAY)).rejects.toMatchObject({ status: 422 });
    await takeAccountBack(token, NOW);
    await expect(takeAccountBack(token, NOW)).rejects.toMatchObject({ status: 422 });
  });
});

describe('a profile', () => {
  it('keeps what is not given', async () => {
    const { userId } = await newPerson(mails, NOW);
    await updateProfile(userId, { theme: 'dark', timeZone: 'Europe/Berlin' });
    await updateProfile(userId, { name: 'Jo Smith' });
    expect(await getProfile(userId)).toMatchObject({ name: 'Jo Smith', theme: 'dark', timeZone: 'Europe/Berlin', hasPassword: true });
  });

  it('contains no secret', async () => {
    const { userId } = await newPerson(mails, NOW);
    expect(Object.keys(await getProfile(userId))).not.toEqual(expect.arrayContaining(['passwordHash']));
  });
});

describe('the audit log of a client', () => {
  it('names the changes of its members’ accounts', async () => {
    const person = await newPerson(mails, NOW);
    const { id } = await newSession(person.userId, NOW);
    await changePassword(person.userId, { current: PASSWORD, next: 'another long password', sessionId: id }, NOW);
    const [entry] = await listAudit(person.clientId, 1);
    expect(entry).toMatchObject({ action: 'account.password_changed', actor: person.email });
    expect(JSON.stringify(entry?.after)).not.toContain('another long password');
  });
});
