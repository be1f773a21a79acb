import { z } from 'zod';
import type { Principal } from '#lib/auth/index.ts';
import type { TenantContext } from '#lib/tenants/index.ts';

/** A resource of SCIM, whose attributes RFC 7643 defines. */
export const scimObject = z.record(z.string(), z.unknown());

/** A user as a directory sends it. Names of attributes may have any case, so none is demanded here. */
export const scimUser = z.record(z.string(), z.unknown());

/** The operations of a PATCH (RFC 7644, 3.5.2). */
export const scimPatch = z.record(z.string(), z.unknown());

/** The client of a SCIM token, and what the audit log calls it. */
export function scimCaller(tenant: TenantContext, { name }: Principal) {
  return { tenantId: tenant.id, actor: name };
}
