import { existsSync } from 'node:fs';
import { delimiter, dirname, resolve } from 'node:path';
import { parse } from 'yaml';
import { z } from 'zod';
import { errorText } from '../log.ts';
import { KubeConfigError, type KubeConnection, readText, tokenFromFile } from './connection.ts';

const clusterEntry = z.looseObject({
  server: z.url(),
  'certificate-authority': z.string().optional(),
  'certificate-authority-data': z.string().optional(),
  'insecure-skip-tls-verify': z.boolean().optional(),
  'tls-server-name': z.string().optional(),
  'proxy-url': z.string().optional(),
});
const execEntry = z.looseObject({
  apiVersion: z.string(),
  command: z.string().min(1),
  args: z.array(z.string()).nullish(),
  env: z.array(z.object({ name: z.string(), value: z.string() })).nullish(),
  installHint: z.string().optional(),
  interactiveMode: z.enum(['Never', 'IfAvailable', 'Always']).optional(),
  provideClusterInfo: z.boolean().optional(),
});
const userEntry = z.looseObject({
  token: z.string().optional(),
  tokenFile: z.string().optional(),
  'client-certificate': z.string().optional(),
  'client-certificate-data': z.string().optional(),
  'client-key': z.string().optional(),
  'client-key-data': z.string().optional(),
  exec: execEntry.optional(),
});
const contextEntry = z.looseObject({ cluster: z.string(), user: z.string().optional(), namespace: z.string().optional() });
const named = <T extends z.ZodType, F extends string>(field: F, schema: T) =>
  z
    .array(z.looseObject({ name: z.string() }).and(z.object({ [field]: schema } as Record<F, T>)))
    .nullish()
    .transform((entries) => entries ?? []);
const kubeconfig = z.looseObject({
  'current-context': z.string().optional(),
  clusters: named('cluster', clusterEntry),
  users: named('user', userEntry),
  contexts: named('context', contextEntry),
});

/** A command by which a user logs in, as the kubeconfig has it (client.authentication.k8s.io, ExecConfig). */
export interface LoginCommand extends z.infer<typeof execEntry> {
  /** The folder of the kubeconfig, to which a relative command refers. */
  folder: string;
  /** What the command is told of the cluster where it asks for that. */
  cluster: { server: string; 'certificate-authority-data'?: string; 'tls-server-name'?: string; 'insecure-skip-tls-verify'?: boolean };
}

/** What a login gave. */
type Login = Pick<KubeConnection, 'token' | 'cert' | 'key'>;

/** A part of a kubeconfig by its name, with the file that it came from. */
type Found<T> = T & { path: string };

/**
 * The connection that kubeconfig files describe, for `context` or the current one. `paths` is one file or several, separated as
 * in PATH, merged as kubectl does: of two entries of a name, and of two current contexts, the first counts; files that do not
 * exist are skipped unless all are missing. Users who log in through a command are handed to `login`, and refused without it.
 * Throws KubeConfigError, and what `login` throws.
 */
export function connectionFromKubeconfig(paths: string, context?: string, login?: (command: LoginCommand) => Login): KubeConnection {
  const given = paths.split(delimiter).filter((path) => path !== '');
  const there = given.filter((path) => existsSync(path));
  const files = (there.length > 0 ? there : given).map((path) => ({ path, config: readKubeconfig(path) }));
  const all = files.length > 1 ? files.map(({ path }) => path).join(', ') : (files[0]?.path ?? paths);
  const chosen = context ?? files.map(({ config }) => config['current-context']).find((name) => name);
  if (!chosen) throw new KubeConfigError(`${all} has no current-context: name one with --context`);
  const pick = <F extends 'cluster' | 'user' | 'context'>(field: F, name: string) => {
    const entries = files.flatMap(({ path, config }) =>
      (config[`${field}s`] as { name: string; [field: string]: unknown }[]).map((entry) => ({
        path,
        name: entry.name,
        body: entry[field],
      })),
    );
    const found = entries.find((entry) => entry.name === name);
    if (found) return { ...(found.body as object), path: found.path };
    throw new KubeConfigError(`${all}: there is no ${field} "${name}"; it has: ${entries.map((entry) => entry.name).join(', ') || 'none'}`);
  };
  const { cluster: clusterName, user: userName } = pick('context', chosen) as Found<z.infer<typeof contextEntry>>;
  const cluster = pick('cluster', clusterName) as Found<z.infer<typeof clusterEntry>>;
  const user = userName ? (pick('user', userName) as Found<z.infer<typeof userEntry>>) : undefined;
  if (cluster['proxy-url'])
    throw new KubeConfigError(`${cluster.path}: cluster "${clusterName}" is behind a proxy-url, which the agent does not support`);
  const ca = dataOf(cluster, 'certificate-authority', 'the certificate authority');
  return {
    server: cluster.server,
    ...(ca && { ca }),
    ...(user && loginOf(user, userName ?? '', cluster, ca, login)),
    ...(cluster['tls-server-name'] && { serverName: cluster['tls-server-name'] }),
    ...(cluster['insecure-skip-tls-verify'] && { insecureSkipTlsVerify: true }),
  };
}

function readKubeconfig(path: string): z.infer<typeof kubeconfig> {
  const text = readText(path, 'the kubeconfig');
  let raw: unknown;
  try {
    raw = parse(text);
  } catch (error) {
    throw new KubeConfigError(`${path} is not YAML: ${errorText(error).split('\n')[0]}`);
  }
  const parsed = kubeconfig.safeParse(raw);
  if (!parsed.success) throw new KubeConfigError(`${path} is no kubeconfig: ${z.prettifyError(parsed.error).replaceAll('\n', ' ')}`);
  return parsed.data;
}

/** What a field holds, inline (`<field>-data`) or in a file beside the kubeconfig. */
function dataOf(entry: Found<object>, field: string, what: string): string | undefined {
  const fields = entry as Record<string, unknown>;
  const inline = fields[`${field}-data`];
  if (typeof inline === 'string' && inline) return Buffer.from(inline, 'base64').toString('utf8');
  const file = fields[field];
  return typeof file === 'string' && file ? readText(resolve(dirname(entry.path), file), what) : undefined;
}

function loginOf(
  user: Found<z.infer<typeof userEntry>>,
  name: string,
  cluster: Found<z.infer<typeof clusterEntry>>,
  ca: string | undefined,
  login: ((command: LoginCommand) => Login) | undefined,
): Login {
  if ('auth-provider' in user || (user.exec && !login)) {
    const way = user.exec ? 'exec' : 'auth-provider';
    throw new KubeConfigError(
      `${user.path}: user "${name}" logs in through a command (${way}), which is not run here; use a service account's token instead, for example from: kubectl create token NAME`,
    );
  }
  if (user.exec && login) {
    const { server, 'tls-server-name': serverName, 'insecure-skip-tls-verify': insecure } = cluster;
    return login({
      ...user.exec,
      folder: dirname(user.path),
      cluster: {
        server,
        ...(ca && { 'certificate-authority-data': Buffer.from(ca).toString('base64') }),
        ...(serverName && { 'tls-server-name': serverName }),
        ...(insecure && { 'insecure-skip-tls-verify': insecure }),
      },
    });
  }
  const cert = dataOf(user, 'client-certificate', 'the client certificate');
  const key = dataOf(user, 'client-key', 'the client key');
  const { token, tokenFile } = user;
  return {
    ...(cert && { cert }),
    ...(key && { key }),
    ...(token ? { token: () => token } : tokenFile ? { token: tokenFromFile(resolve(dirname(user.path), tokenFile)) } : {}),
  };
}
