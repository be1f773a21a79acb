import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { Agent, request } from 'node:https';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { TestProvider } from '#agent/testing/provider-server.ts';
import { until } from '#agent/testing/until.ts';
import { agentBundle } from '#lib/agent-package/bundle.ts';
import type { ControlPlane } from '../scripts/servers/kubernetes/control-plane.ts';
import { apply, deployment, freshControlPlane, node } from '../scripts/servers/kubernetes/testing.ts';
import { usedOf } from './processes.ts';

const API_KEY = 'kg_live_bench_0123456789abcdef0123456789abcdef';
const [IDLE_SECONDS, OUTAGE_SECONDS, LOAD_SECONDS, CHANGES_A_SECOND] = [120, 30, 60, 50];
const PODS_A_DEPLOYMENT = 100;
const MAX_WAIT_MS = 300_000;

/**
 * Measures the agent, as the chart runs it, on a real control plane (scripts/servers/kubernetes): the records of an idle
 * cluster of ten nodes with leader election, how long it is behind after the API server was away for 30 s, and its memory and
 * CPU with `pods` pods (10,000 by default) at 50 changes a second.
 */
export async function agent({ pods = 10_000 }: { pods?: number } = {}): Promise<Record<string, number>> {
  const plane = await freshControlPlane((text) => console.log(text));
  const provider = new TestProvider(API_KEY);
  await provider.listen();
  const folder = mkdtempSync(join(tmpdir(), 'kg-bench-agent-'));
  await apply(plane, ...Array.from({ length: 10 }, (_, n) => node(`node-${n}`)), deployment('shop', 20));
  await plane.kubectl(['rollout', 'status', 'deployment/shop', '--timeout=60s']);
  writeFileSync(join(folder, 'kg-agent.mjs'), await agentBundle(join(import.meta.dirname, '..'), '0.0.0'));
  const child = spawn(process.execPath, [...flagsOfTheChart(), join(folder, 'kg-agent.mjs'), 'all'], {
    env: {
      ...process.env,
      MALLOC_ARENA_MAX: '2',
      KUBECONFIG: plane.kubeconfig,
      KG_ENDPOINT: provider.url,
      KG_API_KEY: API_KEY,
      KG_CLUSTER: 'bench',
      KG_BUFFER_DIR: folder,
    },
    stdio: 'ignore',
  });
  try {
    // Nodes are registered, and the first picture is read.
    await delay(20_000);
    const idle = await recordsWhile(provider, () => delay(IDLE_SECONDS * 1000));
    const behind = await secondsBehind(plane, provider);
    await fill(plane, pods);
    await until('all pods are known', () => podsOf(provider) >= pods, MAX_WAIT_MS);
    await delay(20_000);
    const before = usedOf(child.pid!);
    const began = performance.now();
    const changed = await recordsWhile(provider, () => change(plane));
    const seconds = (performance.now() - began) / 1000;
    const after = usedOf(child.pid!);
    return {
      recordsADayOfAnIdleCluster: Math.round((idle * 86_400) / IDLE_SECONDS),
      secondsBehindAfterAnOutage: behind,
      pods,
      changesASecond: Math.round(changed / seconds),
      memoryMiB: Math.round(Number(/^VmRSS:\s+(\d+)/m.exec(readFileSync(`/proc/${child.pid}/status`, 'utf8'))?.[1]) / 1024),
      peakMemoryMiB: Math.round(Number(/^VmHWM:\s+(\d+)/m.exec(readFileSync(`/proc/${child.pid}/status`, 'utf8'))?.[1]) / 1024),
      percentOfACore: Math.round((1000 * (after.cpuSeconds - before.cpuSeconds)) / seconds) / 10,
    };
  } finally {
    if (child.exitCode === null) {
      child.kill('SIGKILL');
      await once(child, 'exit');
    }
    await Promise.all([provider.close(), plane.stop()]);
    rmSync(folder, { recursive: true, force: true });
  }
}

/** The settings of Node.js with which the chart runs the agent. */
function flagsOfTheChart(): string[] {
  const helpers = readFileSync(join(import.meta.dirname, '../agent-chart/templates/_helpers.tpl'), 'utf8');
  const flags = /define "kg-rca-agent\.command" -}}\n\[node, (.*), \/opt/.exec(helpers)?.[1];
  if (!flags) throw new Error('the command of the agent in the chart has another form');
  return flags.split(', ');
}

const recordCount = (provider: TestProvider) => provider.batches.reduce((sum, { records }) => sum + records.length, 0);
const podsOf = (provider: TestProvider) => [...provider.live().values()].filter(({ kind }) => kind === 'Pod').length;

/** How many records the provider was sent while something went on. */
async function recordsWhile(provider: TestProvider, goesOn: () => Promise<unknown>): Promise<number> {
  const before = recordCount(provider);
  await goesOn();
  return recordCount(provider) - before;
}

/** From the return of the API server until the provider knows of a change that was made then. */
async function secondsBehind(plane: ControlPlane, provider: TestProvider): Promise<number> {
  await plane.kill('kube-apiserver');
  await delay(OUTAGE_SECONDS * 1000);
  await plane.start('kube-apiserver');
  const began = performance.now();
  await plane.kubectl(['scale', 'deployment/shop', '--replicas=25']);
  await until('the provider knows of the change', () => podsOf(provider) === 25, MAX_WAIT_MS);
  return Math.round((performance.now() - began) / 100) / 10;
}

async function fill(plane: ControlPlane, pods: number): Promise<void> {
  const nodes = Array.from({ length: Math.ceil(pods / 200) }, (_, n) => node(`more-${n}`));
  const deployments = Array.from({ length: Math.ceil(pods / PODS_A_DEPLOYMENT) }, (_, n) => deployment(`app-${n}`, PODS_A_DEPLOYMENT));
  await apply(plane, ...nodes);
  await apply(plane, ...deployments);
}

/** Changes pods at an even rate for a minute. */
async function change(plane: ControlPlane): Promise<void> {
  const names = (await plane.kubectl(['get', 'pods', '--output=name', '--selector=app!=shop'])).trim().split('\n');
  const agent = new Agent({ keepAlive: true, ca: readFileSync(plane.caFile), ...credentials(plane) });
  const began = performance.now();
  for (let turn = 0; turn < LOAD_SECONDS * CHANGES_A_SECOND; turn++) {
    await delay(Math.max(0, (turn / CHANGES_A_SECOND) * 1000 - (performance.now() - began)));
    patch(agent, `${plane.server}/api/v1/namespaces/default/${names[(turn * 7) % names.length]!.replace('pod/', 'pods/')}`, turn);
  }
  await delay(2_000);
  agent.destroy();
}

function credentials(plane: ControlPlane): { cert: Buffer; key: Buffer } {
  const [user] = (JSON.parse(readFileSync(plane.kubeconfig, 'utf8')) as { users: { user: Record<string, string> }[] }).users;
  return { cert: readFileSync(user!.user['client-certificate']!), key: readFileSync(user!.user['client-key']!) };
}

function patch(agent: Agent, url: string, turn: number): void {
  request(url, { agent, method: 'PATCH', headers: { 'content-type': 'application/merge-patch+json' } }, (response) => response.resume())
    .on('error', () => {})
    .end(JSON.stringify({ metadata: { labels: { turn: String(turn) } } }));
}
