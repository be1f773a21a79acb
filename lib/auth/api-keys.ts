import { audit } from '#lib/audit/index.ts';
import { asSystemSql, database, inTenant, type Tx } from '#lib/platform/database/index.ts';
import { invalid, notFound, Problem } from '#lib/platform/problem.ts';
import { randomToken, sha256 } from '#lib/platform/secrets.ts';
import { contextOf, type TenantContext } from '#lib/tenants/index.ts';
import { apiKeyPrefix, clientIdOfApiKey } from '#lib/wire/names.ts';
import { assertExpiry } from './expiry.ts';
import { isNewUse } from './last-use.ts';
import type { Principal, Scope } from './principal.ts';

/** How many active API keys (neither revoked nor expired) a client may have. */
const MAX_KEYS = 50;

/** Creates a key in the caller's transaction. Only the result contains the full key: it is stored as a hash. */
export async function createApiKey(
  tx: Tx,
  input: { tenantId: string; name: string; scopes: readonly Scope[]; expiresAt?: Date | undefined; actor: string },
) {
  const key = `${apiKeyPrefix(input.tenantId)}${randomToken(32)}`;
  const row = await tx.apiKey.create({
    data: {
      tenantId: input.tenantId,
      name: input.name,
      prefix: apiKeyPrefix(input.tenantId),
      lastFour: key.slice(-4),
      hash: sha256(key),
      scopes: [...input.scopes],
      expiresAt: input.expiresAt ?? null,
      createdBy: input.actor,
    },
  });
  await audit(tx, {
    tenantId: input.tenantId,
    actor: input.actor,
    action: 'api_key.created',
    target: row.id,
    after: { name: row.name, scopes: row.scopes },
  });
  return { ...row, key };
}

/**
 * Throws a Problem with status 403 when a key, or a token made from one, would create a key that may do more or lives longer
 * than itself: whoever steals a key must not get more than that.
 */
export function assertNoStronger(by: Principal, { scopes, expiresAt }: { scopes: readonly Scope[]; expiresAt?: Date | undefined }): void {
  if (!by.keyId) return;
  const extra = scopes.filter((scope) => !by.scopes.includes(scope));
  if (extra.length > 0)
    throw new Problem(403, 'stronger_key', `An API key cannot create one with permissions that it lacks: ${extra.join(', ')}.`);
  if (by.expiresAt !== undefined && !(expiresAt && expiresAt.getTime() <= by.expiresAt)) {
    const end = new Date(by.expiresAt).toISOString();
    throw new Problem(403, 'longer_key', `An API key cannot create one that lives longer than itself. Set expiresAt to ${end} or earlier.`);
  }
}

/**
 * Creates a key for a client on somebody's behalf, under a lock on the client so that the limit holds. Throws a Problem with
 * status 422 at the limit or for an expiry in the past. `now` in epoch ms.
 */
export async function addApiKey(
  tenantId: string,
  input: { name: string; scopes: readonly Scope[]; expiresAt?: Date | undefined; actor: string },
  now: number,
) {
  assertExpiry(input.expiresAt, now);
  return inTenant(tenantId, async (tx) => {
    await tx.$executeRaw`SELECT 1 FROM tenants WHERE id = ${tenantId} FOR UPDATE`;
    const active = await tx.apiKey.count({ where: { revokedAt: null, OR: [{ expiresAt: null }, { expiresAt: { gt: new Date(now) } }] } });
    if (active >= MAX_KEYS) throw invalid('name', `There are already ${MAX_KEYS} active API keys. Revoke one that is no longer used.`);
    return createApiKey(tx, { tenantId, ...input });
  });
}

/** The client's API keys, newest first, without their hashes. */
export function listApiKeys(tenantId: string) {
  return inTenant(tenantId, (tx) => tx.apiKey.findMany({ orderBy: { createdAt: 'desc' }, omit: { hash: true } }));
}

/** Revokes a key immediately; repeating it changes nothing. Throws a Problem with status 404 for a key of another client. */
export async function revokeApiKey(tenantId: string, id: string, actor: string, now: number) {
  return inTenant(tenantId, async (tx) => {
    const key = await tx.apiKey.findUnique({ where: { id, tenantId } });
    if (!key) throw notFound();
    if (key.revokedAt) return key;
    await audit(tx, { tenantId, actor, action: 'api_key.revoked', target: id, before: { name: key.name } });
    return tx.apiKey.update({ where: { id }, data: { revokedAt: new Date(now) } });
  });
}

/**
 * Replaces a key by a new one with the same name, permissions and expiry; the old one stays valid for `overlapHours`, so that
 * programs can be switched over. Throws a Problem with status 404 for a key of another client, and 409 for one that has ended.
 */
export async function rotateApiKey(
  tenantId: string,
  id: string,
  { overlapHours, by }: { overlapHours: number; by: Principal },
  now: number,
) {
  return inTenant(tenantId, async (tx) => {
    const old = await tx.apiKey.findUnique({ where: { id, tenantId } });
    if (!old) throw notFound();
    if (old.revokedAt || (old.expiresAt && old.expiresAt.getTime() <= now)) {
      throw new Problem(409, 'key_ended', 'This API key was revoked or has expired. Create a new one instead.');
    }
    const successor = { name: old.name, scopes: old.scopes as Scope[], expiresAt: old.expiresAt ?? undefined };
    assertNoStronger(by, successor);
    const end = new Date(Math.min(now + overlapHours * 3_600_000, old.expiresAt?.getTime() ?? Number.POSITIVE_INFINITY));
    await tx.apiKey.update({
      where: { id },
      data: overlapHours === 0 ? { revokedAt: new Date(now) } : { expiresAt: end, expiryRemindedAt: new Date(now) },
    });
    await audit(tx, { tenantId, actor: by.name, action: 'api_key.rotated', target: id, after: { name: old.name, overlapHours } });
    return createApiKey(tx, { tenantId, ...successor, actor: by.name });
  });
}

/** Revokes every API key that a person created, at any client, in the caller's transaction over all clients. `now` in epoch ms. */
export async function revokeKeysOf(tx: Tx, email: string, now: number): Promise<void> {
  const keys = await tx.apiKey.findMany({ where: { createdBy: email, revokedAt: null } });
  for (const { id, tenantId, name } of keys) {
    await tx.apiKey.update({ where: { id }, data: { revokedAt: new Date(now) } });
    await audit(tx, { tenantId, actor: email, action: 'api_key.revoked', target: id, before: { name } });
  }
}

/** The principal of an API key; undefined if the key is unknown, revoked or expired. `now` in epoch ms. */
export async function principalOfApiKey(key: string, now: number): Promise<Principal | undefined> {
  const tenantId = clientIdOfApiKey(key);
  if (!tenantId) return undefined;
  return principalOfKeyRow(now, { hash: sha256(key), tenantId });
}

/** The principal of the key with this id, for a token that was made from it; undefined once the key has ended. */
export async function principalOfKeyId(id: string, now: number): Promise<Principal | undefined> {
  return principalOfKeyRow(now, { id });
}

interface KeyRow {
  id: string;
  expires_at: Date | null;
  key_name: string;
  scopes: Scope[];
  last_used_at: Date | null;
  tenant_id: string;
  tenant_name: string;
  plan: TenantContext['plan'];
  limits: TenantContext['limits'];
  is_spend_cap_reached: boolean;
  status: TenantContext['status'];
  deletion_due_at: Date | null;
  suspended_reason: string | null;
}

/** Runs for every request with a key, so it uses a plain connection, one round trip, and a plan that the database keeps. */
async function principalOfKeyRow(
  now: number,
  { id, hash, tenantId }: { id?: string; hash?: string; tenantId?: string },
): Promise<Principal | undefined> {
  const { pool } = database.use();
  const { rows } = await pool.query<KeyRow>({
    name: 'principal of key',
    text: 'SELECT * FROM principal_of_key($1, $2, $3, $4)',
    values: [id, hash, tenantId, new Date(now)],
  });
  const [row] = rows;
  if (row && isNewUse(row.last_used_at, now)) {
    await asSystemSql(pool, (sql) => sql.query('UPDATE api_keys SET last_used_at = $2 WHERE id = $1', [row.id, new Date(now)]));
  }
  if (!row) return undefined;
  return {
    via: 'key',
    name: `key ${row.key_name}`,
    keyId: row.id,
    tenant: contextOf({
      ...row,
      id: row.tenant_id,
      name: row.tenant_name,
      deletionDueAt: row.deletion_due_at,
      suspendedReason: row.suspended_reason,
      isSpendCapReached: row.is_spend_cap_reached,
    }),
    scopes: row.scopes,
    isStaff: false,
    ...(row.expires_at && { expiresAt: row.expires_at.getTime() }),
  };
}
