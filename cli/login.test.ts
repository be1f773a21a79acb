import { chmodSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { KubeConfigError } from '#agent/kube/connection.ts';
import type { LoginCommand } from '#agent/kube/kubeconfig.ts';
import { logIn } from './login.ts';

const NOW = Date.UTC(2026, 10, 23);
const API_VERSION = 'client.authentication.k8s.io/v1';

let folder: string;
let announced: string[];
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'kg-login-'));
  announced = [];
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

/** A login command that runs a shell script. */
function plugin(script: string, more: Partial<LoginCommand> = {}): LoginCommand {
  writeFileSync(join(folder, 'plugin'), `#!/bin/sh\n${script}\n`);
  chmodSync(join(folder, 'plugin'), 0o755);
  return { apiVersion: API_VERSION, command: './plugin', folder, cluster: { server: 'https://one:6443' }, ...more };
}

const prints = (status: object) => `echo '${JSON.stringify({ apiVersion: API_VERSION, kind: 'ExecCredential', status })}'`;
const login = (command: LoginCommand, now = () => NOW) => logIn(command, process.env, (line) => announced.push(line), now);

describe('the login command of a kubeconfig', () => {
  it('is announced, gets its arguments and variables and what the cluster is, and gives a token', () => {
    const script = `echo "$@" > args; echo "$REGION" > region; echo "$KUBERNETES_EXEC_INFO" > info; ${prints({ token: 'secret' })}`;
    const command = plugin(`cd "$(dirname "$0")"; ${script}`, {
      args: ['get-token', 'my cluster'],
      env: [{ name: 'REGION', value: 'eu-1' }],
      provideClusterInfo: true,
    });
    expect(login(command).token?.()).toBe('secret');
    expect(announced).toEqual(["./plugin get-token 'my cluster'"]);
    const wrote = (name: string) => readFileSync(join(folder, name), 'utf8').trim();
    expect(wrote('args')).toBe('get-token my cluster');
    expect(wrote('region')).toBe('eu-1');
    expect(JSON.parse(wrote('info'))).toEqual({
      apiVersion: API_VERSION,
      kind: 'ExecCredential',
      spec: { interactive: false, cluster: { server: 'https://one:6443' } },
    });
  });

  it('may give a certificate', () => {
    const status = { clientCertificateData: 'CERT', clientKeyData: 'KEY' };
    expect(login(plugin(prints(status)))).toEqual({ cert: 'CERT', key: 'KEY' });
  });

  it('runs again once its token has ended, and not before', () => {
    const runs = join(folder, 'runs');
    const command = plugin(`echo run >> "${runs}"; ${prints({ token: 't', expirationTimestamp: new Date(NOW + 60_000).toISOString() })}`);
    let now = NOW;
    const { token } = login(command, () => now);
    token?.();
    expect(readFileSync(runs, 'utf8')).toBe('run\n');
    now += 60_000;
    expect(token?.()).toBe('t');
    expect(readFileSync(runs, 'utf8')).toBe('run\nrun\n');
  });

  it.each<[string, string, Partial<LoginCommand>, RegExp]>([
    ['fails', 'exit 3', {}, /plugin ended with 3; what it said stands above/],
    ['prints something else', 'echo hello', {}, /plugin did not print an ExecCredential/],
    ['prints neither', prints({}), {}, /neither a token nor a client certificate/],
    ['is not there', '', { command: 'no-such-plugin', installHint: 'see example.com' }, /no-such-plugin is not installed: see example.com/],
    ['needs a terminal', '', { interactiveMode: 'Always' }, /asks for the login at a terminal/],
  ])('that %s is reported by name', (_, script, more, message) => {
    const run = () => login(plugin(script, more));
    expect(run).toThrow(KubeConfigError);
    expect(run).toThrow(message);
  });
});
