import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { inviteOwner, resendVerification, signUp, verifyEmail } from '#lib/auth/index.ts';
import { mailPort } from '#lib/mail/index.ts';
import { asSystem } from '#lib/platform/database/index.ts';
import { env, readEnv } from '#lib/platform/env.ts';
import { freshDatabase } from '#lib/platform/testing/database.ts';
import { checkClientId, createTenant } from '#lib/tenants/index.ts';
import { releaseUnconfirmedSignUps } from './index.ts';

const NOW = Date.UTC(2026, 10, 23, 12);
const HOUR = 3_600_000;
const LATER = NOW + 49 * HOUR;
const links = new Map<string, string>();
const texts = new Map<string, string>();
let db: Awaited<ReturnType<typeof freshDatabase>>;

beforeAll(async () => {
  db = await freshDatabase();
  env.provide(readEnv({}, () => 'the secret of the test, long enough for it'));
  mailPort.provide({
    kind: 'outbox',
    async send({ to, text }) {
      texts.set(to, text);
      links.set(to, /token=(\w+)/.exec(text)?.[1] ?? '');
    },
  });
});
afterAll(() => db.drop());

async function signedUp() {
  const clientId = `c-${randomUUID().slice(0, 18)}`;
  const email = `${clientId}@example.com`;
  const password = `${randomUUID()} is long`;
  await signUp({ company: 'Acme', name: 'Jo', email, password, plan: 'free', clientId }, NOW);
  return { clientId, email };
}
const userOf = (email: string) => asSystem((tx) => tx.user.findUnique({ where: { email } }));

describe('a sign-up', () => {
  it('that nobody confirms is released after 48 hours: address and client ID are free, and nothing tells of it', async () => {
    const { clientId, email } = await signedUp();
    expect(await releaseUnconfirmedSignUps(NOW + 47 * HOUR)).toEqual([]);
    expect(await releaseUnconfirmedSignUps(LATER)).toContain(clientId);
    expect(await userOf(email)).toBeNull();
    expect(await checkClientId(clientId, LATER)).toMatchObject({ available: true });
    expect(await asSystem((tx) => tx.auditEntry.count({ where: { tenantId: clientId } }))).toBe(0);
    await signUp({ company: 'Other', name: 'Al', email, password: `${randomUUID()} is long`, plan: 'free', clientId }, LATER);
    expect(await userOf(email)).toMatchObject({ name: 'Al' });
  });

  it('that was confirmed stays', async () => {
    const { clientId, email } = await signedUp();
    await verifyEmail(links.get(email) ?? '', NOW);
    expect(await releaseUnconfirmedSignUps(LATER)).not.toContain(clientId);
    expect(await userOf(email)).not.toBeNull();
  });

  it('whose link is sent again is released no later: its client ID does not tell a new address from one that has an account', async () => {
    const { clientId, email } = await signedUp();
    const [known, probe] = [await signedUp(), `c-${randomUUID().slice(0, 18)}`];
    await verifyEmail(links.get(known.email) ?? '', NOW);
    await signUp({ company: 'X', name: 'X', email: known.email, password: `${randomUUID()} is long`, plan: 'free', clientId: probe }, NOW);
    for (const address of [email, known.email]) await resendVerification(address, NOW + 47 * HOUR);
    expect(texts.get(email)).toContain('expires in an hour');
    await releaseUnconfirmedSignUps(LATER);
    const states = [await checkClientId(clientId, LATER), await checkClientId(probe, LATER)];
    expect(states.map(({ available }) => available)).toEqual([true, true]);
    await expect(verifyEmail(links.get(email) ?? '', NOW + 48 * HOUR)).rejects.toMatchObject({ status: 422 });
  });

  it.each([
    ['has started to be set up', { steps: { updateMany: { where: { name: 'credentials' }, data: { status: 'failing' as const } } } }],
    ['is a customer at Stripe', { stripeCustomerId: randomUUID() }],
    ['is active', { status: 'active' as const }],
  ])('whose client %s stays', async (_, data) => {
    const { clientId, email } = await signedUp();
    await asSystem((tx) => tx.tenant.update({ where: { id: clientId }, data }));
    expect(await releaseUnconfirmedSignUps(LATER)).not.toContain(clientId);
    expect(await userOf(email)).not.toBeNull();
  });
});

it('an owner whom the staff invited and who has not answered yet stays, with the client', async () => {
  const id = `c-${randomUUID().slice(0, 18)}`;
  await asSystem(async (tx) => {
    await createTenant(tx, { id, name: id, plan: 'pro', actor: 'staff' });
    await inviteOwner(tx, id, `${id}@example.com`, NOW);
  });
  expect(await releaseUnconfirmedSignUps(LATER)).not.toContain(id);
  expect(await userOf(`${id}@example.com`)).not.toBeNull();
});

it('several processes release a sign-up once', async () => {
  const { clientId } = await signedUp();
  const runs = await Promise.all(Array.from({ length: 4 }, () => releaseUnconfirmedSignUps(LATER)));
  expect(runs.flat().filter((id) => id === clientId)).toHaveLength(1);
});
