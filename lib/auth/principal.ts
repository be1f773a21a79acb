import type { TenantContext } from '#lib/tenants/index.ts';

/** The roles of a member, weakest first. */
export const MEMBER_ROLES = ['viewer', 'member', 'admin', 'owner'] as const;
export type MemberRole = (typeof MEMBER_ROLES)[number];

/** The permissions of an API key: send data, send alerts, read everything of its client, change things. */
export const SCOPES = ['ingest', 'alerts', 'read', 'write'] as const;
export type Scope = (typeof SCOPES)[number];

/** Who makes a request, as proven by a session, an API key or the staff token; never taken from a parameter. */
export interface Principal {
  via: 'session' | 'key' | 'staff-token' | 'scim-token';
  /** For the audit log and the portal: an email address, `key <name>` or `staff token`. */
  name: string;
  userId?: string;
  keyId?: string;
  tenant?: TenantContext;
  /** The role of a session in its tenant; a key has scopes instead. */
  role?: MemberRole;
  scopes: readonly Scope[];
  isStaff: boolean;
  /** When an API key, or a token made from one, ends; in epoch ms. */
  expiresAt?: number;
  /** Of a session: its id, and when the person last proved who they are, in epoch ms. */
  sessionId?: string;
  authenticatedAt?: number;
  /** The client, or the provider for its staff, wants a second factor, and this session was opened without one. */
  lacksSecondFactor?: boolean;
  /** The client whose single sign-on opened the session: it works for that client only, and does not change the account. */
  ssoClient?: string;
  /** The name of the client that the person could work for if they signed in with its single sign-on. */
  needsSso?: string;
  /** The member of the provider's staff who acts as this person, and why. */
  impersonation?: { by: string; reason: string };
}

/** Whether `role` has at least the rights of `needed`. */
export function roleAtLeast(role: MemberRole | undefined, needed: MemberRole): boolean {
  return role !== undefined && MEMBER_ROLES.indexOf(role) >= MEMBER_ROLES.indexOf(needed);
}
