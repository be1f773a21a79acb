import { spawnSync } from 'node:child_process';
import { resolve, sep } from 'node:path';
import { z } from 'zod';
import { KubeConfigError, type KubeConnection } from '#agent/kube/connection.ts';
import type { LoginCommand } from '#agent/kube/kubeconfig.ts';
import { shellLine } from '#lib/text/index.ts';

/** What a login command prints (client.authentication.k8s.io, ExecCredential). */
const credential = z.looseObject({
  kind: z.literal('ExecCredential'),
  status: z.looseObject({
    token: z.string().optional(),
    clientCertificateData: z.string().optional(),
    clientKeyData: z.string().optional(),
    expirationTimestamp: z.string().optional(),
  }),
});
type Credential = z.infer<typeof credential>['status'];

/** A token is renewed this long before its end, in ms, so that it does not end on its way. */
const RENEW_BEFORE_MS = 10_000;

/**
 * Logs in through the command of a kubeconfig, as kubectl does: the command is told of the request in KUBERNETES_EXEC_INFO, may
 * ask at the terminal, and prints a token or a certificate. `announce` hears the command line before it runs. A token that has
 * ended is fetched again. `now` in epoch ms. Throws KubeConfigError where the command is missing, fails, or prints something else.
 */
export function logIn(
  command: LoginCommand,
  env: Readonly<Record<string, string | undefined>>,
  announce: (commandLine: string) => void,
  now: () => number,
): Pick<KubeConnection, 'token' | 'cert' | 'key'> {
  announce(shellLine([command.command, ...(command.args ?? [])]));
  let current = runLogin(command, env);
  const { clientCertificateData: cert, clientKeyData: key, token } = current;
  if (!token && !(cert && key))
    throw new KubeConfigError(`${command.command} printed neither a token nor a client certificate with its key`);
  const currentToken = () => {
    const end = Date.parse(current.expirationTimestamp ?? '');
    if (now() > end - RENEW_BEFORE_MS) current = runLogin(command, env);
    return current.token ?? '';
  };
  return { ...(cert && key && { cert, key }), ...(token && { token: currentToken }) };
}

function runLogin(command: LoginCommand, env: Readonly<Record<string, string | undefined>>): Credential {
  const { command: program, args, apiVersion, interactiveMode, provideClusterInfo, installHint } = command;
  const path = program.includes(sep) ? resolve(command.folder, program) : program;
  const interactive = interactiveMode !== 'Never' && process.stdin.isTTY === true;
  if (interactiveMode === 'Always' && !interactive)
    throw new KubeConfigError(`${program} asks for the login at a terminal, and there is none: run this in a terminal`);
  const spec = { interactive, ...(provideClusterInfo && { cluster: command.cluster }) };
  const { stdout, status, error, signal } = spawnSync(path, args ?? [], {
    env: {
      ...process.env,
      ...env,
      ...Object.fromEntries((command.env ?? []).map(({ name, value }) => [name, value])),
      KUBERNETES_EXEC_INFO: JSON.stringify({ apiVersion, kind: 'ExecCredential', spec }),
    },
    // What it asks and what it complains of is for the user.
    stdio: [interactive ? 'inherit' : 'ignore', 'pipe', 'inherit'],
    encoding: 'utf8',
  });
  if (error) {
    const isMissing = (error as NodeJS.ErrnoException).code === 'ENOENT';
    throw new KubeConfigError(
      isMissing ? `the login command ${program} is not installed${installHint ? `: ${installHint}` : ''}` : `${program}: ${error.message}`,
    );
  }
  if (status !== 0) throw new KubeConfigError(`the login command ${program} ended with ${signal ?? status}; what it said stands above`);
  const parsed = credential.safeParse(parsedJson(stdout));
  if (!parsed.success) throw new KubeConfigError(`the login command ${program} did not print an ExecCredential`);
  return parsed.data.status;
}

function parsedJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
