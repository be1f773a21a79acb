import { readFileSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import { parse } from 'yaml';
import { z } from 'zod';
import { errorText } from '../log.ts';

/** How an API server is reached, and as whom. */
export interface KubeConnection {
  /** `https://host:port`, optionally with a path before /api. */
  server: string;
  /** PEM of the authorities that may have signed the server's certificate; the system's where absent. */
  ca?: string;
  /** PEM of the client's certificate and its key. */
  cert?: string;
  key?: string;
  /** The bearer token as it is now: a service account's is renewed while we run. */
  token?: () => string;
  serverName?: string;
  insecureSkipTlsVerify?: boolean;
}

/** Thrown where a kubeconfig or the account in the cluster can't be used: the text says which, why and what to do. */
export class KubeConfigError extends Error {
  override name = 'KubeConfigError';
}

const named = <T extends z.ZodType>(field: string, schema: T) => z.array(z.looseObject({ name: z.string(), [field]: schema })).nullish();

const clusterEntry = z.looseObject({
  server: z.url(),
  'certificate-authority': z.string().optional(),
  'certificate-authority-data': z.string().optional(),
  'insecure-skip-tls-verify': z.boolean().optional(),
  'tls-server-name': z.string().optional(),
  'proxy-url': z.string().optional(),
});
const userEntry = z.looseObject({
  token: z.string().optional(),
  tokenFile: z.string().optional(),
  'client-certificate': z.string().optional(),
  'client-certificate-data': z.string().optional(),
  'client-key': z.string().optional(),
  'client-key-data': z.string().optional(),
});
const contextEntry = z.looseObject({ cluster: z.string(), user: z.string().optional() });
const kubeconfig = z.looseObject({
  'current-context': z.string().optional(),
  clusters: named('cluster', clusterEntry),
  users: named('user', userEntry),
  contexts: named('context', contextEntry),
});

type Entry = { name: string; [field: string]: unknown };

function pick<T>(path: string, entries: Entry[] | null | undefined, field: string, name: string): T {
  const found = entries?.find((entry) => entry.name === name);
  if (!found) {
    const there = entries?.map((entry) => entry.name).join(', ') || 'none';
    throw new KubeConfigError(`${path}: there is no ${field} "${name}"; it has: ${there}`);
  }
  return found[field] as T;
}

function readText(path: string, what: string): string {
  try {
    return readFileSync(path, 'utf8');
  } catch (error) {
    throw new KubeConfigError(`${what} can't be read: ${errorText(error)}`);
  }
}

/** A token read from a file, and read again when it is older than a minute: mounted tokens are rotated. */
function tokenFromFile(path: string): () => string {
  let token = readText(path, 'the token file').trim();
  let readAt = Date.now();
  return () => {
    if (Date.now() - readAt > 60_000) {
      token = readText(path, 'the token file').trim();
      readAt = Date.now();
    }
    return token;
  };
}

/**
 * The connection that a kubeconfig file describes, for `context` or its current one. Certificates and tokens are
 * taken; users who log in through a command (exec, auth-provider) are refused, because the agent runs no commands.
 * Throws KubeConfigError.
 */
export function connectionFromKubeconfig(path: string, context?: string): KubeConnection {
  let raw: unknown;
  try {
    raw = parse(readText(path, 'the kubeconfig'));
  } catch (error) {
    if (error instanceof KubeConfigError) throw error;
    throw new KubeConfigError(`${path} is not YAML: ${errorText(error).split('\n')[0]}`);
  }
  const parsed = kubeconfig.safeParse(raw);
  if (!parsed.success) throw new KubeConfigError(`${path} is no kubeconfig: ${z.prettifyError(parsed.error).replaceAll('\n', ' ')}`);
  const config = parsed.data;
  const chosen = context ?? config['current-context'];
  if (!chosen) throw new KubeConfigError(`${path} has no current-context: name one with --context`);
  const { cluster: clusterName, user: userName } = pick<z.infer<typeof contextEntry>>(path, config.contexts as Entry[], 'context', chosen);
  const cluster = pick<z.infer<typeof clusterEntry>>(path, config.clusters as Entry[], 'cluster', clusterName);
  const user = userName ? pick<z.infer<typeof userEntry>>(path, config.users as Entry[], 'user', userName) : {};
  if ('exec' in user || 'auth-provider' in user) {
    throw new KubeConfigError(
      `${path}: user "${userName}" logs in through a command (${'exec' in user ? 'exec' : 'auth-provider'}), which the agent does not run; use a service account's token instead, for example from: kubectl create token NAME`,
    );
  }
  if (cluster['proxy-url'])
    throw new KubeConfigError(`${path}: cluster "${clusterName}" is behind a proxy-url, which the agent does not support`);

  const data = (inline: string | undefined, file: string | undefined, what: string) =>
    inline ? Buffer.from(inline, 'base64').toString('utf8') : file ? readText(resolve(dirname(path), file), what) : undefined;
  const ca = data(cluster['certificate-authority-data'], cluster['certificate-authority'], 'the certificate authority');
  const cert = data(user['client-certificate-data'], user['client-certificate'], 'the client certificate');
  const key = data(user['client-key-data'], user['client-key'], 'the client key');
  const { token, tokenFile } = user;
  return {
    server: cluster.server,
    ...(ca && { ca }),
    ...(cert && { cert }),
    ...(key && { key }),
    ...(token ? { token: () => token } : tokenFile ? { token: tokenFromFile(resolve(dirname(path), tokenFile)) } : {}),
    ...(cluster['tls-server-name'] && { serverName: cluster['tls-server-name'] }),
    ...(cluster['insecure-skip-tls-verify'] && { insecureSkipTlsVerify: true }),
  };
}

const ACCOUNT_DIR = '/var/run/secrets/kubernetes.io/serviceaccount';

/**
 * The connection of a pod: the API server from the environment, the service account's mounted token and authority.
 * Throws KubeConfigError outside a pod.
 */
export function connectionInCluster(env: Readonly<Record<string, string | undefined>>, accountDir = ACCOUNT_DIR): KubeConnection {
  const host = env.KUBERNETES_SERVICE_HOST;
  const port = env.KUBERNETES_SERVICE_PORT ?? '443';
  if (!host) {
    throw new KubeConfigError(
      'KUBECONFIG is not set and this is not a pod (KUBERNETES_SERVICE_HOST is missing): set KUBECONFIG to a kubeconfig file',
    );
  }
  return {
    server: `https://${host.includes(':') ? `[${host}]` : host}:${port}`,
    ca: readText(`${accountDir}/ca.crt`, "the cluster's certificate authority"),
    token: tokenFromFile(`${accountDir}/token`),
  };
}
