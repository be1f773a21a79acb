import { randomUUID } from 'node:crypto';
import { pino } from 'pino';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { GraphStore } from '#lib/graph/index.ts';
import type { DiagnosedCluster } from '#lib/incidents/index.ts';
import { listIncidents } from '#lib/incidents/index.ts';
import { asSystem } from '#lib/platform/database/index.ts';
import { freshDatabase } from '#lib/platform/testing/database.ts';
import { diagnoseGroups } from '#lib/rca/index.ts';
import { deployment, NOW, snapshotOf, stamp } from '#lib/rca/testing/snapshots.ts';
import type { Window } from '#lib/rca/types.ts';
import { SimulatedTime } from '../eval/live/simulated-time.ts';
import { LiveDiagnosis } from './diagnosis.ts';

let db: Awaited<ReturnType<typeof freshDatabase>>;
beforeAll(async () => {
  db = await freshDatabase();
});
afterAll(() => db.drop());

/** A Deployment whose pod was made just now and cannot be scheduled; `until` (epoch ms) it could. */
const unschedulable = deployment('cart', {
  ready: false,
  ageMinutes: 0,
  node: null,
  podStatus: {
    phase: 'Pending',
    containerStatuses: undefined,
    conditions: [
      { type: 'PodScheduled', status: 'False', reason: 'Unschedulable', message: '0/3 nodes are available', lastTransitionTime: stamp(0) },
    ],
  },
});

/** Live diagnosis of a cluster in simulated time; the seconds after which it was diagnosed. */
async function watched() {
  const tenantId = `c-${randomUUID().slice(0, 18)}`;
  await asSystem((tx) => tx.tenant.create({ data: { id: tenantId, name: tenantId, plan: 'free' } }));
  const time = new SimulatedTime(NOW);
  const diagnosedAt: number[] = [];
  let version = 0;
  let resources = unschedulable;
  const problems = async (_: string, __: string, window: Window): Promise<DiagnosedCluster> => {
    diagnosedAt.push((window.to - NOW) / 1000);
    return { groups: diagnoseGroups({ ...snapshotOf(resources), collectedAt: window.to }, window), resources };
  };
  const diagnosis = new LiveDiagnosis({
    store: { query: async () => [], apply: async () => {}, version: async () => version } as unknown as GraphStore,
    diagnoser: {
      problems,
      risks: () => Promise.reject(new Error('not asked for')),
      whole: () => Promise.reject(new Error('not asked for')),
      dump: () => Promise.reject(new Error('not asked for')),
    },
    isMine: (id) => id === tenantId,
    clock: time.clock,
    timers: time.timers,
    logger: pino({ level: 'silent' }),
  });
  return {
    diagnosis,
    diagnosedAt,
    written: () => void version++,
    changed: (unhealthy: boolean) => diagnosis.clusterChanged(tenantId, 'prod', unhealthy),
    heal: () => {
      resources = deployment('cart');
    },
    pass: (seconds: number) => time.pass(NOW + seconds * 1000, () => diagnosis.idle()),
    open: () => listIncidents(tenantId, { status: 'open', limit: 10 }),
  };
}

describe('live diagnosis', () => {
  it('opens an incident as soon as the time of grace of what indicated trouble is over, without further changes', async () => {
    const cluster = await watched();
    cluster.changed(true);
    await cluster.pass(5);
    expect(await cluster.open()).toEqual([]);
    await cluster.pass(10);
    expect(await cluster.open()).toMatchObject([{ openedAt: new Date(NOW) }]);
    await cluster.diagnosis.stop();
  });

  it('looks at an open incident seldom while its graph does not change, and soon after it has', async () => {
    const cluster = await watched();
    cluster.changed(true);
    await cluster.pass(120);
    const lately = () => cluster.diagnosedAt.filter((at) => at > 60);
    expect(lately().length).toBeGreaterThan(0);
    expect(lately().length).toBeLessThanOrEqual(3);
    cluster.written();
    await cluster.pass(127);
    expect(cluster.diagnosedAt.at(-1)).toBeGreaterThan(120);
    await cluster.diagnosis.stop();
  });

  it('closes an incident although no data come, and looks at a calm cluster seldom', async () => {
    const cluster = await watched();
    cluster.changed(true);
    await cluster.pass(30);
    cluster.heal();
    await cluster.pass(60);
    expect(await cluster.open()).toEqual([]);
    const before = cluster.diagnosedAt.length;
    cluster.changed(false);
    await cluster.pass(120);
    expect(cluster.diagnosedAt.length - before).toBe(1);
    await cluster.diagnosis.stop();
  });
});
