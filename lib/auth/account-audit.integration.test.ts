import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { INSTALLATION, listAudit } from '#lib/audit/index.ts';
import { asSystem } from '#lib/platform/database/index.ts';
import { freshDatabase } from '#lib/platform/testing/database.ts';
import { auditAccount } from './account-audit.ts';
import { captureMails, newPerson } from './testing/people.ts';

const NOW = Date.UTC(2026, 10, 23, 12);
let db: Awaited<ReturnType<typeof freshDatabase>>;
let mails: ReturnType<typeof captureMails>;

beforeAll(async () => {
  db = await freshDatabase();
  mails = captureMails();
});
afterAll(() => db.drop());

/** In whose logs the sign-in of a person is. */
async function logsOf(person: { userId: string; email: string; clientId: string }) {
  await asSystem((tx) => auditAccount(tx, { id: person.userId, email: person.email }, 'account.signed_in'));
  const has = async (tenantId: string) =>
    (await listAudit(tenantId, 200, undefined, { actor: person.email, action: 'account.signed_in' })).length;
  return { client: await has(person.clientId), installation: await has(INSTALLATION) };
}

describe('an event of an account is in the audit log', () => {
  it('of the client that the person belongs to', async () => {
    expect(await logsOf(await newPerson(mails, NOW))).toEqual({ client: 1, installation: 0 });
  });

  it('of the installation for its staff, besides their clients', async () => {
    const person = await newPerson(mails, NOW);
    await asSystem((tx) => tx.user.update({ where: { id: person.userId }, data: { isStaff: true } }));
    expect(await logsOf(person)).toEqual({ client: 1, installation: 1 });
  });

  it('of the installation for a person who belongs to no client', async () => {
    const person = await newPerson(mails, NOW);
    await asSystem((tx) => tx.membership.deleteMany({ where: { userId: person.userId } }));
    expect(await logsOf(person)).toEqual({ client: 0, installation: 1 });
  });
});
