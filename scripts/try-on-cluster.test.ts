import { chmodSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { run } from '../agent-chart/testing/run.ts';

const SCRIPT = join(import.meta.dirname, 'try-on-cluster');
let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'kg-try-'));
  mkdirSync(join(folder, 'bin'));
  fake('docker', 'printf "fc00::1\\n172.18.0.1\\n"');
  context('kind-kind');
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

function fake(program: string, body: string): void {
  writeFileSync(join(folder, 'bin', program), `#!/bin/sh\necho "$*" >> "${folder}/${program}"\n${body}\n`);
  chmodSync(join(folder, 'bin', program), 0o755);
}
const context = (name: string) => fake('kubectl', `case "$*" in *current-context*) echo ${name};; esac`);
const tryOn = (...args: string[]) => run(join(folder, 'bin'), folder, 'sh', [SCRIPT, ...args]);

describe('try-on-cluster', () => {
  it.each([
    ['kind-kind', '172.18.0.1'],
    ['k3d-dev', 'host.k3d.internal'],
    ['minikube', 'host.minikube.internal'],
  ])('knows how pods of %s reach this machine', async (name, address) => {
    context(name);
    expect(await tryOn('address')).toMatchObject({ code: 0, stdout: `${address}\n` });
  });

  it('says so where it does not know', async () => {
    expect(await tryOn('--context', 'prod', 'address')).toMatchObject({
      code: 1,
      stderr: expect.stringContaining('prod is no context of kind'),
    });
  });

  it.each(['4', '04'])('makes fault %s in a namespace of its own', async (number) => {
    const { code, stdout } = await tryOn('--context', 'kind-a', 'fault', number);
    expect({ code, stdout }).toMatchObject({ code: 0, stdout: expect.stringContaining('The portal says: app.crash') });
    expect(readFileSync(join(folder, 'kubectl'), 'utf8')).toMatch(/--context kind-a apply --filename \S+examples\/faults\/04-crash\.yaml/);
  });

  it.each([
    [['fault'], 'fault needs a number'],
    [['fault', '99'], 'there is no such fault'],
    [['loud'], 'unknown argument: loud'],
  ])('called with %j says what is wrong', async (args, message) => {
    expect(await tryOn(...args)).toMatchObject({ code: 1, stderr: expect.stringContaining(message) });
  });
});
