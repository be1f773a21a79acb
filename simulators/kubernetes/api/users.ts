import { randomBytes } from 'node:crypto';
import { stringify } from 'yaml';
import type { Store } from '../store/store.ts';

/** The user of a request. */
export interface User {
  name: string;
  groups: string[];
}

/** The user of requests without a token, as a server with anonymous access names it. */
export const ANONYMOUS: User = { name: 'system:anonymous', groups: ['system:unauthenticated'] };

const SERVICE_ACCOUNT = /^system:serviceaccount:([^:]+):([^:]+)$/;

/** A service account as a user, with the groups it belongs to implicitly. */
export function serviceAccountUser(namespace: string, name: string): User {
  return { name: `system:serviceaccount:${namespace}:${name}`, groups: ['system:serviceaccounts', `system:serviceaccounts:${namespace}`] };
}

/** Namespace and name of a user that is a service account; undefined for other users. */
export function serviceAccountOf(userName: string): { namespace: string; name: string } | undefined {
  const [, namespace, name] = SERVICE_ACCOUNT.exec(userName) ?? [];
  return namespace !== undefined && name !== undefined ? { namespace, name } : undefined;
}

/** The bearer tokens that the server has issued. They are kept in memory; those of a service account end with the account. */
export class Tokens {
  readonly #users = new Map<string, User & { expires: number }>();
  readonly #store: Store;
  readonly #now: () => number;

  constructor(store: Store, now: () => number) {
    this.#store = store;
    this.#now = now;
  }

  /** A new token for a user, valid until `expires` (epoch ms). */
  issue(user: User, expires = Number.POSITIVE_INFINITY): string {
    const token = randomBytes(32).toString('base64url');
    this.#users.set(token, { name: user.name, groups: [...new Set([...user.groups, 'system:authenticated'])], expires });
    return token;
  }

  /** The user of a token; undefined if it is unknown. */
  userOf(token: string): User | undefined {
    const user = this.#users.get(token);
    if (!user || user.expires <= this.#now()) return undefined;
    const account = serviceAccountOf(user.name);
    if (account && !this.#store.find('ServiceAccount', account.namespace, account.name)) return undefined;
    return user;
  }
}

/**
 * A kubeconfig with one cluster, one user and their context, as YAML. kubectl and helm do not send a bearer token over
 * plain HTTP (client-go reads credentials for TLS only), but they do send credentials in the server's URL, so the token is
 * there as well.
 */
export function kubeconfigText(url: string, userName: string, token: string): string {
  const server = url.replace('://', `://token:${token}@`);
  return stringify({
    apiVersion: 'v1',
    kind: 'Config',
    clusters: [{ name: 'simulator', cluster: { server } }],
    users: [{ name: userName, user: { token } }],
    contexts: [{ name: 'simulator', context: { cluster: 'simulator', user: userName } }],
    'current-context': 'simulator',
  });
}
