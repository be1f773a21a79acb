import type { TenantContext } from '#lib/tenants/index.ts';

/** What a person may do for a client, weakest first. */
export const MEMBER_ROLES = ['viewer', 'member', 'admin', 'owner'] as const;
export type MemberRole = (typeof MEMBER_ROLES)[number];

/** What an API key may do: send data, read everything of its client, change things. */
export const SCOPES = ['ingest', 'read', 'write'] as const;
export type Scope = (typeof SCOPES)[number];

/** Who makes a request, proven by session, API key or the staff's token; never taken from a parameter. */
export interface Principal {
  via: 'session' | 'key' | 'staff-token';
  /** For audit and greetings: an email, a key's name, or `staff`. */
  name: string;
  userId?: string;
  keyId?: string;
  tenant?: TenantContext;
  /** Of a session in its tenant; a key acts by its scopes. */
  role?: MemberRole;
  scopes: readonly Scope[];
  isStaff: boolean;
}

/** Whether `role` may do what `needed` may. */
export function roleAtLeast(role: MemberRole | undefined, needed: MemberRole): boolean {
  return role !== undefined && MEMBER_ROLES.indexOf(role) >= MEMBER_ROLES.indexOf(needed);
}
