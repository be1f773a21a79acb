import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type KubernetesSimulator, startKubernetes } from '#simulators/kubernetes/index.ts';
import { KubeClient } from './kube/client.ts';
import { connectionFromKubeconfig } from './kube/kubeconfig.ts';
import { LeaderElection } from './leader-election.ts';
import { jsonLog } from './log.ts';
import { until } from './testing/until.ts';

const LEASE = { namespace: 'default', name: 'agents' };
let kubernetes: KubernetesSimulator;
let dir: string;
let clock = 0;
const stops: AbortController[] = [];

beforeEach(async () => {
  clock = 0;
  dir = mkdtempSync(join(tmpdir(), 'kg-lease-'));
  kubernetes = await startKubernetes({ seed: 7, tickEveryMs: 0 });
});
afterEach(async () => {
  for (const stop of stops.splice(0)) stop.abort();
  await kubernetes.close();
  rmSync(dir, { recursive: true, force: true });
});

/** An agent that takes part in the election. */
function candidate(identity: string, kubeconfig = kubernetes.kubeconfig()) {
  const lines: string[] = [];
  writeFileSync(join(dir, identity), kubeconfig);
  const client = new KubeClient(connectionFromKubeconfig(join(dir, identity)));
  const stop = new AbortController();
  stops.push(stop);
  const log = jsonLog('debug', (line) => lines.push(JSON.parse(line).message));
  const election = new LeaderElection({ client, lease: LEASE, identity, log, times: { retryMs: 1 }, now: () => clock });
  let leads = false;
  return {
    election,
    stop,
    lines,
    leads: () => leads,
    acquire: () =>
      election.acquire(stop.signal).then(() => {
        leads = !stop.signal.aborted;
      }),
  };
}

const lease = () => kubernetes.store.get('Lease', LEASE.namespace, LEASE.name).spec as Record<string, unknown>;

describe('of two agents', () => {
  it('one works, and the other begins as soon as that one stops', async () => {
    const [first, second] = [candidate('first'), candidate('second')];
    await first.acquire();
    const waiting = second.acquire();
    await until('standing by', () => second.lines.includes('this agent stands by while another one works'));
    const held = first.election.hold(first.stop.signal);
    first.stop.abort();
    expect(await held).toBe(false);
    expect(second.leads()).toBe(false);
    await first.election.release();
    await waiting;
    expect(lease()).toMatchObject({ holderIdentity: 'second', leaseTransitions: 1 });
  });

  it('the other takes over from one that died once the lease has run out by its own clock', async () => {
    const [dead, second] = [candidate('dead'), candidate('second')];
    await dead.acquire();
    const waiting = second.acquire();
    await until('standing by', () => second.lines.includes('this agent stands by while another one works'));
    clock = 15_000;
    await waiting;
    expect(lease()).toMatchObject({ holderIdentity: 'second', leaseTransitions: 1 });
  });

  it('one that comes back after another has taken over stops', async () => {
    const [first, second] = [candidate('first'), candidate('second')];
    await first.acquire();
    const waiting = second.acquire();
    await until('standing by', () => second.lines.includes('this agent stands by while another one works'));
    clock = 15_000;
    await waiting;
    expect(await first.election.hold(first.stop.signal)).toBe(true);
  });

  it('exactly one works, however many begin at once', async () => {
    const all = Array.from({ length: 8 }, (_, i) => candidate(`agent-${i}`));
    const waiting = all.map(({ acquire }) => acquire());
    await Promise.race(waiting);
    await until('the others stand by', () =>
      all.every(({ leads, lines }) => leads() || lines.includes('this agent stands by while another one works')),
    );
    expect(all.filter(({ leads }) => leads())).toHaveLength(1);
  });
});

describe('an agent', () => {
  it('works again at once after a restart of its container', async () => {
    await candidate('pod').acquire();
    const again = candidate('pod');
    await again.acquire();
    expect(again.leads()).toBe(true);
    expect(lease()).toMatchObject({ holderIdentity: 'pod', leaseTransitions: 0 });
  });

  it('goes on while the API server is away: what it has buffered is to be delivered', async () => {
    const only = candidate('only');
    await only.acquire();
    const held = only.election.hold(only.stop.signal);
    await kubernetes.close();
    await until('not renewed', () => only.lines.filter((line) => line === 'the Lease of the agents was not renewed').length >= 3);
    only.stop.abort();
    expect(await held).toBe(false);
    await only.election.release();
  });

  it('works without an election where its account may not write the Lease, and says so', async () => {
    const only = candidate('only', kubernetes.agentKubeconfig());
    await only.acquire();
    expect(only.leads()).toBe(true);
    expect(only.lines).toContain('no election among agents: the account may not write its Lease. Run no second agent in this cluster.');
  });

  it('that is stopped while it stands by stops', async () => {
    const [first, second] = [candidate('first'), candidate('second')];
    await first.acquire();
    const waiting = second.acquire();
    second.stop.abort();
    await waiting;
    expect(second.leads()).toBe(false);
  });
});
