import { audit, INSTALLATION } from '#lib/audit/index.ts';
import { asSystem } from '#lib/platform/database/index.ts';
import { notFound } from '#lib/platform/problem.ts';
import { randomToken, sha256 } from '#lib/platform/secrets.ts';
import { assertExpiry } from './expiry.ts';
import { isNewUse } from './last-use.ts';
import type { Principal, Scope } from './principal.ts';

const PREFIX = 'kg_staff_';

/** What a token of the staff may do: read what the staff read, change what they change. */
export type StaffScope = Extract<Scope, 'read' | 'write'>;

/**
 * Creates a token for one of the provider's programs; only the result contains it, as it is stored as a hash. Throws a Problem
 * with status 422 for an expiry in the past or too far away. `now` in epoch ms.
 */
export async function addStaffToken(
  input: { name: string; scopes: readonly StaffScope[]; expiresAt?: Date | undefined; actor: string },
  now: number,
) {
  assertExpiry(input.expiresAt, now);
  const token = `${PREFIX}${randomToken(40)}`;
  const { hash: _, ...row } = await asSystem(async (tx) => {
    const made = await tx.staffToken.create({
      data: {
        ...{ name: input.name, lastFour: token.slice(-4), hash: sha256(token), scopes: [...input.scopes] },
        ...{ createdBy: input.actor, createdAt: new Date(now), expiresAt: input.expiresAt ?? null },
      },
    });
    const { name, scopes, lastFour, expiresAt } = made;
    const after = { scopes, lastFour, expiresAt };
    await audit(tx, { tenantId: INSTALLATION, actor: input.actor, action: 'staff_token.created', target: name, after });
    return made;
  });
  return { ...row, token };
}

/** All tokens of the staff, the newest first, without their hashes. */
export function listStaffTokens() {
  return asSystem((tx) => tx.staffToken.findMany({ orderBy: { createdAt: 'desc' }, omit: { hash: true } }));
}

/** Revokes a token immediately; repeating it changes nothing. Throws a Problem with status 404 if there is none. */
export async function revokeStaffToken(id: string, actor: string, now: number): Promise<void> {
  await asSystem(async (tx) => {
    const token = await tx.staffToken.findUnique({ where: { id } });
    if (!token) throw notFound();
    if (token.revokedAt) return;
    await tx.staffToken.update({ where: { id }, data: { revokedAt: new Date(now) } });
    const { name, lastFour } = token;
    await audit(tx, { tenantId: INSTALLATION, actor, action: 'staff_token.revoked', target: name, before: { lastFour } });
  });
}

/** Whether a text has the form of such a token. */
export function isStaffToken(text: string): boolean {
  return text.startsWith(PREFIX);
}

/** The principal of a token; undefined if it is unknown, revoked or expired. `now` in epoch ms. */
export async function principalOfStaffToken(token: string, now: number): Promise<Principal | undefined> {
  return asSystem(async (tx) => {
    const row = await tx.staffToken.findUnique({ where: { hash: sha256(token) } });
    if (!row || row.revokedAt || (row.expiresAt && row.expiresAt.getTime() <= now)) return undefined;
    if (isNewUse(row.lastUsedAt, now)) {
      await tx.staffToken.update({ where: { id: row.id }, data: { lastUsedAt: new Date(now) } });
    }
    return { via: 'staff-token', name: `staff token ${row.name}`, scopes: row.scopes as StaffScope[], isStaff: true };
  });
}
