import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { listAudit } from '#lib/audit/index.ts';
import { type MemberRole, signInWithPassword } from '#lib/auth/index.ts';
import { captureMails, newPerson, PASSWORD } from '#lib/auth/testing/people.ts';
import { asSystem } from '#lib/platform/database/index.ts';
import { freshDatabase } from '#lib/platform/testing/database.ts';
import {
  acceptInvitation,
  acceptInvitationAs,
  changeRole,
  invite,
  listInvitations,
  listMembers,
  lookUpInvitation,
  removeMember,
  resendInvitation,
  revokeInvitation,
  transferOwnership,
} from './index.ts';

const NOW = Date.UTC(2026, 10, 23, 12);
const DAY = 86_400_000;
let db: Awaited<ReturnType<typeof freshDatabase>>;
let mails: ReturnType<typeof captureMails>;

beforeAll(async () => {
  db = await freshDatabase();
  mails = captureMails();
});
afterAll(() => db.drop());

/** A client with its owner, and `add` for further members. */
async function newTeam() {
  const owner = await newPerson(mails, NOW);
  const actor = { userId: owner.userId, email: owner.email, role: 'owner' as MemberRole };
  const add = async (role: MemberRole) => {
    const person = await newPerson(mails, NOW);
    await asSystem((tx) => tx.membership.create({ data: { tenantId: owner.clientId, userId: person.userId, role } }));
    return { userId: person.userId, email: person.email, role };
  };
  const roles = async () => Object.fromEntries((await listMembers(owner.clientId)).map(({ email, role }) => [email, role]));
  return { id: owner.clientId, owner: actor, add, roles };
}
const newAddress = () => `${randomUUID()}@example.com`;

describe('an invitation', () => {
  it('is accepted with a new account, once, within seven days', async () => {
    const { id, owner, roles } = await newTeam();
    const email = newAddress();
    await invite(id, { email, role: 'viewer' }, owner, NOW);
    const token = mails.tokenFor(email);
    expect(await lookUpInvitation(token, NOW)).toEqual({ client: 'Acme', email, role: 'viewer', hasAccount: false });
    const accept = (now: number) => acceptInvitation({ token, name: 'Vi', password: PASSWORD }, now);
    await expect(accept(NOW + 7 * DAY)).rejects.toMatchObject({ invalidParams: [{ name: 'token' }] });
    const answers = await Promise.allSettled([accept(NOW), accept(NOW)]);
    expect(answers.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected']);
    expect((await roles())[email]).toBe('viewer');
    expect(await signInWithPassword({ email, password: PASSWORD }, NOW)).toBeDefined();
    expect(await listInvitations(id)).toEqual([]);
  });

  it('is accepted by the account of its address, and by no other', async () => {
    const { id, owner, roles } = await newTeam();
    const [invited, other] = [await newPerson(mails, NOW), await newPerson(mails, NOW)];
    await invite(id, { email: invited.email, role: 'admin' }, owner, NOW);
    const token = mails.tokenFor(invited.email);
    await expect(acceptInvitationAs({ userId: other.userId, email: other.email }, token, NOW)).rejects.toMatchObject({
      code: 'other_address',
    });
    await expect(acceptInvitation({ token, name: 'x', password: PASSWORD }, NOW)).rejects.toMatchObject({ code: 'account_exists' });
    expect(await acceptInvitationAs({ userId: invited.userId, email: invited.email }, token, NOW)).toEqual({ tenantId: id });
    expect((await roles())[invited.email]).toBe('admin');
  });

  it('can be sent again, which voids the old link, replaced, and withdrawn', async () => {
    const { id, owner } = await newTeam();
    const email = newAddress();
    const { id: invitation } = await invite(id, { email, role: 'viewer' }, owner, NOW);
    const first = mails.tokenFor(email);
    await resendInvitation(id, invitation, owner, NOW + 6 * DAY);
    const second = mails.tokenFor(email);
    await expect(lookUpInvitation(first, NOW)).rejects.toMatchObject({ status: 422 });
    expect(await lookUpInvitation(second, NOW + 12 * DAY)).toMatchObject({ email });
    const replaced = await invite(id, { email, role: 'member' }, owner, NOW);
    expect((await listInvitations(id)).map(({ role }) => role)).toEqual(['member']);
    await revokeInvitation(id, replaced.id, owner);
    await expect(lookUpInvitation(mails.tokenFor(email), NOW)).rejects.toMatchObject({ status: 422 });
  });

  it('of another client can be neither sent again nor withdrawn: the answer is that of a missing one', async () => {
    const [a, b] = [await newTeam(), await newTeam()];
    const { id } = await invite(a.id, { email: newAddress(), role: 'viewer' }, a.owner, NOW);
    await expect(resendInvitation(b.id, id, b.owner, NOW)).rejects.toMatchObject({ status: 404 });
    await expect(revokeInvitation(b.id, id, b.owner)).rejects.toMatchObject({ status: 404 });
    expect(await listInvitations(b.id)).toEqual([]);
    expect(await listInvitations(a.id)).toHaveLength(1);
  });

  it('is refused for a member, and an admin cannot invite an owner', async () => {
    const { id, owner, add } = await newTeam();
    const admin = await add('admin');
    await expect(invite(id, { email: admin.email, role: 'viewer' }, owner, NOW)).rejects.toMatchObject({
      invalidParams: [{ name: 'email' }],
    });
    await expect(invite(id, { email: newAddress(), role: 'owner' }, admin, NOW)).rejects.toMatchObject({ status: 403 });
  });

  it('mails nothing that a client can write freely', async () => {
    const { id, owner } = await newTeam();
    await asSystem((tx) => tx.tenant.update({ where: { id }, data: { name: 'https://evil.example' } }));
    const email = newAddress();
    await invite(id, { email, role: 'viewer' }, owner, NOW);
    expect(JSON.stringify(mails.lastTo(email))).not.toContain('evil');
  });
});

describe('a role', () => {
  it('is changed by admins, but owners are made, changed and removed by owners only', async () => {
    const { id, owner, add, roles } = await newTeam();
    const [admin, viewer] = [await add('admin'), await add('viewer')];
    await changeRole(id, viewer.userId, 'member', admin);
    expect((await roles())[viewer.email]).toBe('member');
    await expect(changeRole(id, viewer.userId, 'owner', admin)).rejects.toMatchObject({ code: 'missing_role' });
    await expect(changeRole(id, owner.userId, 'viewer', admin)).rejects.toMatchObject({ code: 'missing_role' });
    await expect(removeMember(id, owner.userId, admin)).rejects.toMatchObject({ code: 'missing_role' });
    await changeRole(id, viewer.userId, 'owner', owner);
    expect((await roles())[viewer.email]).toBe('owner');
    expect((await listAudit(id, 1))[0]).toMatchObject({
      action: 'member.role_changed',
      before: { role: 'member' },
      after: { role: 'owner' },
    });
  });

  it('of the last owner stays, also when two owners step down at once', async () => {
    const { id, owner, add, roles } = await newTeam();
    await expect(changeRole(id, owner.userId, 'admin', owner)).rejects.toMatchObject({ code: 'last_owner' });
    await expect(removeMember(id, owner.userId, owner)).rejects.toMatchObject({ code: 'last_owner' });
    const second = await add('owner');
    const answers = await Promise.allSettled([
      changeRole(id, owner.userId, 'admin', owner),
      changeRole(id, second.userId, 'admin', second),
    ]);
    expect(answers.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected']);
    expect(Object.values(await roles()).filter((role) => role === 'owner')).toHaveLength(1);
  });

  it('of owner is handed over in one step', async () => {
    const { id, owner, add, roles } = await newTeam();
    const member = await add('member');
    await transferOwnership(id, member.userId, owner);
    expect(await roles()).toEqual({ [owner.email]: 'admin', [member.email]: 'owner' });
    await expect(transferOwnership(id, randomUUID(), owner)).rejects.toMatchObject({ status: 404 });
  });

  it('of a member of another client is out of reach', async () => {
    const [a, b] = [await newTeam(), await newTeam()];
    const member = await a.add('member');
    await expect(changeRole(b.id, member.userId, 'viewer', b.owner)).rejects.toMatchObject({ status: 404 });
    await expect(removeMember(b.id, member.userId, b.owner)).rejects.toMatchObject({ status: 404 });
    expect((await a.roles())[member.email]).toBe('member');
  });
});

describe('a member', () => {
  it('can leave in any role, and is gone at once', async () => {
    const { id, add, roles } = await newTeam();
    const viewer = await add('viewer');
    await removeMember(id, viewer.userId, viewer);
    expect((await roles())[viewer.email]).toBeUndefined();
    expect((await listAudit(id, 1))[0]).toMatchObject({ action: 'member.left', actor: viewer.email });
  });

  it('is listed with the last time they were seen and whether a second factor protects them', async () => {
    const { id, owner } = await newTeam();
    await asSystem((tx) => tx.user.update({ where: { id: owner.userId }, data: { totpConfirmedAt: new Date(NOW) } }));
    expect(await listMembers(id)).toMatchObject([{ email: owner.email, role: 'owner', lastSeenAt: null, hasSecondFactor: true }]);
  });
});
