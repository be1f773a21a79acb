import { randomUUID } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { KubernetesObject } from '#lib/kubernetes/object.ts';
import type { AlertMessage, EventMessage, LogMessage, StateMessage } from '#lib/wire/messages.ts';
import { type GraphStore, UnknownGraphError } from './port.ts';
import type { Observed } from './projection/projection.ts';
import {
  type ChangeFilter,
  changeGroups,
  changes,
  counts,
  evidenceOf,
  healthCounts,
  pruneBefore,
  resource,
  resourceExists,
  resources,
  snapshotOf,
  topology,
} from './queries/index.ts';
import { BEGIN, deployment, kubernetesObject, observed, ownedBy, readyPod, service, timestamp } from './testing/cluster.ts';
import { applyRecords } from './testing/projected.ts';

const at = (seconds: number) => BEGIN + seconds * 1000;
const state = (message: StateMessage): Observed => ({ stream: 'state.k8s.resource', message });

/** A shop: web (two pods, one of them crashing) behind a Service and an Ingress, calling db, which a missing Secret breaks. */
function shop(): Observed[] {
  const web = deployment('web', 2, {
    containers: [{ name: 'web', image: 'web:1', env: [{ name: 'DB', value: 'postgres://db:5432/shop' }] }],
  });
  const webReplicas = kubernetesObject('ReplicaSet', 'web-1a', {
    metadata: ownedBy(web),
    spec: { replicas: 2 },
    status: { readyReplicas: 1 },
  });
  const pods = [1, 2].map((n) => readyPod(`web-${n}`, 'web', { metadata: { labels: { app: 'web' }, ...ownedBy(webReplicas) } }));
  const crashing = {
    ...pods[1]!,
    metadata: { ...pods[1]!.metadata, resourceVersion: '90000' },
    status: { phase: 'Running', containerStatuses: [{ name: 'web', restartCount: 7, state: { waiting: { reason: 'CrashLoopBackOff' } } }] },
  };
  const db = deployment('db', 1, { containers: [{ name: 'db', image: 'db:1', envFrom: [{ secretRef: { name: 'db-password' } }] }] });
  const lastManager = { manager: 'horizontal-pod-autoscaler' };
  const scaled = { ...web, metadata: { ...web.metadata, resourceVersion: '90001', lastManager }, spec: { ...web.spec, replicas: 3 } };
  const other = kubernetesObject('Secret', 'other', { type: 'Opaque' });
  const gone = kubernetesObject('ConfigMap', 'old-settings');
  const log: LogMessage = {
    eventId: 'l1',
    observedAt: at(41),
    cluster: 'prod',
    pod: { uid: 'pod-shop-web-2', namespace: 'shop', name: 'web-2' },
    container: 'web',
    severity: 'fatal',
    line: 'cannot reach db:5432',
  };
  const event: EventMessage = {
    eventId: 'e1/1',
    observedAt: at(40),
    cluster: 'prod',
    event: {
      metadata: { name: 'e1', namespace: 'shop', uid: 'e1', resourceVersion: '1' },
      involvedObject: { kind: 'Pod', namespace: 'shop', name: 'web-2', uid: 'pod-shop-web-2' },
      reason: 'BackOff',
      message: 'Back-off restarting failed container',
      type: 'Warning',
      count: 4,
      lastTimestamp: timestamp(40),
    },
  };
  const alert: AlertMessage = {
    eventId: 'a1',
    observedAt: at(50),
    cluster: 'prod',
    alert: {
      status: 'firing',
      labels: { alertname: 'Crashing', namespace: 'shop', deployment: 'web' },
      annotations: { summary: 'web crashes' },
      startsAt: timestamp(45),
    },
  };
  return [
    ...[web, webReplicas, ...pods, db, service('web'), service('db'), other, gone].map((object, i) => state(observed(object, i))),
    state(
      observed(kubernetesObject('Node', 'node-1', { namespace: null, status: { conditions: [{ type: 'Ready', status: 'True' }] } }), 10),
    ),
    state(
      observed(
        kubernetesObject('Ingress', 'shop', {
          spec: { rules: [{ http: { paths: [{ backend: { service: { name: 'web' } } }, { backend: { service: { name: 'ghost' } } }] } }] },
        }),
        11,
      ),
    ),
    state(observed(readyPod('lonely', 'lonely'), 12)),
    state({ ...observed(readyPod('elsewhere', 'x'), 13), cluster: 'staging' }),
    state(observed(crashing, 30)),
    state(observed(scaled, 35)),
    state(observed(gone, 60, 'delete')),
    { stream: 'events.normalized', message: event },
    { stream: 'logs.normalized', message: log },
    { stream: 'alerts.normalized', message: alert },
    {
      stream: 'metrics.normalized',
      message: {
        eventId: 'm',
        observedAt: at(20),
        cluster: 'prod',
        resource: { kind: 'Node', name: 'node-1' },
        metric: 'cpu_cores',
        value: 1.5,
      },
    },
  ];
}

/** What every query of queries/ answers, on any adapter. `open` opens a store, with a folder of its own to use. */
export function graphQueriesContract(adapter: string, open: (dir: string) => Promise<GraphStore>): void {
  describe(`what is asked of a graph (${adapter})`, () => {
    const tenantId = `t-${randomUUID().slice(0, 13)}`;
    let dir: string;
    let store: GraphStore;
    beforeAll(async () => {
      dir = mkdtempSync(join(tmpdir(), 'kg-queries-'));
      store = await open(dir);
      await store.create(tenantId);
      await applyRecords(store, tenantId, shop());
    });
    afterAll(async () => {
      await store.drop(tenantId);
      await store.close();
      rmSync(dir, { recursive: true });
    });

    test('topology folds pods and ReplicaSets into their workload, with ready and total', async () => {
      const { nodes, edges, truncated } = await topology(store, tenantId, { cluster: 'prod' });
      expect(nodes.map(({ kind, name }) => `${kind}/${name}`).sort()).toEqual([
        'Deployment/db',
        'Deployment/web',
        'Ingress/shop',
        'Node/node-1',
        'Pod/lonely',
        'Service/db',
        'Service/web',
      ]);
      expect(nodes.find(({ name, kind }) => name === 'web' && kind === 'Deployment')).toEqual({
        key: 'prod/deployment-shop-web',
        kind: 'Deployment',
        namespace: 'shop',
        name: 'web',
        cluster: 'prod',
        health: 'degraded',
        healthReason: 'rollout: 2 of 3 updated: 2 of 3 replicas available',
        ready: 1,
        total: 2,
        restarts: 7,
      });
      expect(edges.map(({ from, to, type }) => `${from} ${type} ${to}`).sort()).toEqual([
        'prod/deployment-shop-web CALLS prod/service-shop-db',
        'prod/deployment-shop-web RUNS_ON prod/node-cluster-node-1',
        'prod/ingress-shop-shop ROUTES_TO prod/service-shop-web',
        'prod/pod-shop-lonely RUNS_ON prod/node-cluster-node-1',
        'prod/service-shop-web SELECTS prod/deployment-shop-web',
      ]);
      expect(truncated).toBeUndefined();
    });

    test('topology shows what is missing on the node that refers to it', async () => {
      const { nodes } = await topology(store, tenantId, { cluster: 'prod' });
      const missing = Object.fromEntries(
        nodes.flatMap(({ kind, name, missingRefs }) => (missingRefs ? [[`${kind}/${name}`, missingRefs]] : [])),
      );
      expect(missing).toEqual({ 'Deployment/db': ['Secret/shop/db-password'], 'Ingress/shop': ['Service/shop/ghost'] });
      expect(nodes.find(({ kind }) => kind === 'Ingress')).toMatchObject({
        health: 'failing',
        healthReason: 'Service/shop/ghost does not exist',
      });
    });

    test('topology in full shows every object; at most so many, the unhealthy first, saying how many there are', async () => {
      const all = await topology(store, tenantId, { detail: 'full' });
      expect(all.nodes.length).toBe(12);
      expect(all.edges).toContainEqual({ from: 'prod/replicaset-shop-web-1a', to: 'prod/pod-shop-web-2', type: 'OWNS' });
      const few = await topology(store, tenantId, { detail: 'full', maxNodes: 2 });
      expect(few.nodes.map(({ health }) => health)).toEqual(['failing', 'failing']);
      expect(few.truncated).toEqual({ nodes: 12 });
    });

    test('topology of a time shows what was there then, with the health of then', async () => {
      const before = await topology(store, tenantId, { cluster: 'prod', at: at(9), detail: 'full' });
      expect(before.nodes.map(({ name }) => name)).toContain('old-settings');
      expect(before.nodes.map(({ kind }) => kind)).not.toContain('Node');
      expect(before.edges.map(({ type }) => type)).not.toContain('RUNS_ON');
      const health = async (seconds: number) => {
        const { nodes } = await topology(store, tenantId, { cluster: 'prod', at: at(seconds), detail: 'full' });
        return Object.fromEntries(nodes.map((node) => [`${node.kind}/${node.name}`, [node.health, node.healthReason]]));
      };
      expect(await health(9)).toMatchObject({ 'Pod/web-2': ['healthy', undefined], 'Service/db': ['pending', expect.any(String)] });
      expect(await health(30)).toMatchObject({
        'Pod/web-2': ['failing', 'CrashLoopBackOff: container web'],
        'Deployment/web': ['healthy', undefined],
      });
      const folded = async (seconds: number) =>
        (await topology(store, tenantId, { cluster: 'prod', at: at(seconds) })).nodes.find(({ key }) => key === 'prod/deployment-shop-web');
      expect(await folded(29)).toMatchObject({ health: 'healthy', ready: 2, total: 2 });
      expect(await folded(30)).toMatchObject({ health: 'healthy', ready: 1, total: 2 });
      expect(await folded(35)).toMatchObject({ health: 'degraded', ready: 1, total: 2 });
      const first = await topology(store, tenantId, { at: at(-1) });
      expect([first.nodes, first.knownSince]).toEqual([[], at(0)]);
    });

    test('topology shows the pods of a workload beside it, where they are asked for', async () => {
      const { nodes, edges } = await topology(store, tenantId, { cluster: 'prod', expand: ['prod/deployment-shop-web'] });
      expect(nodes.flatMap(({ kind, name, restarts }) => (kind === 'Pod' ? [[name, restarts]] : [])).sort()).toEqual([
        ['lonely', undefined],
        ['web-1', undefined],
        ['web-2', 7],
      ]);
      expect(nodes.find(({ key }) => key === 'prod/deployment-shop-web')).toMatchObject({ total: 2, restarts: 7 });
      expect(edges).toContainEqual({ from: 'prod/deployment-shop-web', to: 'prod/pod-shop-web-2', type: 'OWNS' });
    });

    test('topology shows all pods, with nothing else unfolded, where they are asked for', async () => {
      const { nodes } = await topology(store, tenantId, { cluster: 'prod', detail: 'pods' });
      const kinds = Map.groupBy(nodes, ({ kind }) => kind);
      expect([kinds.get('Pod')?.length, kinds.get('Deployment')?.length, kinds.has('ReplicaSet')]).toEqual([3, 2, false]);
    });

    test('topology marks what was changed since a time', async () => {
      const changed = async (since: number, until?: number) =>
        (await topology(store, tenantId, { changedSince: at(since), ...(until && { at: at(until) }) })).nodes.flatMap(
          ({ name, changedAt }) => (changedAt === undefined ? [] : [[name, changedAt]]),
        );
      expect(await changed(30)).toEqual([['web', at(35)]]);
      expect(await changed(35)).toEqual([]);
      expect(await changed(30, 34)).toEqual([]);
    });

    test('topology names all namespaces, whatever part of it is asked for', async () => {
      expect((await topology(store, tenantId, { namespace: 'nothing-here' })).namespaces).toEqual(['shop']);
    });

    test('topology of a namespace holds what its objects are related to', async () => {
      const { nodes } = await topology(store, tenantId, { cluster: 'prod', namespace: 'shop' });
      expect(nodes.map(({ kind }) => kind)).toContain('Node');
      expect((await topology(store, tenantId, { namespace: 'nothing-here' })).nodes).toEqual([]);
    });

    test('a resource comes with its neighbours and the evidence of what it owns', async () => {
      const web = await resource(store, tenantId, 'prod/deployment-shop-web');
      expect(web).toMatchObject({ kind: 'Deployment', name: 'web', health: 'degraded', missingRefs: [], labels: ['app=web'] });
      expect(web!.healthHistory).toMatchObject([
        { at: at(0), state: 'healthy' },
        { at: at(35), state: 'degraded' },
      ]);
      expect(web!.object.spec.replicas).toBe(3);
      expect(web!.neighbours.map(({ type, direction, name }) => `${direction} ${type} ${name}`)).toEqual([
        'out CALLS db',
        'out OWNS web-1a',
      ]);
      expect(web!.events).toMatchObject([{ reason: 'BackOff', count: 4, kind: 'Pod', name: 'web-2', lastAt: at(40) }]);
      expect(web!.logs).toMatchObject([{ pod: 'web-2', container: 'web', severity: 'fatal', sample: 'cannot reach db:5432', count: 1 }]);
      expect(web!.alerts).toMatchObject([
        { name: 'Crashing', status: 'firing', startsAt: at(45), annotations: { summary: 'web crashes' } },
      ]);
      expect(web!.changes).toMatchObject([{ op: 'updated', at: at(35), fields: [{ path: '/spec/replicas', before: '2', after: '3' }] }]);
      expect(await resource(store, tenantId, 'prod/nothing')).toBeUndefined();
      const keys = ['prod/deployment-shop-web', 'prod/nothing'];
      expect(await Promise.all(keys.map((key) => resourceExists(store, tenantId, key)))).toEqual([true, false]);
    });

    test('changes come latest first, in pages without gap or repeat, and can be narrowed', async () => {
      const all = await changes(store, tenantId, { limit: 100 });
      expect(all.changes.map(({ op, kind, name }) => `${op} ${kind}/${name}`)).toEqual([
        'deleted ConfigMap/old-settings',
        'updated Deployment/web',
      ]);
      expect(all.next).toBeUndefined();
      const first = await changes(store, tenantId, { limit: 1 });
      const second = await changes(store, tenantId, { limit: 1, cursor: first.next! });
      expect([...first.changes, ...second.changes]).toEqual(all.changes);
      expect(second.next).toBeUndefined();
      expect((await changes(store, tenantId, { limit: 9, since: at(50) })).changes.length).toBe(1);
      expect((await changes(store, tenantId, { limit: 9, cluster: 'staging' })).changes).toEqual([]);
      await expect(changes(store, tenantId, { limit: 9, cursor: 'bm9uc2Vuc2U' })).rejects.toThrow(RangeError);
      expect(all.changes.map((change) => change.resource)).toEqual(['prod/configmap-shop-old-settings', 'prod/deployment-shop-web']);
    });

    test.each<[ChangeFilter, string[]]>([
      [{ kind: 'Deployment' }, ['web']],
      [{ kind: 'deployment' }, []],
      [{ name: 'SETT' }, ['old-settings']],
      [{ by: 'Autoscaler' }, ['web']],
      [{ field: 'REPLICAS' }, ['web']],
      [{ field: '"3"' }, ['web']],
      [{ namespace: 'shop' }, ['old-settings', 'web']],
      [{ namespace: 'elsewhere' }, []],
      [{ until: at(60) }, ['web']],
      [{ since: at(60) }, ['old-settings']],
      [{ peopleOnly: true }, ['old-settings']],
      [{ peopleOnly: false }, ['old-settings', 'web']],
      [{ kind: 'Deployment', peopleOnly: true }, []],
    ])('changes are narrowed by %o', async (filter, names) => {
      const found = await changes(store, tenantId, { ...filter, limit: 9 });
      expect(found.changes.map(({ name }) => name)).toEqual(names);
    });

    test('groups of changes come latest first, in pages without gap or repeat, and can be narrowed', async () => {
      const all = await changeGroups(store, tenantId, { limit: 9 });
      expect(all.groups.map(({ by, changes: { length } }) => [by, length])).toEqual([
        [undefined, 1],
        ['horizontal-pod-autoscaler', 1],
      ]);
      expect(all.next).toBeUndefined();
      const first = await changeGroups(store, tenantId, { limit: 1 });
      const second = await changeGroups(store, tenantId, { limit: 1, cursor: first.next! });
      expect([...first.groups, ...second.groups]).toEqual(all.groups);
      expect(second.next).toBeUndefined();
      expect((await changeGroups(store, tenantId, { limit: 9, peopleOnly: true })).groups).toHaveLength(1);
      await expect(changeGroups(store, tenantId, { limit: 9, cursor: 'bm9uc2Vuc2U' })).rejects.toThrow(RangeError);
    });

    test('the health of workloads and nodes is counted by cluster', async () => {
      const all = await healthCounts(store, tenantId);
      expect(all.reduce((sum, { objects }) => sum + objects, 0)).toBe(3);
      expect(all).toEqual(
        expect.arrayContaining([
          { cluster: 'prod', sort: 'node', health: 'healthy', objects: 1 },
          expect.objectContaining({ cluster: 'prod', sort: 'workload' }),
        ]),
      );
    });

    test.each([undefined, 'web'])('resources come in pages without gap or repeat, and can be narrowed (words: %s)', async (text) => {
      const all = await resources(store, tenantId, { text, limit: 200 });
      expect(all.next).toBeUndefined();
      const paged: typeof all.resources = [];
      for (let cursor: string | undefined; ; ) {
        const page = await resources(store, tenantId, { text, limit: 2, cursor });
        paged.push(...page.resources);
        cursor = page.next;
        if (cursor === undefined) break;
      }
      expect(paged).toEqual(all.resources);
      expect(all.resources.length).toBeGreaterThan(2);
      for (const filter of [{ cluster: 'prod' }, { namespace: 'shop' }, { kind: 'Pod' }, { health: 'failing' as const }]) {
        const [[name, value] = ['', '']] = Object.entries(filter);
        const expected = all.resources.filter((one) => (one as unknown as Record<string, unknown>)[name] === value);
        expect((await resources(store, tenantId, { text, limit: 200, ...filter })).resources).toEqual(expected);
      }
      await expect(resources(store, tenantId, { text, limit: 2, cursor: 'bm9uc2Vuc2U' })).rejects.toThrow(RangeError);
    });

    test('a search finds live resources by words of kind, namespace and name, the closest name first', async () => {
      const names = async (text: string) =>
        (await resources(store, tenantId, { text, limit: 10 })).resources.map(({ kind, name }) => `${kind}/${name}`);
      expect((await names('WEB')).slice(0, 2).sort()).toEqual(['Deployment/web', 'Service/web']);
      expect(await names('pod web')).toEqual(['Pod/web-1', 'Pod/web-2']);
      expect(await names('shop/lonely')).toEqual(['Pod/lonely']);
      expect(await names('old-settings')).toEqual([]);
      expect((await resources(store, tenantId, { text: 'web', limit: 1 })).resources.length).toBe(1);
    });

    test('the evidence of named objects is their health now, and the events and lines about them and what they own within the window', async () => {
      const named = [
        { kind: 'Deployment', namespace: 'shop', name: 'web' },
        { kind: 'ConfigMap', namespace: 'shop', name: 'old-settings' },
        { kind: 'Deployment', namespace: 'other', name: 'web' },
        { kind: 'External', name: 'stripe.com' },
      ];
      const { objects, events, logs } = await evidenceOf(store, tenantId, 'prod', named, { from: at(0), to: at(60) });
      expect(objects).toMatchObject([
        { object: named[1], deletedAt: at(60) },
        { object: named[0], key: 'prod/deployment-shop-web', health: 'degraded' },
      ]);
      expect(events).toMatchObject([{ reason: 'BackOff', count: 4, kind: 'Pod', name: 'web-2' }]);
      expect(logs).toMatchObject([
        { object: { kind: 'Pod', namespace: 'shop', name: 'web-2' }, container: 'web', sample: 'cannot reach db:5432' },
      ]);
      expect(await evidenceOf(store, tenantId, 'prod', named, { from: at(42), to: at(60) })).toMatchObject({ events: [], logs: [] });
      expect(await evidenceOf(store, tenantId, 'staging', named, { from: at(0), to: at(60) })).toEqual({
        objects: [],
        events: [],
        logs: [],
      });
    });

    test('a snapshot is of one cluster and one window: live objects, events, lines, alerts, samples, changes', async () => {
      const snapshot = await snapshotOf(store, tenantId, 'prod', { from: at(15), to: at(55) });
      expect(snapshot.collectedAt).toBe(at(55));
      expect(snapshot.read?.kinds).toContain('ConfigMap');
      expect(snapshot.resources.map(({ metadata }) => metadata.name).sort()).toEqual(
        ['db', 'db', 'lonely', 'node-1', 'other', 'shop', 'web', 'web', 'web-1', 'web-1a', 'web-2'].sort(),
      );
      expect(snapshot.events).toMatchObject([{ reason: 'BackOff', involvedObject: { name: 'web-2' } }]);
      expect(snapshot.logs).toEqual([
        { namespace: 'shop', pod: 'web-2', container: 'web', previous: false, lines: ['cannot reach db:5432'], times: [at(41)] },
      ]);
      expect(snapshot.alerts).toEqual([
        {
          status: 'firing',
          labels: { alertname: 'Crashing', namespace: 'shop', deployment: 'web' },
          annotations: { summary: 'web crashes' },
          startsAt: at(45),
        },
      ]);
      expect(snapshot.metrics).toEqual([{ time: at(20), kind: 'Node', name: 'node-1', metric: 'cpu_cores', value: 1.5 }]);
      expect(snapshot.changes.map(({ object, op }) => `${op} ${object.kind}/${object.name}`)).toEqual(['updated Deployment/web']);
      const later = await snapshotOf(store, tenantId, 'prod', { from: at(56), to: at(90) });
      expect([later.events, later.logs, later.alerts, later.metrics]).toEqual([[], [], [], []]);
      expect((await snapshotOf(store, tenantId, 'nowhere', { from: 0, to: at(90) })).resources).toEqual([]);
    });

    test('counts tell what the graph holds, by cluster, kind and health', async () => {
      const found = await counts(store, tenantId);
      expect(found).toMatchObject({ resources: 12, deleted: 1, events: 1, logPatterns: 1, alerts: 1, changes: 2 });
      expect(found.clusters.map(({ cluster, resources }) => [cluster, resources])).toEqual([
        ['prod', 11],
        ['staging', 1],
      ]);
      expect(found.clusters[0]!.kinds).toMatchObject({ Pod: 3, Deployment: 2, Service: 2 });
      expect(found.clusters[0]!.health).toMatchObject({ failing: 2 });
    });

    test('a client without a graph is answered UnknownGraphError', async () => {
      await expect(topology(store, 'nobody-here', {})).rejects.toThrow(UnknownGraphError);
      await expect(resource(store, 'nobody-here', 'x')).rejects.toThrow(UnknownGraphError);
    });
  });

  /** Runs with a graph of its own, which is gone afterwards: a Neo4j Community server holds one at a time. */
  async function withGraph(use: (store: GraphStore, tenantId: string) => Promise<void>): Promise<void> {
    const dir = mkdtempSync(join(tmpdir(), 'kg-graph-'));
    const store = await open(dir);
    const tenantId = `t-${randomUUID().slice(0, 13)}`;
    try {
      await store.create(tenantId);
      await use(store, tenantId);
    } finally {
      await store.drop(tenantId);
      await store.close();
      rmSync(dir, { recursive: true });
    }
  }

  test(`topology of a graph that has no history yet knows the health of what has not changed since, and all of it from then on (${adapter})`, () =>
    withGraph(async (store, tenantId) => {
      const pod = readyPod('a', 'a');
      await applyRecords(store, tenantId, [state(observed(pod, 10)), state(observed(readyPod('b', 'b'), 10))]);
      const forgetting = ['a', 'b'].map((name) => ({
        label: 'Resource' as const,
        key: `prod/pod-shop-${name}`,
        props: { healthHistory: null },
      }));
      await store.apply(tenantId, { nodes: forgetting, edges: [] });
      const unready = { ...pod, metadata: { ...pod.metadata, resourceVersion: '90000' }, status: { phase: 'Failed' } };
      await applyRecords(store, tenantId, [state(observed(unready, 30))]);
      const health = async (seconds: number) => (await topology(store, tenantId, { at: at(seconds) })).nodes.map((node) => node.health);
      expect(await health(20)).toEqual(['unknown', 'healthy']);
      expect(await health(30)).toEqual(['failing', 'healthy']);
    }));

  test(`topology marks what an incident that was open then blames and reached (${adapter})`, () =>
    withGraph(async (store, tenantId) => {
      await applyRecords(store, tenantId, shop());
      const incident = { label: 'Incident' as const, key: 'i-1' };
      const of = (key: string) => ({ label: 'Resource' as const, key: `prod/${key}` });
      const causes = (from: string, to: string) => ({ type: 'CAUSES' as const, from: of(from), to: of(to), props: { incident: 'i-1' } });
      await store.apply(tenantId, {
        nodes: [{ ...incident, props: { cluster: 'prod', number: 7, title: 'web crashes', openedAt: at(40), closedAt: at(70) } }],
        edges: [
          { type: 'ROOT_CAUSE', from: incident, to: of('pod-shop-web-2') },
          causes('pod-shop-web-2', 'service-shop-web'),
          causes('service-shop-web', 'ingress-shop-shop'),
        ],
      });
      const marked = async (seconds?: number) => {
        const { nodes, incidents } = await topology(store, tenantId, seconds === undefined ? {} : { at: at(seconds) });
        return [nodes.flatMap(({ kind, name, incidents: ids }) => (ids ? [`${kind}/${name} ${ids}`] : [])).sort(), incidents];
      };
      const open = [{ id: 'i-1', number: 7, title: 'web crashes' }];
      expect(await marked(50)).toEqual([['Deployment/web i-1', 'Ingress/shop i-1', 'Service/web i-1'], open]);
      expect(await marked(39)).toEqual([[], []]);
      expect(await marked()).toEqual([[], []]);
    }));

  test(`topology of a namespace is what concerns it of the whole, in every detail and at every time (${adapter})`, () =>
    withGraph(async (store, tenantId) => {
      const within = (namespace: string, objects: KubernetesObject[]): KubernetesObject[] =>
        objects.map((object) => {
          const { uid, ownerReferences, ...metadata } = object.metadata as { uid: string; ownerReferences?: { uid: string }[] };
          const owner = ownerReferences?.map((one) => ({ ...one, uid: `${namespace}-${one.uid}` }));
          return { ...object, metadata: { ...metadata, namespace, uid: `${namespace}-${uid}`, ...(owner && { ownerReferences: owner }) } };
        });
      const app = (name: string, calls: string) => {
        const containers = [{ name, image: `${name}:1`, env: [{ name: 'NEXT', value: `http://${calls}:80` }] }];
        const made = deployment(name, 1, { containers });
        const set = kubernetesObject('ReplicaSet', `${name}-1`, {
          metadata: ownedBy(made),
          spec: { replicas: 1 },
          status: { readyReplicas: 1 },
        });
        const pods = [1, 2].map((n) =>
          readyPod(`${name}-1-${n}`, name, {
            metadata: { labels: { app: name }, ...ownedBy(set) },
            spec: { nodeName: 'node-1', containers },
          }),
        );
        return [made, set, ...pods, service(name)];
      };
      const node = kubernetesObject('Node', 'node-1', { namespace: null, status: { conditions: [{ type: 'Ready', status: 'True' }] } });
      const objects = [
        node,
        ...within('front', app('web', 'api.back')),
        ...within('back', app('api', 'db.store')),
        ...within('store', app('db', 'x')),
      ];
      await applyRecords(
        store,
        tenantId,
        objects.map((object) => state(observed(object, 10))),
      );
      const gone = objects.find(({ kind, metadata }) => kind === 'Service' && metadata.name === 'db')!;
      await applyRecords(store, tenantId, [state(observed(gone, 30, 'delete'))]);
      for (const detail of ['workloads', 'pods', 'full'] as const) {
        for (const time of [{}, { at: at(20) }, { at: at(40) }]) {
          const whole = await topology(store, tenantId, { detail, ...time });
          for (const namespace of ['front', 'back', 'store', 'none']) {
            const inside = new Set(whole.nodes.filter((one) => one.namespace === namespace).map(({ key }) => key));
            const edges = whole.edges.filter(({ from, to }) => inside.has(from) || inside.has(to));
            const shown = new Set([...inside, ...edges.flatMap(({ from, to }) => [from, to])]);
            const part = await topology(store, tenantId, { namespace, detail, ...time });
            const byKey = (a: { key: string }, b: { key: string }) => (a.key < b.key ? -1 : 1);
            expect([detail, time, namespace, part.nodes.toSorted(byKey)]).toEqual([
              ...[detail, time, namespace],
              whole.nodes.filter(({ key }) => shown.has(key)).toSorted(byKey),
            ]);
            expect([part.edges, part.namespaces]).toEqual([edges, whole.namespaces]);
          }
        }
      }
    }));

  test(`a snapshot shows that a line was repeated, when first and when last, and at most three times (${adapter})`, () =>
    withGraph(async (store, tenantId) => {
      const lines = [20, 30, 40, 50, 51].map(
        (s): Observed => ({
          stream: 'logs.normalized',
          message: {
            eventId: `line-${s}`,
            observedAt: at(s),
            cluster: 'prod',
            pod: { uid: 'pod-1', namespace: 'shop', name: 'web-1' },
            container: 'web',
            severity: 'error',
            line: s === 51 ? 'out of disk' : `request ${s} failed: connection refused`,
          },
        }),
      );
      await applyRecords(store, tenantId, lines);
      const { logs } = await snapshotOf(store, tenantId, 'prod', { from: at(0), to: at(60) });
      const repeated = 'request 50 failed: connection refused';
      expect(logs).toMatchObject([{ lines: [repeated, repeated, repeated, 'out of disk'], times: [at(20), at(50), at(50), at(51)] }]);
    }));

  test(`pruning removes what was past before a time and keeps what lives (${adapter})`, () =>
    withGraph(async (store, tenantId) => {
      await applyRecords(store, tenantId, shop());
      expect(await pruneBefore(store, tenantId, at(40))).toBe(1);
      expect(await pruneBefore(store, tenantId, at(100))).toBe(5);
      expect(await counts(store, tenantId)).toMatchObject({ resources: 12, deleted: 0, events: 0, logPatterns: 0, alerts: 0, changes: 0 });
    }));
}
