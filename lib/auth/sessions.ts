import { asSystem, type Tx } from '#lib/platform/database/index.ts';
import { env } from '#lib/platform/env.ts';
import { notFound } from '#lib/platform/problem.ts';
import { randomToken, sha256 } from '#lib/platform/secrets.ts';
import { contextOf } from '#lib/tenants/index.ts';
import { type ClientPolicy, mayWorkFor, SSO_POLICY } from './client-access.ts';
import type { MemberRole, Principal, Scope } from './principal.ts';

/** When sessions end: OWASP ASVS 3.3.2, level 2. */
export interface SessionLimits {
  /** Hours from sign-in. */
  maxHours: number;
  /** Minutes without a request. An open page of the portal makes requests. */
  idleMinutes: number;
}

/** How often `lastSeenAt` is written at most: a write per request would be wasteful. */
const SEEN_INTERVAL_MS = 60_000;
/** What proves more than a password: something that the person has. */
const STRONG_METHODS = ['totp', 'recovery-code', 'passkey', 'sso'];

/** How somebody proved who they are. */
export type SignInMethod = 'password' | 'totp' | 'recovery-code' | 'passkey' | 'sso' | 'staff-link' | 'api-key';

/** From where a request comes: for the list of sessions and the audit log. */
export interface Caller {
  address: string;
  userAgent: string;
}

/** What a session starts with. Either a user or an API key. */
export interface NewSession extends Caller {
  userId?: string;
  keyId?: string;
  /** The client that the person works for; the oldest membership if it is not given. */
  activeClient?: string | undefined;
  /** The client whose single sign-on opens the session, which then works for that client only. */
  ssoClient?: string | undefined;
  methods: SignInMethod[];
}

/** Starts a session and returns the secret that its cookie carries; only the hash is stored. `now` in epoch ms. */
export async function startSession(tx: Tx, session: NewSession, limits: SessionLimits, now: number): Promise<string> {
  const secret = randomToken(40);
  const at = new Date(now);
  await tx.session.create({
    data: {
      secretHash: sha256(secret),
      userId: session.userId ?? null,
      keyId: session.keyId ?? null,
      activeClient: session.activeClient ?? null,
      ssoClient: session.ssoClient ?? null,
      methods: session.methods,
      userAgent: session.userAgent,
      address: session.address,
      createdAt: at,
      authenticatedAt: at,
      lastSeenAt: at,
      expiresAt: new Date(now + limits.maxHours * 3_600_000),
    },
  });
  return secret;
}

/** Who a session acts as, with the rights that its user or key has now. Undefined once the session has ended. `now` in epoch ms. */
export async function principalOfSession(secret: string, { idleMinutes }: SessionLimits, now: number): Promise<Principal | undefined> {
  return asSystem(async (tx) => {
    const session = await tx.session.findUnique({
      where: { secretHash: sha256(secret) },
      include: {
        user: { include: { memberships: { include: { tenant: { include: SSO_POLICY } }, orderBy: { createdAt: 'asc' } } } },
        key: { include: { tenant: true } },
        client: true,
      },
    });
    if (!session || session.endedAt || session.expiresAt.getTime() <= now) return undefined;
    if (now - session.lastSeenAt.getTime() > idleMinutes * 60_000) return undefined;
    const isImpersonating = session.impersonationUntil !== null && session.impersonationUntil.getTime() > now;
    const principal = session.key
      ? principalOfKey(session.key, now)
      : session.user && (isImpersonating ? principalOfVisitor(session.user, session.client) : principalOfMember(session, session.user));
    if (!principal) return undefined;
    if (now - session.lastSeenAt.getTime() > SEEN_INTERVAL_MS) {
      await tx.session.update({ where: { id: session.id }, data: { lastSeenAt: new Date(now) } });
    }
    return {
      ...principal,
      via: 'session',
      sessionId: session.id,
      authenticatedAt: session.authenticatedAt.getTime(),
      ...(isImpersonating && { impersonation: { by: session.impersonator ?? '', reason: session.impersonationReason ?? '' } }),
    };
  });
}

type KeyRow = {
  id: string;
  name: string;
  scopes: string[];
  revokedAt: Date | null;
  expiresAt: Date | null;
  tenant: {
    id: string;
    name: string;
    plan: 'free' | 'basic' | 'pro' | 'enterprise';
    status: 'onboarding' | 'active' | 'suspended' | 'closed';
    deletionDueAt: Date | null;
    suspendedReason: string | null;
    limits: unknown;
    isSpendCapReached: boolean;
  };
};

/** A session that was opened with a key is valid only as long as the key, and has the rights of its scopes. */
function principalOfKey(key: KeyRow, now: number): Omit<Principal, 'via'> | undefined {
  if (key.revokedAt || (key.expiresAt && key.expiresAt.getTime() <= now) || key.tenant.status === 'closed') return undefined;
  return {
    name: `key ${key.name}`,
    keyId: key.id,
    tenant: contextOf(key.tenant),
    role: key.scopes.includes('write') ? 'admin' : 'viewer',
    scopes: key.scopes as Scope[],
    isStaff: false,
    ...(key.expiresAt && { expiresAt: key.expiresAt.getTime() }),
  };
}

interface UserRow {
  id: string;
  email: string;
  isStaff: boolean;
  memberships: { role: string; tenant: KeyRow['tenant'] & ClientPolicy & { requiresSecondFactor: boolean } }[];
}

function principalOfMember(
  session: { activeClient: string | null; ssoClient: string | null; methods: string[] },
  user: UserRow,
): Omit<Principal, 'via'> {
  const { ssoClient } = session;
  const open = user.memberships.filter(({ tenant }) => tenant.status !== 'closed');
  const reachable = open.filter(({ role, tenant }) => mayWorkFor(session, user.email, role, tenant));
  const membership = reachable.find(({ tenant }) => tenant.id === session.activeClient) ?? reachable[0];
  const base = {
    ...{ name: user.email, userId: user.id, scopes: ['read', 'write'] as const },
    // The issuer of a client makes nobody a member of the provider's staff.
    isStaff: user.isStaff && ssoClient === null,
    ...(ssoClient !== null && { ssoClient }),
  };
  const isStrong = session.methods.some((method) => STRONG_METHODS.includes(method));
  // OWASP ASVS 4.3.1. On a loopback address nobody else can reach the admin area.
  const staffNeedsFactor = base.isStaff && !env.use().loopback && !isStrong;
  if (!membership)
    return {
      ...base,
      ...(staffNeedsFactor && { lacksSecondFactor: true }),
      ...(open[0] && ssoClient === null && { needsSso: open[0].tenant.name }),
    };
  return {
    ...base,
    tenant: contextOf(membership.tenant),
    role: membership.role as MemberRole,
    lacksSecondFactor: staffNeedsFactor || (membership.tenant.requiresSecondFactor && !isStrong),
  };
}

/** A member of the provider's staff who looks at a client's account: sees what its members see, and changes nothing. */
function principalOfVisitor(user: UserRow, client: KeyRow['tenant'] | null): Omit<Principal, 'via'> | undefined {
  if (!client || client.status === 'closed' || !user.isStaff) return undefined;
  return { name: user.email, userId: user.id, isStaff: true, scopes: ['read'], tenant: contextOf(client), role: 'viewer' };
}

/** A user's sessions that have not ended, the last used first; with `ssoClient` only those that its single sign-on opened. */
export async function listSessions(userId: string, { idleMinutes }: SessionLimits, now: number, ssoClient?: string) {
  return asSystem((tx) =>
    tx.session.findMany({
      where: {
        userId,
        ...(ssoClient && { ssoClient }),
        endedAt: null,
        expiresAt: { gt: new Date(now) },
        lastSeenAt: { gt: new Date(now - idleMinutes * 60_000) },
      },
      orderBy: { lastSeenAt: 'desc' },
      omit: { secretHash: true },
    }),
  );
}

/** Ends one of a user's sessions, with `ssoClient` one that its single sign-on opened. Throws a Problem with status 404 if the user has no such session. */
export async function endSession(userId: string, id: string, now: number, ssoClient?: string): Promise<void> {
  const where = { id, userId, endedAt: null, ...(ssoClient && { ssoClient }) };
  const ended = await asSystem((tx) => tx.session.updateMany({ where, data: { endedAt: new Date(now) } }));
  if (ended.count === 0) throw notFound();
}

/** Ends every session of a user, but the one with the id `except`; with `ssoClient` only those that its single sign-on opened. */
export async function endSessions(tx: Tx, userId: string, now: number, except?: string, ssoClient?: string): Promise<void> {
  await tx.session.updateMany({
    where: { userId, endedAt: null, ...(except && { id: { not: except } }), ...(ssoClient && { ssoClient }) },
    data: { endedAt: new Date(now) },
  });
}

/** Ends the session with this secret, as signing out does. Returns the person whose it was; nobody if it had ended, or was that of a key. */
export async function signOut(tx: Tx, secret: string, now: number): Promise<{ id: string; email: string } | undefined> {
  const secretHash = sha256(secret);
  const { count } = await tx.session.updateMany({ where: { secretHash, endedAt: null }, data: { endedAt: new Date(now) } });
  if (count === 0) return undefined;
  const session = await tx.session.findUnique({ where: { secretHash }, select: { user: { select: { id: true, email: true } } } });
  return session?.user ?? undefined;
}

/**
 * Gives a session a new secret, so that one that was seen before is worth nothing after the rights of the session changed
 * (OWASP ASVS 3.2.1); returns it. `change` is what changes: `provenBy` is how the person has just proved again who they are.
 */
export async function rotateSession(
  tx: Tx,
  id: string,
  change: { provenBy?: SignInMethod[]; activeClient?: string },
  now: number,
): Promise<string> {
  const secret = randomToken(40);
  const { methods } = await tx.session.findUniqueOrThrow({ where: { id }, select: { methods: true } });
  await tx.session.update({
    where: { id },
    data: {
      secretHash: sha256(secret),
      ...(change.provenBy && { authenticatedAt: new Date(now), methods: [...new Set([...methods, ...change.provenBy])] }),
      ...(change.activeClient && { activeClient: change.activeClient }),
    },
  });
  return secret;
}

/** Deletes the records of sessions that ended or expired before `before` (epoch ms). */
export async function forgetOldSessions(before: number): Promise<void> {
  const limit = new Date(before);
  await asSystem((tx) => tx.session.deleteMany({ where: { OR: [{ endedAt: { lt: limit } }, { expiresAt: { lt: limit } }] } }));
}

/**
 * Whether this account has had a session at this address: an attempt from there is more likely to be its owner's. What the issuer of
 * a client vouched for does not count.
 */
export async function hasSignedInFrom(email: string, address: string): Promise<boolean> {
  const session = await asSystem((tx) =>
    tx.session.findFirst({ where: { address, ssoClient: null, user: { email } }, select: { id: true } }),
  );
  return session !== null;
}
