import { audit } from '#lib/audit/index.ts';
import { isNewUse, type Principal } from '#lib/auth/index.ts';
import { asSystem, inTenant } from '#lib/platform/database/index.ts';
import { invalid, notFound } from '#lib/platform/problem.ts';
import { randomToken, sha256 } from '#lib/platform/secrets.ts';
import { tellOwners } from '#lib/sso/index.ts';
import { contextOf } from '#lib/tenants/index.ts';

const PREFIX = 'kg_scim_';
const MAX_TOKENS = 5;

/** The tokens of a client, the newest first, without their hashes. */
export function listScimTokens(tenantId: string) {
  return inTenant(tenantId, (tx) => tx.scimToken.findMany({ orderBy: { createdAt: 'desc' }, omit: { hash: true } }));
}

/** Makes a token; only the result contains it. Throws a Problem with status 422 at the limit. `now` in epoch ms. */
export async function addScimToken(tenantId: string, name: string, actor: string, now: number) {
  const token = `${PREFIX}${randomToken(40)}`;
  return inTenant(tenantId, async (tx) => {
    await tx.$executeRaw`SELECT 1 FROM tenants WHERE id = ${tenantId} FOR UPDATE`;
    if ((await tx.scimToken.count({ where: { revokedAt: null } })) >= MAX_TOKENS)
      throw invalid('name', `There are already ${MAX_TOKENS} active tokens. Revoke one that is no longer used.`);
    const data = { tenantId, name, lastFour: token.slice(-4), hash: sha256(token), createdBy: actor, createdAt: new Date(now) };
    const { hash: _, ...row } = await tx.scimToken.create({ data });
    await audit(tx, { tenantId, actor, action: 'scim.token_created', target: row.id, after: { name } });
    await tellOwners(tx, tenantId, `${actor} made a SCIM token, with which a directory adds and removes members`);
    return { ...row, token };
  });
}

/** Revokes a token immediately; repeating it changes nothing. Throws a Problem with status 404. */
export async function revokeScimToken(tenantId: string, id: string, actor: string, now: number): Promise<void> {
  await inTenant(tenantId, async (tx) => {
    const row = await tx.scimToken.findUnique({ where: { id } });
    if (!row) throw notFound();
    if (row.revokedAt) return;
    await tx.scimToken.update({ where: { id }, data: { revokedAt: new Date(now) } });
    await audit(tx, { tenantId, actor, action: 'scim.token_revoked', target: id, before: { name: row.name } });
  });
}

/** The principal of a token: its client, and no right but SCIM. Undefined if it is unknown or revoked. `now` in epoch ms. */
export async function principalOfScimToken(authorization: string | null, now: number): Promise<Principal | undefined> {
  const token = /^Bearer\s+(kg_scim_\w{40})$/i.exec(authorization ?? '')?.[1];
  if (!token) return undefined;
  return asSystem(async (tx) => {
    const row = await tx.scimToken.findUnique({ where: { hash: sha256(token) } });
    const tenant = row && !row.revokedAt && (await tx.tenant.findUnique({ where: { id: row.tenantId } }));
    if (!tenant || tenant.status === 'closed') return undefined;
    if (isNewUse(row.lastUsedAt, now)) await tx.scimToken.update({ where: { id: row.id }, data: { lastUsedAt: new Date(now) } });
    return { via: 'scim-token', name: `SCIM token ${row.name}`, tenant: contextOf(tenant), scopes: [], isStaff: false };
  });
}
