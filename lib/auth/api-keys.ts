import { audit } from '#lib/audit/index.ts';
import { asSystemSql, database, inTenant, type Tx } from '#lib/platform/database/index.ts';
import { invalid, notFound } from '#lib/platform/problem.ts';
import { randomToken, sha256 } from '#lib/platform/secrets.ts';
import type { TenantContext } from '#lib/tenants/index.ts';
import { apiKeyPrefix, clientIdOfApiKey } from '#lib/wire/names.ts';
import type { Principal, Scope } from './principal.ts';

/** How many keys a client may have that are neither revoked nor expired. */
const MAX_KEYS = 50;
/** `lastUsedAt` is written at most this often a key: it is for people, and a write a request would be waste. */
const LAST_USED_EVERY_MS = 60_000;

/** Makes a key in the caller's transaction. The full key is in the answer only: it is stored hashed. */
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

/** Makes a key for a client on a person's behalf; counts and creates under a lock on the client, so that the limit holds. */
export async function addApiKey(
  tenantId: string,
  input: { name: string; scopes: readonly Scope[]; expiresAt?: Date | undefined; actor: string },
  now: number,
) {
  if (input.expiresAt && input.expiresAt.getTime() <= now)
    throw invalid('expiresAt', 'lies in the past; choose a later time or leave it out');
  return inTenant(tenantId, async (tx) => {
    await tx.$executeRaw`SELECT 1 FROM tenants WHERE id = ${tenantId} FOR UPDATE`;
    const live = await tx.apiKey.count({ where: { revokedAt: null, OR: [{ expiresAt: null }, { expiresAt: { gt: new Date(now) } }] } });
    if (live >= MAX_KEYS) throw invalid('name', `there are ${MAX_KEYS} live keys already; revoke one that is no longer used`);
    return createApiKey(tx, { tenantId, ...input });
  });
}

/** The client's keys, newest first; never the keys themselves. */
export function listApiKeys(tenantId: string) {
  return inTenant(tenantId, (tx) => tx.apiKey.findMany({ orderBy: { createdAt: 'desc' }, omit: { hash: true } }));
}

/** Ends a key at once. A repeat changes nothing; a key that is not this client's is not found. */
export async function revokeApiKey(tenantId: string, id: string, actor: string, now: number) {
  return inTenant(tenantId, async (tx) => {
    const key = await tx.apiKey.findUnique({ where: { id, tenantId } });
    if (!key) throw notFound();
    if (key.revokedAt) return key;
    await audit(tx, { tenantId, actor, action: 'api_key.revoked', target: id, before: { name: key.name } });
    return tx.apiKey.update({ where: { id }, data: { revokedAt: new Date(now) } });
  });
}

/** Whose key this is, or undefined when it is no live key of anyone. */
export async function principalOfApiKey(key: string, now: number): Promise<Principal | undefined> {
  const clientId = clientIdOfApiKey(key);
  if (!clientId) return undefined;
  return principalOfKeyRow(now, 'k.hash = $1 AND k.tenant_id = $2', [sha256(key), clientId]);
}

/** The same for a session that was opened with a key: it lives only as long as the key. */
export async function principalOfKeyId(id: string, now: number): Promise<Principal | undefined> {
  return principalOfKeyRow(now, 'k.id = $1', [id]);
}

interface KeyRow {
  id: string;
  key_name: string;
  scopes: Scope[];
  last_used_at: Date | null;
  tenant_id: string;
  tenant_name: string;
  plan: TenantContext['plan'];
  status: TenantContext['status'];
}

/** Every request with a key asks this: on a plain connection, with a statement that is planned once. */
async function principalOfKeyRow(now: number, where: string, values: string[]): Promise<Principal | undefined> {
  const row = await asSystemSql(database.use().pool, async (sql) => {
    const { rows } = await sql.query<KeyRow>({
      name: `principal of key by ${where}`,
      text: `SELECT k.id, k.name AS key_name, k.scopes, k.last_used_at, t.id AS tenant_id, t.name AS tenant_name, t.plan, t.status
       FROM api_keys k JOIN tenants t ON t.id = k.tenant_id
       WHERE ${where} AND k.revoked_at IS NULL AND t.status <> 'closed'
         AND (k.expires_at IS NULL OR k.expires_at > $${values.length + 1})`,
      values: [...values, new Date(now)],
    });
    const [found] = rows;
    if (found && now - (found.last_used_at?.getTime() ?? 0) > LAST_USED_EVERY_MS) {
      await sql.query('UPDATE api_keys SET last_used_at = $2 WHERE id = $1', [found.id, new Date(now)]);
    }
    return found;
  });
  if (!row) return undefined;
  return {
    via: 'key',
    name: `key ${row.key_name}`,
    keyId: row.id,
    tenant: { id: row.tenant_id, name: row.tenant_name, plan: row.plan, status: row.status },
    scopes: row.scopes,
    isStaff: false,
  };
}
