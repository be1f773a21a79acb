import type { IncomingMessage } from 'node:http';
import type { Api } from './context.ts';
import { forbidden, isAllowed } from './rbac.ts';
import { StatusError } from './status.ts';
import { ANONYMOUS, serviceAccountOf, serviceAccountUser, type User } from './users.ts';

/**
 * Authenticates a request: the owner of its token, or system:anonymous without one. With Impersonate-User (kubectl --as) it
 * is the impersonated user, if the first may impersonate it. Throws Unauthorized for an unknown token and Forbidden when
 * impersonation is not allowed.
 */
export function authenticate(api: Api, request: IncomingMessage): User {
  const token = tokenOf(request.headers.authorization);
  const user = token === undefined ? ANONYMOUS : api.tokens.userOf(token);
  if (!user) throw new StatusError('Unauthorized', 'Unauthorized');
  const name = request.headers['impersonate-user'];
  return typeof name === 'string' ? impersonated(api, user, name, listOf(request.headers['impersonate-group'])) : user;
}

/** The token of an Authorization header: a bearer token, or the password when kubectl takes it from the server's URL. */
function tokenOf(header: string | undefined): string | undefined {
  const [, scheme, value] = /^(Bearer|Basic) +(\S+)$/i.exec(header ?? '') ?? [];
  if (value === undefined) return undefined;
  if (scheme!.toLowerCase() === 'bearer') return value;
  const decoded = Buffer.from(value, 'base64').toString('utf8');
  return decoded.slice(decoded.indexOf(':') + 1);
}

function impersonated({ store }: Api, user: User, name: string, groups: string[]): User {
  const account = serviceAccountOf(name);
  const wanted = [
    account
      ? { verb: 'impersonate', group: '', resource: 'serviceaccounts', namespace: account.namespace, name: account.name }
      : { verb: 'impersonate', group: '', resource: 'users', name },
    ...groups.map((group) => ({ verb: 'impersonate', group: '', resource: 'groups', name: group })),
  ];
  for (const access of wanted) if (!isAllowed(store, user, access)) throw forbidden(user, access);
  const own = account && groups.length === 0 ? serviceAccountUser(account.namespace, account.name).groups : groups;
  return { name, groups: [...new Set([...own, 'system:authenticated'])] };
}

function listOf(header: string | string[] | undefined): string[] {
  return (Array.isArray(header) ? header.join(',') : (header ?? ''))
    .split(',')
    .map((part) => part.trim())
    .filter(Boolean);
}
