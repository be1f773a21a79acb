import { audit } from '#lib/audit/index.ts';
import type { Caller } from '#lib/auth/index.ts';
import { addMember } from '#lib/members/index.ts';
import { asSystem, type Tx } from '#lib/platform/database/index.ts';
import { Problem } from '#lib/platform/problem.ts';
import { cut, wellFormed } from '#lib/text/index.ts';
import { domainOf } from './domains.ts';
import type { Claims } from './issuer.ts';

const MAX_NAME = 100;

/** Why somebody whom an issuer vouches for does not get in; the sign-in page explains each. */
export type SsoRefusal = 'sso_no_address' | 'sso_not_vouched' | 'sso_foreign_domain' | 'sso_other_identity' | 'sso_removed' | 'sso_full';

/**
 * The account that the issuer of a client means, which is a member of the client afterwards. Somebody who signed in before is known
 * by `sub`; otherwise by their address, which must be of a domain that this client has verified, and which the issuer must vouch for.
 * An address without membership joins with the client's default role. `now` in epoch ms.
 */
export async function personOfClaims(
  tx: Tx,
  tenantId: string,
  claims: Claims,
  caller: Caller,
  now: number,
): Promise<{ userId: string } | { refused: SsoRefusal }> {
  await tx.$executeRaw`SELECT 1 FROM tenants WHERE id = ${tenantId} FOR UPDATE`;
  const { email, issuer, subject } = claims;
  if (!email) return { refused: 'sso_no_address' };
  if (!claims.vouched) return { refused: 'sso_not_vouched' };
  const domain = domainOf(email) ?? '';
  if (!(await tx.ssoDomain.findFirst({ where: { tenantId, domain, verifiedAt: { not: null } } }))) return { refused: 'sso_foreign_domain' };

  const known = await tx.ssoIdentity.findUnique({
    where: { tenantId_issuer_subject: { tenantId, issuer, subject } },
    include: { user: true },
  });
  const user = known?.user ?? (await tx.user.findUnique({ where: { email } }));
  if (user) {
    const bound = await tx.ssoIdentity.findUnique({ where: { tenantId_userId: { tenantId, userId: user.id } } });
    if (bound && (bound.subject !== subject || bound.issuer !== issuer)) return { refused: 'sso_other_identity' };
  }
  const directory = user && (await tx.scimUser.findUnique({ where: { tenantId_userId: { tenantId, userId: user.id } } }));
  if (directory && !directory.active) return { refused: 'sso_removed' };
  const isMember = user && (await tx.membership.findUnique({ where: { tenantId_userId: { tenantId, userId: user.id } } }));
  // Whoever was a member and was removed comes back by invitation only.
  if (known && !isMember) return { refused: 'sso_removed' };

  const userId = user?.id ?? (await newUser(tx, email, claims.name, now));
  if (user && !user.emailVerifiedAt) await takeOver(tx, user.id, now);
  if (!isMember) {
    const { defaultRole } = await tx.ssoConnection.findUniqueOrThrow({ where: { tenantId } });
    const joined = await addMember(tx, { tenantId, userId, email, role: defaultRole, actor: 'single sign-on' }).catch(asRefusal);
    if (joined) return joined;
  }
  if (!known) await tx.ssoIdentity.create({ data: { tenantId, issuer, subject, userId, createdAt: new Date(now) } });
  const actor = user?.email ?? email;
  await audit(tx, { tenantId, actor, action: 'account.signed_in', target: actor, after: { ...caller, methods: ['sso'], isFirst: !known } });
  return { userId };
}

async function newUser(tx: Tx, email: string, name: string | undefined, now: number): Promise<string> {
  const shown = cut(wellFormed(name ?? '').trim(), MAX_NAME) || (email.split('@')[0] ?? email);
  return (await tx.user.create({ data: { email, name: shown, emailVerifiedAt: new Date(now) } })).id;
}

/** Whoever signed up with this address never proved it: their password must not open the account of its owner. */
async function takeOver(tx: Tx, id: string, now: number): Promise<void> {
  await tx.user.update({ where: { id }, data: { emailVerifiedAt: new Date(now), passwordHash: null } });
}

function asRefusal(error: unknown): { refused: SsoRefusal } {
  if (error instanceof Problem) return { refused: 'sso_full' };
  throw error;
}

/** Records a person whom the issuer vouched for and who was refused, in the audit log of the client. */
export async function auditRefusal(tenantId: string, { email, subject }: Claims, reason: SsoRefusal, caller: Caller): Promise<void> {
  const target = cut(email ?? subject, 200);
  await asSystem((tx) =>
    audit(tx, { tenantId, actor: 'single sign-on', action: 'sso.sign_in_refused', target, after: { reason, ...caller } }),
  );
}
