import { randomUUID } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pino } from 'pino';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { openEmbeddedGraphStore, type RebuildableGraphStore } from '#lib/graph/index.ts';
import { BEGIN, kubernetesObject, observed, readyPod, service } from '#lib/graph/testing/cluster.ts';
import type { KubernetesObject } from '#lib/kubernetes/object.ts';
import { startGraphBuilder } from './graph-builder.ts';
import type { AppliedInfo, GraphBuilder, GraphBuilderOptions } from './options.ts';
import type { Rejected } from './read-ahead.ts';
import { ArrayLog } from './testing/array-log.ts';

const STATE = 'state.k8s.resource';
let dir: string;
let store: RebuildableGraphStore;
let log: ArrayLog;
let builder: GraphBuilder | undefined;

beforeEach(async () => {
  dir = mkdtempSync(join(tmpdir(), 'kg-bounds-'));
  store = await openEmbeddedGraphStore(dir);
  log = new ArrayLog();
});
afterEach(async () => {
  await builder?.stop();
  builder = undefined;
  await store.close();
  rmSync(dir, { recursive: true });
});

async function newClient(): Promise<string> {
  const tenantId = `t-${randomUUID().slice(0, 13)}`;
  await log.create(tenantId);
  await store.create(tenantId);
  return tenantId;
}

const send = (tenantId: string, objects: KubernetesObject[], seconds = 1, cluster = 'prod') =>
  log.send(tenantId, STATE, ...objects.map((object) => observed(object, seconds, 'upsert', cluster)));
const configMaps = (count: number, from = 0) =>
  Array.from({ length: count }, (_, i) => kubernetesObject('ConfigMap', `c${from + i}`, { namespace: 'shop' }));

/** Builds the graphs of clients to the end of their logs; returns the steps and the rejected records in their order. */
async function build(clients: string[], options: Partial<GraphBuilderOptions> = {}) {
  const steps: (AppliedInfo & { tenantId: string })[] = [];
  const rejected: Rejected[] = [];
  builder = startGraphBuilder({
    log,
    store,
    clients: async () => clients,
    clock: () => BEGIN,
    logger: pino({ level: 'silent' }),
    pollMs: 3_600_000,
    onApplied: (tenantId, info) => void steps.push({ tenantId, ...info }),
    onRejected: async (_, one) => void rejected.push(one),
    ...options,
  });
  await builder.idle();
  await builder.stop();
  return { steps, rejected };
}

async function count(tenantId: string, pattern: string): Promise<unknown> {
  return (await store.query(tenantId, `MATCH ${pattern} RETURN count(*) AS amount`))[0]?.amount;
}

describe('one step of a graph', () => {
  it('ends when it has much to write, and the next goes on where it ended', async () => {
    const id = await newClient();
    await send(id, [
      ...Array.from({ length: 60 }, (_, i) => service(`s${i}`, 'web')),
      ...Array.from({ length: 400 }, (_, i) => readyPod(`p${i}`, 'web')),
    ]);
    const { steps, rejected } = await build([id]);
    expect(steps.length).toBeGreaterThan(1);
    expect(steps.reduce((sum, { records }) => sum + records, 0)).toBe(460);
    expect([await count(id, '(:Service)-[:SELECTS]->(:Pod)'), await count(id, '(:Pod)'), rejected]).toEqual([20_000, 400, []]);
  });

  it('reads no more than some megabytes, however large the records are', async () => {
    const id = await newClient();
    const large = configMaps(100).map((object) => ({ ...object, data: { text: 'x'.repeat(250_000) } }));
    await send(id, large);
    const { steps } = await build([id]);
    expect(Math.max(...steps.map(({ records }) => records))).toBeLessThan(40);
    expect(await count(id, '(:ConfigMap)')).toBe(100);
  });

  it('that makes much work keeps other clients waiting for one step, not for all', async () => {
    const [heavy, calm] = [await newClient(), await newClient()];
    await send(heavy, [
      ...Array.from({ length: 50 }, (_, i) => service(`s${i}`, 'web')),
      ...Array.from({ length: 300 }, (_, i) => readyPod(`p${i}`, 'web')),
    ]);
    for (let i = 0; i < 5; i++) await send(calm, configMaps(10, i * 10));
    const { steps } = await build([heavy, calm], { batchSize: 10, concurrency: 1 });
    const lastOfCalm = steps.findLastIndex(({ tenantId }) => tenantId === calm);
    const ofHeavy = steps.slice(0, lastOfCalm).filter(({ tenantId }) => tenantId === heavy).length;
    expect(ofHeavy, 'steps of the heavy client before the calm one was done').toBeLessThan(15);
  });
});

describe('the objects of a client', () => {
  it('are held up to the number of its plan; more are rejected with the limit, and those that are there are kept current', async () => {
    const id = await newClient();
    await send(id, configMaps(600));
    await build([id], { maxObjects: async () => 600 });
    await send(id, configMaps(3, 600), 2);
    const changed = { ...configMaps(1)[0]!, data: { new: 'value' } };
    await send(id, [changed], 3);
    const { rejected } = await build([id], { maxObjects: async () => 600 });
    expect(rejected.map(({ stream, reason }) => [stream, reason])).toEqual(
      Array.from({ length: 3 }, () => [
        STATE,
        'the graphs of this plan hold at most 600 live objects, and this is one more: it is left out',
      ]),
    );
    expect(await count(id, '(:ConfigMap)')).toBe(600);
    expect(await count(id, "(n:ConfigMap {name: 'c0'}) WHERE n.object CONTAINS 'new'")).toBe(1);
  });

  it('may be others once some are gone', async () => {
    const id = await newClient();
    const [first] = configMaps(1);
    await send(id, configMaps(600));
    await log.send(id, STATE, observed({ ...first!, metadata: { ...first!.metadata, resourceVersion: '999999' } }, 9, 'delete'));
    await send(id, configMaps(1, 600), 10);
    const { rejected } = await build([id], { maxObjects: async () => 600 });
    expect(rejected).toEqual([]);
    expect(await count(id, '(n:ConfigMap) WHERE n.deletedAt IS NULL')).toBe(600);
  });
});

it('records over Kafka from clusters that the plan does not allow are rejected and leave nothing in the graph', async () => {
  const id = await newClient();
  await send(id, configMaps(2), 1, 'known');
  await send(id, configMaps(2), 1, 'foreign');
  const { rejected } = await build([id], {
    refusedClusters: async (_, clusters) => new Set([...clusters].filter((name) => name === 'foreign')),
  });
  expect(rejected.map(({ reason }) => reason)).toEqual(Array.from({ length: 2 }, () => 'the plan does not allow the cluster foreign'));
  expect([await count(id, "({cluster: 'known'})"), await count(id, "({cluster: 'foreign'})")]).toEqual([2, 0]);
});
