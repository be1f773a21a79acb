import { execFile } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { type KubernetesSimulator, startKubernetes } from '#simulators/kubernetes/index.ts';
import { kubectl } from '#simulators/kubernetes/testing/kube-binaries.ts';
import { runForTest } from '../cli/testing.ts';

const FAULTS = join(import.meta.dirname, 'faults');
const SECONDS = 180;

let kubernetes: KubernetesSimulator;
let folder: string;
let kubeconfig: string;
let clock = Date.UTC(2026, 10, 23, 12);

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'kg-examples-'));
  kubernetes = await startKubernetes({ seed: 7, now: () => clock, tickEveryMs: 0 });
  kubeconfig = join(folder, 'kubeconfig');
  writeFileSync(kubeconfig, kubernetes.kubeconfig());
  pass(110);
  await kube('create', 'namespace', 'try-kg-rca');
});
afterAll(async () => {
  await kubernetes.close();
  rmSync(folder, { recursive: true, force: true });
});

function pass(seconds: number): void {
  for (let i = 0; i < seconds * 4; i++) {
    clock += 250;
    kubernetes.cluster.tick();
  }
}

const kube = (...args: string[]) => promisify(execFile)(kubectl(), ['--kubeconfig', kubeconfig, ...args]);

it.each(readdirSync(FAULTS))('of %s the portal says what its first line says', async (file) => {
  const [line = ''] = readFileSync(join(FAULTS, file), 'utf8').split('\n');
  const [, code, object] = /^# The portal says: (?:Confirmed, )?([a-z_.]+), on ([a-z]+\/[a-z0-9/-]+)[:, ]/.exec(
    line.replace(/,? with .*/, ','),
  )!;
  const namespace = object!.split('/')[1]!;
  await kube('apply', '--filename', join(FAULTS, file));
  pass(SECONDS);
  const { out } = await runForTest(['analyze', '--live', '-n', namespace, '--json'], { env: { KUBECONFIG: kubeconfig }, now: clock });
  const { verdict, causes } = JSON.parse(out) as {
    verdict: string;
    causes: { code: string; tier: string; object: Record<string, string> }[];
  };
  await kube('delete', '--ignore-not-found', '--wait=false', '--filename', join(FAULTS, file));
  pass(60);
  const [first] = causes;
  expect({
    verdict,
    code: first?.code,
    on: first && `${first.object.kind?.toLowerCase()}/${first.object.namespace}/${first.object.name}`,
  }).toEqual({
    verdict: 'incident',
    code,
    on: object,
  });
  expect(first!.tier === 'confirmed').toBe(line.includes('Confirmed'));
});
