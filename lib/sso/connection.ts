import { audit } from '#lib/audit/index.ts';
import type { MemberRole } from '#lib/auth/index.ts';
import { asSystem, inTenant, type Tx } from '#lib/platform/database/index.ts';
import { env } from '#lib/platform/env.ts';
import { logger } from '#lib/platform/logger.ts';
import { invalid, notFound, Problem } from '#lib/platform/problem.ts';
import { decrypt, encrypt } from '#lib/platform/secrets.ts';
import { checkRegistration, discover, type IssuerMetadata, type Registration } from './issuer.ts';
import { tellOwners } from './owners.ts';

/** The name of the secret among the credentials of a client. */
const SECRET = 'sso-client-secret';
const DAY_MS = 86_400_000;
/** As all credentials, so that a change of SECRET_KEY finds it (lib/admin/secret-rotation.ts). */
const contextOf = (tenantId: string) => `${tenantId}/${SECRET}`;

/** The role of somebody who joins by signing in. */
export type JoiningRole = Exclude<MemberRole, 'owner'>;

/** How members of a client sign in with its single sign-on. The secret is in no answer. */
export interface Connection {
  issuer: string;
  clientId: string;
  defaultRole: JoiningRole;
  isRequired: boolean;
  updatedAt: Date;
}

/** Where the issuer of a client sends people back to. */
export function redirectUriOf(tenantId: string): string {
  return `${env.use().publicUrl}/api/sso/${tenantId}/callback`;
}

/** The connection of a client, if it has one, and whether anybody has signed in with it. */
export async function getConnection(tenantId: string): Promise<{ connection: Connection | null; wasUsed: boolean }> {
  return inTenant(tenantId, async (tx) => {
    const row = await tx.ssoConnection.findUnique({ where: { tenantId } });
    const wasUsed = (await tx.ssoIdentity.count()) > 0;
    if (!row) return { connection: null, wasUsed };
    const { issuer, clientId, defaultRole, isRequired, updatedAt } = row;
    return { connection: { issuer, clientId, defaultRole: defaultRole as JoiningRole, isRequired, updatedAt }, wasUsed };
  });
}

/**
 * Sets the issuer of a client, after asking it: its discovery document is read, and the client ID and secret are tried. Without
 * `clientSecret` the stored one is kept. Another issuer or client ID starts anew: who is who is forgotten, single sign-on is no
 * longer required, and the sessions that it opened end. Throws a Problem with status 422 that names the field. `now` in epoch ms.
 */
export async function saveConnection(
  tenantId: string,
  input: { issuer: string; clientId: string; clientSecret?: string | undefined; defaultRole: JoiningRole },
  actor: string,
  now: number,
): Promise<void> {
  const before = await inTenant(tenantId, (tx) => tx.ssoConnection.findUnique({ where: { tenantId } }));
  const isSame = before?.issuer === input.issuer && before.clientId === input.clientId;
  // A stored secret goes to no other issuer than the one that it is for.
  const secret = input.clientSecret ?? (isSame ? await inTenant(tenantId, (tx) => storedSecret(tx, tenantId)) : undefined);
  if (!secret) throw invalid('clientSecret', 'Enter the client secret that the issuer gave you.');
  const metadata = await discover(input.issuer);
  await checkRegistration({ metadata, clientId: input.clientId, secret, redirectUri: redirectUriOf(tenantId) });
  await asSystem(async (tx) => {
    const { issuer, clientId, defaultRole } = input;
    const data = { issuer, clientId, defaultRole, metadata: metadata as object, updatedAt: new Date(now) };
    await tx.ssoConnection.upsert({
      where: { tenantId },
      create: { tenantId, ...data },
      update: { ...data, ...(!isSame && { isRequired: false }) },
    });
    const ciphertext = encrypt(env.use().secretKey, contextOf(tenantId), secret);
    await tx.credential.upsert({
      where: { tenantId_name: { tenantId, name: SECRET } },
      create: { tenantId, name: SECRET, ciphertext },
      update: { ciphertext },
    });
    if (!isSame) await startAnew(tx, tenantId, now);
    await audit(tx, {
      ...{ tenantId, actor, action: 'sso.connection_saved', target: issuer },
      ...(before && { before: { issuer: before.issuer, clientId: before.clientId, defaultRole: before.defaultRole } }),
      after: { issuer, clientId, defaultRole, secretReplaced: input.clientSecret !== undefined },
    });
    await tellOwners(tx, tenantId, `${actor} ${before ? 'changed the' : 'set up'} single sign-on${before ? ' of your account' : ''}`);
  });
}

/** Removes the connection of a client: the sessions that it opened end, and passwords work again. Throws 404 without one. */
export async function removeConnection(tenantId: string, actor: string, now: number): Promise<void> {
  await asSystem(async (tx) => {
    const row = await tx.ssoConnection.findUnique({ where: { tenantId } });
    if (!row) throw notFound();
    await tx.ssoConnection.delete({ where: { tenantId } });
    await tx.credential.deleteMany({ where: { tenantId, name: SECRET } });
    await startAnew(tx, tenantId, now);
    await audit(tx, { tenantId, actor, action: 'sso.connection_removed', target: row.issuer });
    await tellOwners(tx, tenantId, `${actor} removed single sign-on`);
  });
}

async function startAnew(tx: Tx, tenantId: string, now: number): Promise<void> {
  await tx.ssoIdentity.deleteMany({ where: { tenantId } });
  await tx.session.updateMany({ where: { ssoClient: tenantId, endedAt: null }, data: { endedAt: new Date(now) } });
}

/**
 * Sets whether members with an address of a verified domain must sign in with single sign-on. Sessions that were opened otherwise
 * lose the client at once; owners keep a way in with a second factor of their own. Throws a Problem with status 409 while nobody
 * has signed in with it, no domain is verified, or no owner has a second factor: nobody could get in if the issuer failed.
 */
export async function requireSso(tenantId: string, isRequired: boolean, actor: string): Promise<void> {
  await asSystem(async (tx) => {
    const row = await tx.ssoConnection.findUnique({ where: { tenantId } });
    if (!row) throw notFound();
    if (isRequired) await assertReady(tx, tenantId);
    await tx.ssoConnection.update({ where: { tenantId }, data: { isRequired } });
    await audit(tx, {
      ...{ tenantId, actor, action: 'sso.policy_changed', target: tenantId },
      ...{ before: { isRequired: row.isRequired }, after: { isRequired } },
    });
    const sentence = isRequired ? 'requires' : 'no longer requires';
    await tellOwners(tx, tenantId, `${actor} changed the policy: ${tenantId} ${sentence} single sign-on`);
  });
}

async function assertReady(tx: Tx, tenantId: string): Promise<void> {
  const refuse = (detail: string) => new Problem(409, 'sso_not_ready', detail);
  if ((await tx.ssoDomain.count({ where: { tenantId, verifiedAt: { not: null } } })) === 0)
    throw refuse('Verify a mail domain first. Single sign-on is required of the addresses of verified domains.');
  if ((await tx.ssoIdentity.count({ where: { tenantId } })) === 0)
    throw refuse('Sign in once with single sign-on first, to be sure that it works.');
  const withFactor = { OR: [{ totpConfirmedAt: { not: null } }, { passkeys: { some: {} } }] };
  if ((await tx.membership.count({ where: { tenantId, role: 'owner', user: withFactor } })) === 0)
    throw refuse('An owner needs a second factor first (Your account), to get in if the issuer fails.');
}

/** The connection that a domain leads to, with its secret; undefined for a domain that no open client has verified. */
export async function connectionOfDomain(domain: string): Promise<(Registration & { tenantId: string }) | undefined> {
  const tenantId = await asSystem(async (tx) => {
    const row = await tx.ssoDomain.findFirst({ where: { domain, verifiedAt: { not: null }, tenant: { status: { not: 'closed' } } } });
    return row?.tenantId;
  });
  return tenantId === undefined ? undefined : registrationOf(tenantId);
}

/** A client's registration at its issuer; undefined without a connection. */
export async function registrationOf(tenantId: string): Promise<(Registration & { tenantId: string }) | undefined> {
  return inTenant(tenantId, async (tx) => {
    const row = await tx.ssoConnection.findUnique({ where: { tenantId } });
    const secret = row && (await storedSecret(tx, tenantId));
    if (!row || !secret) return undefined;
    const metadata = row.metadata as unknown as IssuerMetadata;
    return { tenantId, metadata, clientId: row.clientId, secret, redirectUri: redirectUriOf(tenantId) };
  });
}

async function storedSecret(tx: Tx, tenantId: string): Promise<string | undefined> {
  const row = await tx.credential.findUnique({ where: { tenantId_name: { tenantId, name: SECRET } } });
  return row ? decrypt(env.use().secretKey, contextOf(tenantId), row.ciphertext) : undefined;
}

/** Reads the discovery documents of all issuers again, as endpoints move; an issuer that is away keeps the one that was read last. */
export async function refreshIssuers(now: number): Promise<void> {
  const due = await asSystem((tx) => tx.ssoConnection.findMany({ where: { updatedAt: { lt: new Date(now - DAY_MS) } } }));
  for (const { tenantId, issuer, updatedAt } of due) {
    try {
      const metadata = await discover(issuer);
      await asSystem((tx) =>
        tx.ssoConnection.updateMany({ where: { tenantId, issuer, updatedAt }, data: { metadata: metadata as object } }),
      );
    } catch (error) {
      logger.warn({ tenantId, reason: (error as Error).message }, 'the discovery document of an issuer could not be read');
    }
  }
}
