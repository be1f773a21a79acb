import { readFileSync } from 'node:fs';
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

/** The text of a file. Throws KubeConfigError that says what it should have been. */
export function readText(path: string, what: string): string {
  try {
    return readFileSync(path, 'utf8');
  } catch (error) {
    throw new KubeConfigError(`${what} can't be read: ${errorText(error)}`);
  }
}

/** A token read from a file, and read again when it is older than a minute: mounted tokens are rotated. */
export function tokenFromFile(path: string): () => string {
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
