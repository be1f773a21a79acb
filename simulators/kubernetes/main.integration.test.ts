import { type ChildProcess, execFileSync, spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { kubectl } from './testing/kube-binaries.ts';

const MAIN = join(import.meta.dirname, 'main.ts');
let folder: string;
const children: ChildProcess[] = [];

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'kubernetes-main-'));
});
afterEach(() => {
  for (const child of children.splice(0)) child.kill('SIGKILL');
  rmSync(folder, { recursive: true, force: true });
});

/** The program, and its first line of output. */
async function start(...args: string[]): Promise<{ child: ChildProcess; line: string }> {
  const files = ['--kubeconfig', join(folder, 'admin'), '--agent-kubeconfig', join(folder, 'agent')];
  const child = spawn(process.execPath, [MAIN, '--port', '0', ...files, ...args], { stdio: ['pipe', 'pipe', 'inherit'] });
  children.push(child);
  const [line] = (await once(createInterface({ input: child.stdout! }), 'line')) as [string];
  return { child, line };
}

function run(...args: string[]) {
  const { status, stdout, stderr } = spawnSync(process.execPath, [MAIN, ...args], { encoding: 'utf8' });
  return { status, stdout, stderr };
}

test('its first line holds an address that already answers, with kubeconfigs that kubectl can use', async () => {
  const { line } = await start('--seed', '3');
  const [url] = /http:\/\/127\.0\.0\.1:\d+/.exec(line) ?? [];
  expect((await fetch(`${url}/livez`)).status).toBe(200);
  const nodes = execFileSync(kubectl(), ['--kubeconfig', join(folder, 'admin'), 'get', 'nodes', '-o', 'name'], { encoding: 'utf8' });
  expect(nodes).toMatch(/^node\//);
  const can = ['--kubeconfig', join(folder, 'agent'), 'auth', 'can-i', 'list', 'pods', '-A'];
  expect(execFileSync(kubectl(), can, { encoding: 'utf8' }).trim()).toBe('yes');
});

test.each(['SIGTERM', 'SIGINT'] as const)('it ends on %s', async (signal) => {
  const { child } = await start();
  child.kill(signal);
  expect(await once(child, 'exit')).toEqual([0, null]);
});

test('it ends when the pipe to its standard input closes', async () => {
  const { child } = await start();
  child.stdin!.end();
  expect(await once(child, 'exit')).toEqual([0, null]);
});

test('--help explains how to use it', () => {
  expect(run('--help')).toMatchObject({
    status: 0,
    stdout: expect.stringContaining('usage: node simulators/kubernetes/main.ts'),
    stderr: '',
  });
});

test.each([
  [['--nonsense'], "Unknown option '--nonsense'"],
  [['extra'], "Unexpected argument 'extra'"],
  [['--port', 'x'], '--port must be a whole number from 0 to 65535, not "x"'],
  [['--port', '70000'], '--port must be a whole number from 0 to 65535, not "70000"'],
  [['--seed', '1.5'], '--seed must be a whole number'],
  [['--port', '0', '--kubeconfig', '/nonexistent/folder/file'], 'cannot write the kubeconfig'],
])('%j is refused in one line', (args, why) => {
  const { status, stderr } = run(...args);
  expect(status).toBe(2);
  expect(stderr).toContain(why);
  expect(stderr.trim().split('\n')).toHaveLength(1);
});

test('a port in use is reported in one line, with what to do', async () => {
  const other = createServer();
  await new Promise<void>((resolve) => other.listen(0, '127.0.0.1', resolve));
  const { port } = other.address() as AddressInfo;
  const { status, stderr } = run('--port', String(port));
  await new Promise((resolve) => other.close(resolve));
  expect(status).toBe(2);
  expect(stderr.trim()).toBe(
    `kubernetes simulator: port ${port} on 127.0.0.1 is in use: choose another one with --port, or 0 for any free port`,
  );
});
