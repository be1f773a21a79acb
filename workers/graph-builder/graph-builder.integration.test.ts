import { spawn } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { cpSync, mkdtempSync, readdirSync, readFileSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { pino } from 'pino';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import type { EventLog } from '#lib/event-log/index.ts';
import { openEmbeddedGraphStore, type RebuildableGraphStore, resource } from '#lib/graph/index.ts';
import { BEGIN, deployment, kubernetesObject, observed, ownedBy, readyPod, service, timestamp } from '#lib/graph/testing/cluster.ts';
import { exported, outline } from '#lib/graph/testing/graphs.ts';
import type { EventMessage, LogMessage } from '#lib/wire/messages.ts';
import type { Stream } from '#lib/wire/names.ts';
import { startGraphBuilder } from './graph-builder.ts';
import type { AppliedInfo, GraphBuilder, GraphBuilderOptions } from './options.ts';
import type { Rebuilds } from './rebuild.ts';
import { ArrayLog } from './testing/array-log.ts';
import { BUSY, sendBusyCluster } from './testing/busy-cluster.ts';

const logger = pino({ level: 'silent' });
/** Damages done to a copy of a graph, one after the other. */
const DAMAGES = 24;
const PATIENCE = { timeout: 20_000 };
const freshId = () => `t-${randomUUID().slice(0, 13)}`;

let dir: string;
let store: RebuildableGraphStore;
let log: ArrayLog;
const builders: GraphBuilder[] = [];

beforeEach(async () => {
  dir = mkdtempSync(join(tmpdir(), 'kg-builder-'));
  store = await openEmbeddedGraphStore(dir);
  log = new ArrayLog();
});
afterEach(async () => {
  for (const builder of builders.splice(0)) await builder.stop();
  await store.close();
  rmSync(dir, { recursive: true });
});

async function client(): Promise<string> {
  const tenantId = freshId();
  await log.create(tenantId);
  await store.create(tenantId);
  return tenantId;
}

function start(clients: string[], options: Partial<GraphBuilderOptions> = {}): GraphBuilder {
  const builder = startGraphBuilder({
    log,
    store,
    clients: async () => clients,
    clock: () => BEGIN,
    logger,
    pollMs: 3_600_000,
    ...options,
  });
  builders.push(builder);
  return builder;
}

function event(uid: string, count: number, about: { kind: string; name: string; uid?: string }): EventMessage {
  return {
    eventId: `${uid}/${count}`,
    observedAt: BEGIN + count * 1000,
    cluster: 'prod',
    event: {
      metadata: { name: uid, namespace: 'shop', uid, resourceVersion: String(count) },
      involvedObject: { namespace: 'shop', ...about },
      reason: 'BackOff',
      message: 'Back-off restarting failed container',
      type: 'Warning',
      count,
      lastTimestamp: timestamp(count),
    },
  };
}

function line(id: string, text: string, seconds: number, severity: LogMessage['severity'] = 'error'): LogMessage {
  const pod = { uid: 'pod-shop-web-1', namespace: 'shop', name: 'web-1' };
  return { eventId: id, observedAt: BEGIN + seconds * 1000, cluster: 'prod', pod, container: 'web', severity, line: text };
}

/** A day in the life of a shop, in every stream: created, rolled out, relabelled, broken, deleted. */
async function sendShop(tenantId: string): Promise<void> {
  const web = deployment('web', 2, {
    serviceAccountName: 'web',
    containers: [
      {
        name: 'web',
        image: 'web:1',
        envFrom: [{ configMapRef: { name: 'settings' } }],
        env: [{ name: 'DB_HOST', value: 'db.shop.svc:5432' }],
      },
    ],
  });
  const replicas = kubernetesObject('ReplicaSet', 'web-1a', {
    metadata: ownedBy(web),
    spec: { replicas: 2 },
    status: { readyReplicas: 2 },
  });
  const pods = [1, 2, 3].map((n) => readyPod(`web-${n}`, 'web', { metadata: { labels: { app: 'web' }, ...ownedBy(replicas) } }));
  const changed = { ...web, metadata: { ...web.metadata, resourceVersion: '5000', generation: 2 }, spec: { ...web.spec, replicas: 3 } };
  const relabelled = { ...pods[2]!, metadata: { ...pods[2]!.metadata, resourceVersion: '5001', labels: { app: 'other' } } };
  const back = { ...relabelled, metadata: { ...relabelled.metadata, resourceVersion: '5002', labels: { app: 'web' } } };
  const broken = {
    ...pods[0]!,
    metadata: { ...pods[0]!.metadata, resourceVersion: '5003' },
    status: { phase: 'Running', containerStatuses: [{ name: 'web', state: { waiting: { reason: 'CrashLoopBackOff' } } }] },
  };
  const late = kubernetesObject('ConfigMap', 'settings', { metadata: { creationTimestamp: timestamp(50) }, data: { a: 'sha256:1' } });
  const another = { ...late, metadata: { ...late.metadata, resourceVersion: '5004' }, data: { a: 'sha256:2' } };
  const states = [
    observed(service('web'), 1),
    observed(pods[0]!, 2),
    observed(replicas, 3),
    observed(web, 4),
    observed(pods[1]!, 5),
    observed(kubernetesObject('Node', 'node-1', { namespace: null, status: { conditions: [{ type: 'Ready', status: 'True' }] } }), 6),
    observed(pods[2]!, 7),
    observed(kubernetesObject('ConfigMap', 'kube-root-ca.crt'), 8),
    observed(changed, 20),
    observed(relabelled, 30),
    observed(back, 40),
    observed(late, 51),
    observed(broken, 60),
    observed(another, 61),
    observed(pods[1]!, 70, 'delete'),
    observed(service('db', 'db'), 80),
  ];
  await log.send(tenantId, 'state.k8s.resource', ...states);
  const events = [1, 2, 3].map((count) => event('e1', count, { kind: 'Pod', name: 'web-1', uid: 'pod-shop-web-1' }));
  await log.send(
    tenantId,
    'events.normalized',
    ...events,
    event('e2', 9, { kind: 'Deployment', name: 'web' }),
    event('e3', 1, { kind: 'Pod', name: 'nobody', uid: 'nobody' }),
  );
  const lines = Array.from({ length: 30 }, (_, i) => line(`l${i}`, `request ${i} to db.shop.svc:5432 failed after ${i * 7} ms`, i));
  await log.send(tenantId, 'logs.normalized', ...lines, line('last', 'giving up', 40, 'fatal'));
  const alert = { status: 'firing' as const, labels: { alertname: 'Crashing', namespace: 'shop', pod: 'web-1' }, startsAt: timestamp(60) };
  await log.send(tenantId, 'alerts.normalized', { eventId: 'a1', observedAt: BEGIN + 65_000, cluster: 'prod', alert });
  await log.send(tenantId, 'metrics.normalized', {
    eventId: 'm1',
    observedAt: BEGIN,
    cluster: 'prod',
    resource: { kind: 'Node', name: 'node-1' },
    metric: 'cpu_cores',
    value: 1.5,
  });
}

describe('the graph builder', () => {
  test('brings a client from an empty graph to the end of its log and says how far it is', async () => {
    const tenantId = await client();
    await sendShop(tenantId);
    await start([tenantId]).idle();
    const positions = await store.positions(tenantId);
    expect(positions).toEqual(await log.ends(tenantId));
    expect((await log.reported('graph-builder')).get(tenantId)).toEqual(positions);
    const items = outline(await exported(store, tenantId));
    expect(items).toContain('prod/service-shop-web -SELECTS-> prod/pod-shop-web-3');
    expect(items).toContain('prod/deployment-shop-web -CALLS-> prod/service-shop-db');
    expect(items).toContain('prod/deployment-shop-web -USES_CONFIG-> prod/configmap-shop-settings');
    expect(items).toContain('prod/e1 -ABOUT-> prod/pod-shop-web-1');
    expect(items).toContain('prod/e2 -ABOUT-> prod/deployment-shop-web');
  });

  test.each([1, 2, 3, 7])(
    'batches of %i records, each with a builder that knows only the graph, give the graph of one batch',
    async (batchSize) => {
      const [atOnce, inParts] = [await client(), await client()];
      for (const tenantId of [atOnce, inParts]) await sendShop(tenantId);
      await start([atOnce]).idle();
      // maxRemembered 0: every step begins anew from the graph, as after a crash.
      await start([inParts], { batchSize, maxRemembered: 0 }).idle();
      expect(withoutVersions(await exported(store, inParts))).toEqual(withoutVersions(await exported(store, atOnce)));
    },
  );

  test('the same records again change nothing', async () => {
    const tenantId = await client();
    await sendShop(tenantId);
    const builder = start([tenantId]);
    await builder.idle();
    const before = await exported(store, tenantId);
    for (const stream of [
      'state.k8s.resource',
      'events.normalized',
      'logs.normalized',
      'alerts.normalized',
      'metrics.normalized',
    ] as const) {
      const records = await log.read(tenantId, stream, 0n, 1000);
      await log.append(tenantId, stream, records);
    }
    await builder.idle();
    expect(await store.positions(tenantId)).toEqual(await log.ends(tenantId));
    expect(await exported(store, tenantId)).toEqual(before);
  });

  test('a record that is none is told with its reason and left behind; those around it are applied', async () => {
    const tenantId = await client();
    const rejected: string[] = [];
    await log.send(tenantId, 'state.k8s.resource', observed(readyPod('a', 'a'), 1));
    await log.append(tenantId, 'state.k8s.resource', [
      { key: 'x', value: 'not json' },
      { key: 'x', value: '{"op":"upsert"}' },
    ]);
    await log.send(tenantId, 'state.k8s.resource', observed(readyPod('b', 'b'), 2));
    const builder = start([tenantId], {
      async onRejected(_, { stream, record, reason }) {
        rejected.push(`${stream} ${record.offset} ${reason}`);
      },
    });
    await builder.idle();
    expect(outline(await exported(store, tenantId))).toEqual(['prod/pod-shop-a', 'prod/pod-shop-b']);
    expect(rejected.length).toBe(2);
    expect(rejected[0]).toMatch(/^state.k8s.resource 1 not JSON/);
    expect(rejected[1]).toMatch(/^state.k8s.resource 2 .*observedAt/);
  });

  test('a record that the graph refuses does not hold up those around it', async () => {
    const tenantId = await client();
    const rejected: bigint[] = [];
    const poison = observed(readyPod('poison', 'x'), 2);
    await log.send(tenantId, 'state.k8s.resource', observed(readyPod('a', 'a'), 1), poison, observed(readyPod('b', 'b'), 3));
    await log.send(tenantId, 'events.normalized', event('e1', 1, { kind: 'Pod', name: 'b', uid: 'pod-shop-b' }));
    const refusing: RebuildableGraphStore = {
      ...boundTo(store),
      async apply(id, batch) {
        if (batch.nodes.some(({ key }) => key.includes('poison'))) throw new TypeError('no such value');
        await store.apply(id, batch);
      },
    };
    const builder = start([tenantId], {
      store: refusing,
      async onRejected(_, { record }) {
        rejected.push(record.offset);
      },
    });
    await builder.idle();
    expect(rejected).toEqual([1n]);
    expect(outline(await exported(store, tenantId))).toEqual([
      'prod/e1',
      'prod/pod-shop-a',
      'prod/pod-shop-b',
      'prod/e1 -ABOUT-> prod/pod-shop-b',
    ]);
    expect(await store.positions(tenantId)).toEqual({ 'state.k8s.resource': 3n, 'events.normalized': 1n });
  });

  test('a damaged graph is set aside and rebuilt from the log to what it was', async () => {
    const tenantId = await client();
    await sendShop(tenantId);
    const builder = start([tenantId]);
    await builder.idle();
    const before = await exported(store, tenantId);
    await builder.stop();
    await store.close();
    writeFileSync(join(dir, `kg-${tenantId}`, 'graph.grafeo'), 'a disk error');
    store = await openEmbeddedGraphStore(dir);
    await start([tenantId]).idle();
    expect(await exported(store, tenantId)).toEqual(before);
  });

  test('bytes flipped and files cut short, in the graph or in its write-ahead log, never change what the graph says in the end', async () => {
    const tenantId = await client();
    await sendShop(tenantId);
    const builder = start([tenantId], { batchSize: 7 });
    await builder.idle();
    await builder.stop();
    const before = await exported(store, tenantId);
    const whole = join(dir, 'whole');
    // Copied while it is open, as kill -9 leaves it: most of it is in the write-ahead log still.
    cpSync(join(dir, `kg-${tenantId}`), whole, { recursive: true });
    const files = readdirSync(whole, { recursive: true, encoding: 'utf8' }).filter((name) => statSync(join(whole, name)).isFile());
    expect(files.length).toBe(2);
    let renewed = 0;
    for (let round = 0; round < DAMAGES; round++) {
      await store.close();
      rmSync(join(dir, `kg-${tenantId}`), { recursive: true });
      cpSync(whole, join(dir, `kg-${tenantId}`), { recursive: true });
      const file = join(dir, `kg-${tenantId}`, files[round % files.length]!);
      const bytes = readFileSync(file);
      // Spread over the file, and over the bits of a byte; every fourth time the file ends there instead.
      const at = Math.floor(bytes.length * ((round * 0.618) % 1));
      bytes[at]! ^= 1 << (round % 8);
      writeFileSync(file, round % 4 === 3 ? bytes.subarray(0, at) : bytes);
      store = await openEmbeddedGraphStore(dir);
      const healing = start([tenantId], { onReplaced: () => renewed++ });
      await healing.idle();
      expect(await exported(store, tenantId), `round ${round}: ${files[round % files.length]} at byte ${at}`).toEqual(before);
      await healing.stop();
    }
    expect(renewed, 'some damage can be seen only by the checksums of the file').toBeGreaterThan(0);
  });

  test('a graph whose objects cannot be read is set aside, too', async () => {
    const tenantId = await client();
    await sendShop(tenantId);
    const builder = start([tenantId]);
    await builder.idle();
    const before = await exported(store, tenantId);
    await builder.stop();
    await store.apply(tenantId, {
      nodes: [{ label: 'Resource', key: 'prod/garbage', kind: 'Pod', props: { cluster: 'prod' } }],
      edges: [],
    });
    await start([tenantId]).idle();
    expect(await exported(store, tenantId)).toEqual(before);
  });

  test('an older copy of a graph file, put back, comes to the end of the log by itself', async () => {
    const tenantId = await client();
    await log.send(tenantId, 'state.k8s.resource', observed(readyPod('first', 'first'), 1));
    let builder = start([tenantId]);
    await builder.idle();
    await builder.stop();
    await store.close();
    cpSync(join(dir, `kg-${tenantId}`), join(dir, 'copy'), { recursive: true });
    store = await openEmbeddedGraphStore(dir);
    await sendShop(tenantId);
    builder = start([tenantId]);
    await builder.idle();
    const before = await exported(store, tenantId);
    await builder.stop();
    await store.close();
    rmSync(join(dir, `kg-${tenantId}`), { recursive: true });
    renameSync(join(dir, 'copy'), join(dir, `kg-${tenantId}`));
    store = await openEmbeddedGraphStore(dir);
    await start([tenantId]).idle();
    expect(await exported(store, tenantId)).toEqual(before);
  });

  describe('a cluster that was removed', () => {
    const LATER = BEGIN + 3_600_000;
    const resources = async (tenantId: string) =>
      (await store.query<{ key: string }>(tenantId, 'MATCH (n:Resource) RETURN n.key AS key ORDER BY key', {})).map(({ key }) => key);
    const elsewhere = { ...observed(service('other'), 1), cluster: 'staging' };

    async function removedShop() {
      const tenantId = await client();
      log.clock = () => BEGIN;
      await sendShop(tenantId);
      await log.send(tenantId, 'state.k8s.resource', elsewhere);
      const removed = new Map<string, Map<string, number>>();
      const builder = start([tenantId], { removedClusters: async () => removed });
      await builder.idle();
      expect((await resources(tenantId)).length).toBeGreaterThan(1);
      removed.set(tenantId, new Map([['prod', LATER]]));
      await builder.idle();
      return { tenantId, builder, removed };
    }

    test('leaves the graph with its objects and evidence, and others stay', async () => {
      const { tenantId } = await removedShop();
      expect(await resources(tenantId)).toEqual(['staging/service-shop-other']);
      for (const label of ['Event', 'LogPattern', 'Change', 'Alert'])
        expect(await store.query(tenantId, `MATCH (n:${label}) RETURN n.key AS key`, {})).toEqual([]);
    });

    test('does not come back from the log, neither by a rebuild nor by another process', async () => {
      const { tenantId, builder, removed } = await removedShop();
      await builder.stop();
      const requested = [tenantId];
      const rebuilds: Rebuilds = {
        requested: async () => requested,
        reportProgress: async () => {},
        finish: async () => void requested.pop(),
      };
      await start([tenantId], { removedClusters: async () => removed, rebuilds }).idle();
      expect(requested).toEqual([]);
      expect(await resources(tenantId)).toEqual(['staging/service-shop-other']);
    });

    test('is there again, with the same objects, when its agent is installed again', async () => {
      const { tenantId, builder } = await removedShop();
      log.clock = () => LATER + 1;
      await log.send(tenantId, 'state.k8s.resource', { ...observed(service('web'), 1), observedAt: LATER + 1 });
      await builder.idle();
      expect(await resources(tenantId)).toEqual(['prod/service-shop-web', 'staging/service-shop-other']);
      expect((await resource(store, tenantId, 'prod/service-shop-web'))?.deletedAt).toBeUndefined();
    });
  });

  describe('asked to rebuild a graph', () => {
    function wanting(tenantId: string) {
      const reported: { progress: [bigint, bigint][]; outcomes: (string | undefined)[]; requested: string[] } = {
        progress: [],
        outcomes: [],
        requested: [tenantId],
      };
      const rebuilds: Rebuilds = {
        requested: async () => reported.requested,
        reportProgress: async (_, applied, total) => void reported.progress.push([applied, total]),
        async finish(_, error) {
          reported.requested = [];
          reported.outcomes.push(error);
        },
      };
      return { reported, rebuilds };
    }

    /** A graph with something that no record of the log tells of. */
    async function strayed(): Promise<string> {
      const tenantId = await client();
      await sendShop(tenantId);
      const builder = start([tenantId]);
      await builder.idle();
      await builder.stop();
      await store.apply(tenantId, { nodes: [{ label: 'Alert', key: 'prod/stray', props: { cluster: 'prod' } }], edges: [] });
      return tenantId;
    }
    const keys = async (tenantId: string) => (await exported(store, tenantId)).flatMap((one) => ('node' in one ? [one.node.key] : []));

    test('gives what the log tells, and the old graph answers until then', async () => {
      const tenantId = await strayed();
      const { reported, rebuilds } = wanting(tenantId);
      const promoting = Promise.withResolvers<string[]>();
      const watching: RebuildableGraphStore = {
        ...boundTo(store),
        async promote(id) {
          promoting.resolve(await keys(id));
          await store.promote(id);
        },
      };
      const renewed: string[] = [];
      await start([tenantId], { store: watching, rebuilds, batchSize: 3, onReplaced: (id) => renewed.push(id) }).idle();
      expect(renewed).toEqual([tenantId]);
      expect(await promoting.promise).toContain('prod/stray');
      expect(await keys(tenantId)).not.toContain('prod/stray');
      const undisturbed = await client();
      await sendShop(undisturbed);
      await start([undisturbed], { batchSize: 3 }).idle();
      expect(withoutVersions(await exported(store, tenantId))).toEqual(withoutVersions(await exported(store, undisturbed)));
      expect(reported.outcomes).toEqual([undefined]);
      const total = Object.values(await log.ends(tenantId)).reduce((sum, end) => sum + end, 0n);
      expect(reported.progress.at(-1)).toEqual([total, total]);
      expect(reported.progress.length).toBeGreaterThan(1);
    });

    test('and stopped half way, begins anew at the next start and ends as if nothing had been', async () => {
      const tenantId = await strayed();
      const { reported, rebuilds } = wanting(tenantId);
      const under = Promise.withResolvers<void>();
      const builder = start([tenantId], {
        batchSize: 3,
        rebuilds: {
          ...rebuilds,
          async reportProgress() {
            under.resolve();
          },
        },
      });
      await under.promise;
      await builder.stop();
      expect(reported.outcomes).toEqual([]);
      expect(await keys(tenantId)).toContain('prod/stray');
      await start([tenantId], { rebuilds }).idle();
      expect(reported.outcomes).toEqual([undefined]);
      expect(await keys(tenantId)).not.toContain('prod/stray');
    });

    test('and unable to, says why, and the old graph serves on', async () => {
      const tenantId = await strayed();
      const { reported, rebuilds } = wanting(tenantId);
      const full: RebuildableGraphStore = {
        ...boundTo(store),
        async promote() {
          throw new Error('the disk is full');
        },
      };
      await start([tenantId], { store: full, rebuilds }).idle();
      expect(reported.outcomes).toEqual(['the disk is full']);
      expect(await keys(tenantId)).toContain('prod/stray');
      await expect(store.drafts.positions(tenantId)).rejects.toThrow('no graph database');
    });

    test('lets the graph that serves take up what comes meanwhile', async () => {
      const tenantId = await strayed();
      const { rebuilds } = wanting(tenantId);
      let sent = false;
      const builder = start([tenantId], {
        batchSize: 3,
        rebuilds: {
          ...rebuilds,
          async reportProgress() {
            if (sent) return;
            sent = true;
            await log.send(tenantId, 'state.k8s.resource', observed(readyPod('late', 'late'), 90));
          },
        },
      });
      await builder.idle();
      expect(await keys(tenantId)).toContain('prod/pod-shop-late');
      expect(await store.positions(tenantId)).toEqual(await log.ends(tenantId));
    });
  });

  test.each([1, 9, 17])('killed by SIGKILL after step %i and begun again, the graph is that of an undisturbed builder', async (steps) => {
    const [killed, undisturbed] = [freshId(), freshId()];
    for (const tenantId of [killed, undisturbed]) {
      await log.create(tenantId);
      await store.create(tenantId);
      await sendBusyCluster(log, tenantId, BUSY);
    }
    await store.close();
    await killBuilderAfter(steps, dir, killed);
    store = await openEmbeddedGraphStore(dir);
    const reached = (await store.positions(killed))['state.k8s.resource'] ?? 0n;
    expect(reached).toBeGreaterThanOrEqual(BigInt(steps * 7));
    expect(reached).toBeLessThan((await log.ends(killed))['state.k8s.resource']);
    await start([killed, undisturbed]).idle();
    expect(await store.positions(killed)).toEqual(await store.positions(undisturbed));
    expect(await exported(store, killed)).toEqual(await exported(store, undisturbed));
  });

  test('a failing step is tried again and loses nothing', async () => {
    const tenantId = await client();
    await sendShop(tenantId);
    let failures = 2;
    const flaky: RebuildableGraphStore = {
      ...boundTo(store),
      async apply(id, batch) {
        if (failures-- > 0) throw new Error('the disk is full');
        await store.apply(id, batch);
      },
    };
    const done = Promise.withResolvers<void>();
    start([tenantId], { store: flaky, retryMs: 1, onApplied: () => done.resolve() });
    await done.promise;
    expect(await store.positions(tenantId)).toEqual(await log.ends(tenantId));
  });

  test('no client waits for the backlog of another', async () => {
    const [busy, quiet] = [await client(), await client()];
    await log.send(busy, 'state.k8s.resource', ...Array.from({ length: 40 }, (_, i) => observed(readyPod(`p${i}`, 'x'), i)));
    await log.send(quiet, 'state.k8s.resource', observed(readyPod('only', 'x'), 1));
    const turns: string[] = [];
    await start([busy, quiet], { batchSize: 4, concurrency: 1, onApplied: (tenantId) => turns.push(tenantId) }).idle();
    expect(turns.indexOf(quiet)).toBe(1);
    expect(turns.filter((tenantId) => tenantId === busy).length).toBe(10);
  });

  test('a client whose graph takes nothing is not read any further, and the others go on', async () => {
    const [stuck, calm] = [await client(), await client()];
    for (let i = 0; i < 5; i++) await log.send(stuck, 'state.k8s.resource', observed(readyPod(`p${i}`, 'web'), i + 1));
    let release = () => {};
    const held = new Promise<void>((resolve) => (release = resolve));
    const holding: RebuildableGraphStore = {
      ...boundTo(store),
      async apply(id, batch) {
        if (id === stuck) await held;
        await store.apply(id, batch);
      },
    };
    const read: string[] = [];
    const watched: EventLog = new Proxy(log, {
      get(target, name) {
        if (name !== 'read') return Reflect.get(target, name).bind?.(target);
        return (id: string, ...rest: [Stream, bigint, number]) => {
          if (id === stuck && rest[0] === 'state.k8s.resource') read.push(String(rest[1]));
          return target.read(id, ...rest);
        };
      },
    });
    const applied: string[] = [];
    const builder = start([stuck, calm], { log: watched, store: holding, batchSize: 1, onApplied: (id) => applied.push(id) });
    await log.send(calm, 'state.k8s.resource', observed(readyPod('c', 'web'), 1));
    await vi.waitFor(() => expect(applied).toEqual([calm]), PATIENCE);
    for (let i = 5; i < 9; i++) await log.send(stuck, 'state.k8s.resource', observed(readyPod(`p${i}`, 'web'), i + 1));
    await log.send(calm, 'state.k8s.resource', observed(readyPod('d', 'web'), 2));
    await vi.waitFor(() => expect(applied).toEqual([calm, calm]), PATIENCE);
    expect(read).toEqual(['0']);
    release();
    await builder.idle();
    expect(await store.positions(stuck)).toEqual({ 'state.k8s.resource': 9n });
  });

  test('wakes when something is appended, and tells what it touched and whether it is unwell', async () => {
    const tenantId = await client();
    const told: AppliedInfo[] = [];
    const builder = start([tenantId], { onApplied: (_, info) => told.push(info) });
    await builder.idle();
    const first = readyPod('a', 'a');
    await log.send(tenantId, 'state.k8s.resource', observed(first, 1));
    await builder.idle();
    const status = { phase: 'Pending', containerStatuses: [{ name: 'a', state: { waiting: { reason: 'ImagePullBackOff' } } }] };
    await log.send(
      tenantId,
      'state.k8s.resource',
      observed({ ...first, metadata: { ...first.metadata, resourceVersion: '9999' }, status }, 2),
    );
    await builder.idle();
    expect(told.map(({ records, clusters, unhealthy, at }) => ({ records, clusters, unhealthy, at }))).toEqual([
      { records: 1, clusters: ['prod'], unhealthy: false, at: BEGIN },
      { records: 1, clusters: ['prod'], unhealthy: true, at: BEGIN },
    ]);
    expect(told[1]!.touched).toEqual([{ key: 'prod/pod-shop-a', cluster: 'prod', kind: 'Pod', namespace: 'shop', name: 'a' }]);
  });

  test('a client without a graph or log is left alone until it has them', async () => {
    const tenantId = freshId();
    const builder = start([tenantId]);
    await builder.idle();
    await log.create(tenantId);
    await store.create(tenantId);
    await log.send(tenantId, 'state.k8s.resource', observed(readyPod('a', 'a'), 1));
    await builder.idle();
    expect(outline(await exported(store, tenantId))).toEqual(['prod/pod-shop-a']);
  });

  test('the past beyond the plan is pruned; what lives stays', async () => {
    const tenantId = await client();
    await sendShop(tenantId);
    const day = 24 * 3_600_000;
    const builder = start([tenantId], { retentionDays: async () => 7, clock: () => BEGIN + 7 * day + 62_000 });
    await builder.idle();
    await builder.idle();
    const keys = outline(await exported(store, tenantId));
    expect(keys.filter((key) => key.startsWith('prod/e'))).toEqual([]);
    expect(keys).toContain('prod/pod-shop-web-1');
    expect(await resource(store, tenantId, 'prod/pod-shop-web-2')).toMatchObject({ deletedAt: BEGIN + 70_000 });
    expect(keys.filter((key) => key.includes('/deleted'))).toEqual([]);
  });
});

/** Starts the doomed builder and kills it by SIGKILL once it took so many steps. */
async function killBuilderAfter(steps: number, folder: string, tenantId: string): Promise<void> {
  const program = fileURLToPath(new URL('testing/doomed-builder.ts', import.meta.url));
  const child = spawn(process.execPath, [program, folder, tenantId], { stdio: ['ignore', 'pipe', 'inherit'] });
  const exited = once(child, 'exit');
  let taken = 0;
  for await (const _ of createInterface({ input: child.stdout })) if (++taken === steps) child.kill('SIGKILL');
  expect(await exited).toEqual([null, 'SIGKILL']);
}

/** The store as a plain object, to replace a method of it. */
function boundTo(of: RebuildableGraphStore): RebuildableGraphStore {
  return {
    drafts: of.drafts,
    promote: (id) => of.promote(id),
    setAside: (id) => of.setAside(id),
    create: (id) => of.create(id),
    drop: (id) => of.drop(id),
    apply: (id, batch) => of.apply(id, batch),
    positions: (id) => of.positions(id),
    query: (id, cypher, params) => of.query(id, cypher, params),
    ask: (id, query) => of.ask(id, query),
    export: (id) => of.export(id),
    sizeBytes: (id) => of.sizeBytes(id),
    close: () => of.close(),
  };
}

/** An export without what two runs of sendShop number differently. */
function withoutVersions(items: unknown[]): string {
  return JSON.stringify(items).replaceAll(/(resourceVersion[\\":]+|\/)1\d{3}\b/g, '$1N');
}
