import { audit } from '#lib/audit/index.ts';
import { asSystem, type Tx } from '#lib/platform/database/index.ts';
import { Problem } from '#lib/platform/problem.ts';

/** What an owner can sign in with besides a password, where a client requires single sign-on and the issuer is away. */
const OWN_FACTORS = ['totp', 'recovery-code', 'passkey'];

/** What has to be read of a client to decide whether a session may work for it; for the `include` of a query. */
export const SSO_POLICY = {
  sso: { select: { isRequired: true } },
  ssoDomains: { where: { verifiedAt: { not: null } }, select: { domain: true } },
} as const;

/** A client with its policy, as `SSO_POLICY` reads it. */
export interface ClientPolicy {
  id: string;
  sso: { isRequired: boolean } | null;
  ssoDomains: { domain: string }[];
}

/** How a session was opened. `ssoClient`: the client whose single sign-on did. */
interface OpenedBy {
  ssoClient: string | null;
  methods: readonly string[];
}

/**
 * Whether a session may work for a client that its person belongs to. What the single sign-on of a client opened works for that
 * client only: its issuer vouches for nobody at another. A client that requires single sign-on does so for the addresses of its
 * verified domains; an owner also gets in with a second factor of their own, in case the issuer fails.
 */
export function mayWorkFor({ ssoClient, methods }: OpenedBy, email: string, role: string, client: ClientPolicy): boolean {
  if (ssoClient !== null) return client.id === ssoClient;
  if (!requiresSsoOf(client, email)) return true;
  return role === 'owner' && methods.some((method) => OWN_FACTORS.includes(method));
}

function requiresSsoOf({ sso, ssoDomains }: ClientPolicy, email: string): boolean {
  return sso?.isRequired === true && ssoDomains.some(({ domain }) => email.endsWith(`@${domain}`));
}

/** The problem of a person whose client requires single sign-on. */
export function ssoRequired(clientName: string): Problem {
  return new Problem(
    403,
    'sso_required',
    `${clientName} wants its members to sign in with single sign-on. Enter your email address and choose “Continue with single sign-on”. Owners can also sign in with a second factor of their own.`,
  );
}

/**
 * Throws a Problem with status 403 when every client of a person requires single sign-on and `methods` are something else. Records
 * an owner who gets in with a second factor of their own in the audit log of the client.
 */
export async function assertSomeClient(userId: string, methods: readonly string[]): Promise<void> {
  await asSystem(async (tx) => {
    const user = await tx.user.findUniqueOrThrow({
      where: { id: userId },
      include: { memberships: { where: { tenant: { status: { not: 'closed' } } }, include: { tenant: { include: SSO_POLICY } } } },
    });
    const reachable = user.memberships.filter(({ role, tenant }) => mayWorkFor({ ssoClient: null, methods }, user.email, role, tenant));
    const [refused] = user.memberships;
    if (refused && reachable.length === 0 && !user.isStaff) throw ssoRequired(refused.tenant.name);
    for (const { tenant } of reachable.filter(({ tenant }) => requiresSsoOf(tenant, user.email))) {
      const entry = { tenantId: tenant.id, actor: user.email, action: 'sso.owner_bypassed', target: user.email };
      await audit(tx, { ...entry, after: { methods: [...methods] } });
    }
  });
}

/**
 * Throws a Problem with status 403 for somebody whose address makes a client require single sign-on of them: another address would
 * let them in with a password. In the caller's transaction over all clients.
 */
export async function assertAddressIsFree(tx: Tx, userId: string): Promise<void> {
  const user = await tx.user.findUniqueOrThrow({
    where: { id: userId },
    include: { memberships: { include: { tenant: { include: SSO_POLICY } } } },
  });
  const holder = user.memberships.find(({ tenant }) => tenant.status !== 'closed' && requiresSsoOf(tenant, user.email));
  if (!holder) return;
  throw new Problem(
    403,
    'address_kept',
    `${holder.tenant.name} requires single sign-on of ${user.email}, so this address cannot be changed. Leave that client first, or ask one of its owners.`,
  );
}
