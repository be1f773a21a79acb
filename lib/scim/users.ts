import SCIMMY from 'scimmy';
import { audit } from '#lib/audit/index.ts';
import { addMember, assertAnotherOwner } from '#lib/members/index.ts';
import { asSystem, inTenant, type Tx } from '#lib/platform/database/index.ts';
import { notFound } from '#lib/platform/problem.ts';
import { domainOf } from '#lib/sso/index.ts';
import { listOf } from './discovery.ts';
import { scimProblem } from './errors.ts';
import { patched, resourceOf, type ScimRow, type Wanted, wantedOf } from './resource.ts';

/** A client and who acts for it. */
export interface ScimCaller {
  tenantId: string;
  actor: string;
}

/** The attributes that a list can be filtered by. */
const FILTERS = { username: 'userName', externalid: 'externalId', id: 'id' } as const;

/**
 * The users that the directory of a client made, in the order in which it made them. `filter` compares userName, externalId or id
 * with eq. Throws a Problem with status 400 for any other filter.
 */
export async function listUsers(
  { tenantId }: ScimCaller,
  { filter, startIndex, count }: { filter?: string | undefined; startIndex: number; count: number },
): Promise<Record<string, unknown>> {
  const where = filter === undefined ? {} : conditionOf(filter);
  return inTenant(tenantId, async (tx) => {
    const total = await tx.scimUser.count({ where });
    const rows = await tx.scimUser.findMany({ where, orderBy: [{ createdAt: 'asc' }, { id: 'asc' }], skip: startIndex - 1, take: count });
    return listOf(rows.map(resourceOf), total, startIndex);
  });
}

function conditionOf(filter: string): Record<string, unknown> {
  const refuse = () => scimProblem(400, 'invalidFilter', 'Filter by userName, externalId or id, such as: userName eq "jo@example.com".');
  let parsed: Record<string, unknown>[];
  try {
    parsed = JSON.parse(JSON.stringify(new SCIMMY.Types.Filter(filter))) as Record<string, unknown>[];
  } catch {
    throw refuse();
  }
  const [condition, ...others] = parsed;
  const [[name, comparison] = ['', undefined], ...more] = Object.entries(condition ?? {});
  const column = FILTERS[name.toLowerCase() as keyof typeof FILTERS];
  if (others.length > 0 || more.length > 0 || !column || !Array.isArray(comparison)) throw refuse();
  const [operator, value] = comparison as unknown[];
  if (operator !== 'eq' || typeof value !== 'string') throw refuse();
  if (column === 'id' && !isUuid(value)) return { id: { in: [] } };
  return { [column]: column === 'userName' ? value.toLowerCase() : value };
}

/** One user. Throws a Problem with status 404 for one of another client. */
export async function getUser({ tenantId }: ScimCaller, id: string): Promise<Record<string, unknown>> {
  const row = await inTenant(tenantId, (tx) => tx.scimUser.findUnique({ where: { id } }));
  if (!row) throw notFound();
  return resourceOf(row);
}

/**
 * Makes a user: a membership of the account with this address, or of a new account. The address must be of a verified domain of the
 * client, so that no directory reaches accounts that are not its own. Throws a Problem with status 409 for a userName that exists.
 */
export async function createUser(caller: ScimCaller, input: object, now: number): Promise<Record<string, unknown>> {
  const { tenantId } = caller;
  return locked(caller, async (tx) => {
    const wanted = wantedOf(input, undefined);
    await assertOwnDomain(tx, tenantId, wanted.userName);
    const account = await tx.user.findUnique({ where: { email: wanted.userName } });
    const taken = { OR: [{ userName: wanted.userName }, ...(account ? [{ userId: account.id }] : [])] };
    if (await tx.scimUser.findFirst({ where: { tenantId, ...taken } }))
      throw scimProblem(409, 'uniqueness', `There is a user ${wanted.userName} already.`);
    const at = new Date(now);
    const user = account ?? (await tx.user.create({ data: { email: wanted.userName, name: wanted.displayName, emailVerifiedAt: at } }));
    // Whoever signed up with this address never proved it: their password must not open the account of its owner.
    if (!user.emailVerifiedAt) await tx.user.update({ where: { id: user.id }, data: { emailVerifiedAt: at, passwordHash: null } });
    const membership = await tx.membership.findUnique({ where: { tenantId_userId: { tenantId, userId: user.id } } });
    const role = wanted.role ?? membership?.role ?? (await defaultRole(tx, tenantId));
    const { userName, externalId, displayName, active } = wanted;
    const row = await tx.scimUser.create({
      data: { ...{ tenantId, userId: user.id, userName, externalId, displayName, active, role }, createdAt: at, updatedAt: at },
    });
    await audit(tx, { ...{ tenantId, actor: caller.actor, action: 'scim.user_created', target: userName }, after: { active, role } });
    await applyMembership(tx, caller, { ...row, active, role }, now);
    return resourceOf(row);
  });
}

/** Replaces a user (PUT). A role that is not sent stays. */
export function replaceUser(caller: ScimCaller, id: string, input: object, now: number): Promise<Record<string, unknown>> {
  return change(caller, id, async (row) => wantedOf(input, row.role), now);
}

/** Changes a user by the operations of a PATCH, in the forms of Entra ID and Okta too. */
export function patchUser(caller: ScimCaller, id: string, request: object, now: number): Promise<Record<string, unknown>> {
  return change(caller, id, async (row) => wantedOf(await patched(row, request), row.role), now);
}

/** Deletes a user: the membership ends as for an inactive one. The account stays, as other clients may share it. */
export async function deleteUser(caller: ScimCaller, id: string, now: number): Promise<void> {
  await locked(caller, async (tx) => {
    const row = await ownRow(tx, caller, id);
    await applyMembership(tx, caller, { ...row, active: false }, now);
    await tx.scimUser.delete({ where: { id } });
    await audit(tx, { tenantId: caller.tenantId, actor: caller.actor, action: 'scim.user_deleted', target: row.userName });
  });
}

function change(caller: ScimCaller, id: string, wish: (row: ScimRow) => Promise<Wanted>, now: number) {
  return locked(caller, async (tx) => {
    const before = await ownRow(tx, caller, id);
    const wanted = await wish(before);
    if (wanted.userName !== before.userName) await assertNewName(tx, caller.tenantId, wanted.userName);
    const role = wanted.role ?? before.role;
    const { userName, externalId, displayName, active } = wanted;
    const data = { userName, externalId, displayName, active, role, updatedAt: new Date(now) };
    const row = await tx.scimUser.update({ where: { id }, data });
    await audit(tx, {
      ...{ tenantId: caller.tenantId, actor: caller.actor, action: 'scim.user_changed', target: userName },
      ...{ before: { userName: before.userName, active: before.active, role: before.role }, after: { userName, active, role } },
    });
    await applyMembership(tx, caller, row, now);
    return resourceOf(row);
  });
}

/** Runs `work` under a lock on the client, so that two changes at once cannot remove its last owner. */
function locked<T>({ tenantId }: ScimCaller, work: (tx: Tx) => Promise<T>): Promise<T> {
  return asSystem(async (tx) => {
    await tx.$executeRaw`SELECT 1 FROM tenants WHERE id = ${tenantId} FOR UPDATE`;
    return work(tx);
  });
}

async function ownRow(tx: Tx, { tenantId }: ScimCaller, id: string) {
  const row = await tx.scimUser.findFirst({ where: { id, tenantId } });
  if (!row) throw notFound();
  return row;
}

async function assertNewName(tx: Tx, tenantId: string, userName: string): Promise<void> {
  await assertOwnDomain(tx, tenantId, userName);
  if (await tx.scimUser.findFirst({ where: { tenantId, userName } }))
    throw scimProblem(409, 'uniqueness', `There is a user ${userName} already.`);
}

async function assertOwnDomain(tx: Tx, tenantId: string, address: string): Promise<void> {
  const domain = domainOf(address) ?? '';
  if (await tx.ssoDomain.findFirst({ where: { tenantId, domain, verifiedAt: { not: null } } })) return;
  throw scimProblem(400, 'invalidValue', `${domain} is no verified domain of the account. Verify it on the page Single sign-on first.`);
}

async function defaultRole(tx: Tx, tenantId: string) {
  return (await tx.ssoConnection.findUnique({ where: { tenantId } }))?.defaultRole ?? 'viewer';
}

/** Makes the membership what the directory says. Without it, the sessions that single sign-on opened for the client end at once. */
async function applyMembership(
  tx: Tx,
  { tenantId, actor }: ScimCaller,
  { userId, userName, active, role }: ScimRow & { userId: string },
  now: number,
): Promise<void> {
  const where = { tenantId_userId: { tenantId, userId } };
  const membership = await tx.membership.findUnique({ where });
  if (membership?.role === 'owner' && (!active || role !== 'owner')) await assertAnotherOwner(tx, tenantId, userId);
  if (!active) {
    if (!membership) return;
    await tx.membership.delete({ where });
    await tx.session.updateMany({ where: { userId, ssoClient: tenantId, endedAt: null }, data: { endedAt: new Date(now) } });
    await tx.session.updateMany({ where: { userId, activeClient: tenantId }, data: { activeClient: null } });
    await audit(tx, { tenantId, actor, action: 'member.removed', target: userName, before: { role: membership.role } });
  } else if (!membership) {
    await addMember(tx, { tenantId, userId, email: userName, role, actor });
  } else if (membership.role !== role) {
    await tx.membership.update({ where, data: { role } });
    await audit(tx, {
      ...{ tenantId, actor, action: 'member.role_changed', target: userName },
      before: { role: membership.role },
      after: { role },
    });
  }
}

function isUuid(text: string): boolean {
  return /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i.test(text);
}
