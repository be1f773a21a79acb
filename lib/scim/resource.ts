import SCIMMY from 'scimmy';
import type { MemberRole } from '#lib/auth/index.ts';
import { env } from '#lib/platform/env.ts';
import { cut } from '#lib/text/index.ts';
import { BASE } from './discovery.ts';
import { scimProblem } from './errors.ts';

const MAX_NAME = 100;
const GIVEN_ROLES: readonly string[] = ['viewer', 'member', 'admin'];
/** Attributes that are booleans, which Entra ID sends as 'True' and 'False'. */
const BOOLEANS = ['active', 'primary'];

/** A stored user, as Prisma reads it. */
export interface ScimRow {
  id: string;
  userName: string;
  externalId: string | null;
  displayName: string;
  active: boolean;
  role: MemberRole;
  createdAt: Date;
  updatedAt: Date;
}

/** What a directory wants a user to be. `role` undefined: as it is. */
export interface Wanted {
  userName: string;
  externalId: string | null;
  displayName: string;
  active: boolean;
  role: MemberRole | undefined;
}

/** A user as SCIM sends it. Nothing in it comes from the account, which other clients share. */
export function resourceOf(row: ScimRow): Record<string, unknown> {
  return {
    schemas: ['urn:ietf:params:scim:schemas:core:2.0:User'],
    id: row.id,
    ...(row.externalId !== null && { externalId: row.externalId }),
    userName: row.userName,
    displayName: row.displayName,
    name: { formatted: row.displayName },
    active: row.active,
    emails: [{ value: row.userName, type: 'work', primary: true }],
    roles: [{ value: row.role, primary: true }],
    meta: {
      resourceType: 'User',
      created: row.createdAt.toISOString(),
      lastModified: row.updatedAt.toISOString(),
      location: `${env.use().publicUrl}${BASE}/Users/${row.id}`,
    },
  };
}

/**
 * What a resource says; names of attributes in any case. `current` is the role so far. Throws a Problem with status 400 for a userName
 * that is no mail address, and for a role that a directory cannot give.
 */
export function wantedOf(input: object, current: MemberRole | undefined): Wanted {
  const body = lowerKeys(input);
  const userName = String(body.username ?? '')
    .trim()
    .toLowerCase();
  if (!/^[^@\s]{1,64}@[^@\s]{1,190}$/.test(userName))
    throw scimProblem(400, 'invalidValue', 'userName must be a mail address. Map the mail address of your directory to it.');
  const name = lowerKeys((body.name ?? {}) as object);
  const parts = [name.givenname, name.familyname].filter((part) => typeof part === 'string').join(' ');
  const shown = [body.displayname, name.formatted, parts].find((text) => typeof text === 'string' && text.trim() !== '');
  const externalId = body.externalid;
  return {
    userName,
    externalId: typeof externalId === 'string' && externalId !== '' ? cut(externalId, 200) : null,
    displayName: cut(String(shown ?? userName.split('@')[0]).trim(), MAX_NAME),
    active: body.active === undefined ? true : asBoolean(body.active) === true,
    role: roleOf(body.roles ?? body.entitlements, current),
  };
}

/** The role among the values of `roles` or `entitlements`: the last that differs from the present one. */
function roleOf(values: unknown, current: MemberRole | undefined): MemberRole | undefined {
  const list = Array.isArray(values) ? values : values === undefined || values === null ? [] : [values];
  const names = list.map((one) => String(typeof one === 'object' && one !== null ? (lowerKeys(one).value ?? '') : one).toLowerCase());
  const chosen = names.findLast((name) => name !== current) ?? names.at(-1);
  if (chosen === undefined || chosen === current) return current;
  if (chosen === 'owner') throw scimProblem(400, 'invalidValue', 'Owners are made in the portal. Send viewer, member or admin.');
  if (!GIVEN_ROLES.includes(chosen))
    throw scimProblem(400, 'invalidValue', `There is no role ${cut(chosen, 40)}. Send viewer, member or admin.`);
  return chosen as MemberRole;
}

/** A resource after the operations of a PATCH (RFC 7644, 3.5.2). Throws a Problem with status 400 that names the operation. */
export async function patched(row: ScimRow, request: object): Promise<object> {
  const body = lowerKeys(request);
  const operations = (Array.isArray(body.operations) ? body.operations : []).map((one) => withBooleans(one as Record<string, unknown>));
  const message = { schemas: ['urn:ietf:params:scim:api:messages:2.0:PatchOp'], Operations: operations };
  try {
    const before = new SCIMMY.Schemas.User(resourceOf(row) as never);
    const after = await new SCIMMY.Messages.PatchOp(message as never).apply(before as never);
    return JSON.parse(JSON.stringify(after ?? before)) as object;
  } catch (error) {
    const { scimType, message: detail } = error as { scimType?: 'invalidValue'; message: string };
    throw scimProblem(400, scimType ?? 'invalidSyntax', `${detail}.`);
  }
}

function withBooleans(operation: Record<string, unknown>): Record<string, unknown> {
  const { op, path, value } = lowerKeys(operation);
  const last =
    String(path ?? '')
      .toLowerCase()
      .split('.')
      .at(-1) ?? '';
  const changed = BOOLEANS.includes(last) ? asBoolean(value) : deepBooleans(value);
  return { op, ...(path !== undefined && { path }), ...(value !== undefined && { value: changed }) };
}

function deepBooleans(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(deepBooleans);
  if (typeof value !== 'object' || value === null) return value;
  const pairs = Object.entries(value).map(([name, inner]) => [
    name,
    BOOLEANS.includes(name.toLowerCase()) ? asBoolean(inner) : deepBooleans(inner),
  ]);
  return Object.fromEntries(pairs);
}

function asBoolean(value: unknown): unknown {
  if (typeof value !== 'string') return value;
  const text = value.toLowerCase();
  return text === 'true' ? true : text === 'false' ? false : value;
}

function lowerKeys(value: object): Record<string, unknown> {
  return Object.fromEntries(Object.entries(value).map(([name, inner]) => [name.toLowerCase(), inner]));
}
