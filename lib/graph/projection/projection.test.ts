import { beforeEach, describe, expect, test } from 'vitest';
import type { KubernetesObject } from '#lib/kubernetes/object.ts';
import type { AlertMessage, EventMessage, LogMessage, StateMessage } from '#lib/wire/messages.ts';
import { healthHistory } from '../health-history.ts';
import type { GraphProps } from '../port.ts';
import { BEGIN, deployment, kubernetesObject, observed, ownedBy, readyPod, service, timestamp } from '../testing/cluster.ts';
import { factsOfEvent } from './evidence.ts';
import type { Known } from './known.ts';
import { type Observed, Projection } from './projection.ts';

/** What the batches made so far, as a graph would hold it. */
let nodes: Map<string, GraphProps>;
let edges: Map<string, GraphProps>;
let known: Known;
let projection: Projection;

beforeEach(() => {
  nodes = new Map();
  edges = new Map();
  known = { resources: new Map(), events: new Map(), alerts: new Map(), patterns: new Map() };
  projection = new Projection();
});

/** Projects records and takes the batch in, as a store would. */
function project(...records: Observed[]) {
  const projected = projection.project(records, known, {});
  const withoutNulls = (props: GraphProps) => Object.fromEntries(Object.entries(props).filter(([, value]) => value !== null));
  for (const { label, key, props } of projected.batch.nodes) {
    const id = `${label} ${key}`;
    nodes.set(id, withoutNulls({ ...nodes.get(id), ...props }));
  }
  for (const { type, from, to, props } of projected.batch.edges) {
    const id = `${from.key} ${type} ${to.key}`;
    edges.set(id, withoutNulls({ ...edges.get(id), ...props }));
  }
  return projected;
}

const state = (object: KubernetesObject, seconds: number, op?: StateMessage['op']) =>
  project({ stream: 'state.k8s.resource', message: observed(object, seconds, op) });
/** The object with another resourceVersion and other fields. */
const next = (object: KubernetesObject, version: number, fields: object = {}): KubernetesObject => ({
  ...object,
  ...fields,
  metadata: { ...object.metadata, ...(fields as KubernetesObject).metadata, resourceVersion: String(version) },
});
const resourceNode = (key: string) => nodes.get(`Resource prod/${key}`);
const changeNodes = () =>
  [...nodes].filter(([id]) => id.startsWith('Change')).map(([, props]) => `${props.op} ${props.kind}/${props.name} ${props.fields}`);

function event(version: number, fields: Partial<EventMessage['event']> = {}): Observed {
  const message: EventMessage = {
    eventId: `e/${version}`,
    observedAt: BEGIN + version * 1000,
    cluster: 'prod',
    event: {
      metadata: { name: 'e', namespace: 'shop', uid: 'e', resourceVersion: String(version) },
      involvedObject: { kind: 'Pod', namespace: 'shop', name: 'a', uid: 'pod-shop-a' },
      reason: 'BackOff',
      message: 'Back-off',
      type: 'Warning',
      count: version,
      lastTimestamp: timestamp(version),
      ...fields,
    },
  };
  return { stream: 'events.normalized', message };
}

function line(id: string, text: string, seconds: number, fields: Partial<LogMessage> = {}): Observed {
  const pod = { uid: 'pod-shop-a', namespace: 'shop', name: 'a' };
  return {
    stream: 'logs.normalized',
    message: {
      eventId: id,
      observedAt: BEGIN + seconds * 1000,
      cluster: 'prod',
      pod,
      container: 'a',
      severity: 'info',
      line: text,
      ...fields,
    },
  };
}
const patterns = () => [...nodes].filter(([id]) => id.startsWith('LogPattern')).map(([, props]) => props);

function alert(fields: Partial<AlertMessage['alert']>, seconds: number): Observed {
  const message: AlertMessage = {
    eventId: `a${seconds}`,
    observedAt: BEGIN + seconds * 1000,
    cluster: 'prod',
    alert: { status: 'firing', labels: { alertname: 'Crashing', namespace: 'shop', pod: 'a' }, startsAt: timestamp(0), ...fields },
  };
  return { stream: 'alerts.normalized', message };
}

describe('state', () => {
  test('an object is a node with what people, rules and queries need', () => {
    state(readyPod('a', 'a'), 5);
    expect(resourceNode('pod-shop-a')).toMatchObject({
      uid: 'pod-shop-a',
      cluster: 'prod',
      kind: 'Pod',
      namespace: 'shop',
      name: 'a',
      health: 'healthy',
      firstSeen: BEGIN + 5000,
      lastSeen: BEGIN + 5000,
      labels: ['app=a'],
    });
    expect(JSON.parse(resourceNode('pod-shop-a')!.object as string).spec.nodeName).toBe('node-1');
  });

  test('an older observation changes nothing, by resourceVersion and, where that cannot tell, by time', () => {
    const pod = readyPod('a', 'a');
    state(next(pod, 200, { spec: { nodeName: 'new' } }), 10);
    for (const older of [next(pod, 199), next(pod, 200)]) {
      const before = structuredClone(resourceNode('pod-shop-a'));
      state(older, older.metadata.resourceVersion === '199' ? 20 : 10);
      expect(resourceNode('pod-shop-a')).toEqual(before);
    }
    const opaque = { ...pod, metadata: { ...pod.metadata, resourceVersion: 'abc' } };
    state(opaque, 9);
    expect(resourceNode('pod-shop-a')!.resourceVersion).toBe('200');
    state(opaque, 11);
    expect(resourceNode('pod-shop-a')!.resourceVersion).toBe('abc');
  });

  test('a deleted object stays deleted under a late observation, and keeps the state it had', () => {
    const pod = next(readyPod('a', 'a'), 300);
    state(pod, 1);
    const bare = { apiVersion: 'v1', kind: 'Pod', metadata: { name: 'a', namespace: 'shop', uid: 'pod-shop-a', resourceVersion: '300' } };
    state(bare, 10, 'delete');
    expect(resourceNode('pod-shop-a')).toMatchObject({ deletedAt: BEGIN + 10_000, labels: ['app=a'] });
    state(next(pod, 299), 11);
    state(next(pod, 300), 12);
    state(pod, 13, 'delete');
    expect(resourceNode('pod-shop-a')!.deletedAt).toBe(BEGIN + 10_000);
    expect(JSON.parse(resourceNode('pod-shop-a')!.object as string).spec.nodeName).toBe('node-1');
  });

  test('a deletion that comes before anything else is remembered against the late state', () => {
    const pod = next(readyPod('a', 'a'), 300);
    state(pod, 10, 'delete');
    state(next(pod, 299), 11);
    expect(resourceNode('pod-shop-a')).toMatchObject({ deletedAt: BEGIN + 10_000, kind: 'Pod', name: 'a' });
  });

  test('a kind that would be taken for a label of ours gets no second label', () => {
    const { batch } = state(kubernetesObject('Event', 'sneaky'), 1);
    expect(batch.nodes.map(({ label, kind }) => [label, kind])).toEqual([['Resource', undefined]]);
  });
});

describe('changes', () => {
  test('the first list of a cluster creates no changes; what is created later does, at its own time', () => {
    state(deployment('web'), 0);
    state(kubernetesObject('ConfigMap', 'old', { metadata: { creationTimestamp: timestamp(-1) } }), 1);
    expect(changeNodes()).toEqual([]);
    state(kubernetesObject('ConfigMap', 'new', { metadata: { creationTimestamp: timestamp(5) } }), 60);
    expect(changeNodes()).toEqual(['created ConfigMap/new []']);
    expect(nodes.get('Change prod/configmap-shop-new/created')!.at).toBe(BEGIN + 5000);
    expect(edges.has('prod/configmap-shop-new/created CHANGED prod/configmap-shop-new')).toBe(true);
  });

  test('what an owner makes and unmakes is no change of its own', () => {
    const web = deployment('web');
    state(web, 0);
    const owned = kubernetesObject('ReplicaSet', 'web-1', {
      metadata: { ...ownedBy(web), creationTimestamp: timestamp(5) },
      spec: { replicas: 1 },
    });
    state(owned, 6);
    state(owned, 7, 'delete');
    expect(changeNodes()).toEqual([]);
    state(web, 8, 'delete');
    expect(changeNodes()).toEqual(['deleted Deployment/web []']);
  });

  test('an update names its fields, its time and who wrote it; one of status only is none', () => {
    const web = next(deployment('web'), 500);
    state(web, 0);
    state(next(web, 501, { status: { availableReplicas: 0 } }), 5);
    expect(changeNodes()).toEqual([]);
    const written = next(web, 502, {
      spec: { ...web.spec, replicas: 5 },
      metadata: { lastManager: { manager: 'kubectl-edit', operation: 'Update', time: timestamp(7) } },
    });
    state(written, 9);
    expect(nodes.get('Change prod/deployment-shop-web/502')).toMatchObject({
      at: BEGIN + 7000,
      by: 'kubectl-edit',
      op: 'updated',
      fields: '[{"path":"/spec/replicas","before":"2","after":"5"}]',
    });
  });

  test('replicas that an autoscaler wrote are its change', () => {
    const web = next(deployment('web'), 500);
    state(web, 0);
    state(kubernetesObject('HorizontalPodAutoscaler', 'web', { spec: { scaleTargetRef: { kind: 'Deployment', name: 'web' } } }), 1);
    state(next(web, 501, { spec: { ...web.spec, replicas: 5 } }), 2);
    expect(nodes.get('Change prod/deployment-shop-web/501')!.by).toBe('horizontal-pod-autoscaler');
  });
});

describe('the health of a Service', () => {
  const notReady = { phase: 'Running', conditions: [{ type: 'Ready', status: 'False' }] };

  test('follows its pods: pending until the first is ready, then healthy, then failing', () => {
    const pod = next(readyPod('a', 'web', { status: notReady }), 700);
    state(service('web'), 1);
    state(pod, 2);
    expect(resourceNode('service-shop-web')).toMatchObject({ health: 'pending' });
    state(next(pod, 701, { status: readyPod('a', 'web').status }), 3);
    expect(resourceNode('service-shop-web')).toMatchObject({ health: 'healthy', wasReady: true });
    const { unhealthy, touched } = state(next(pod, 702, { status: notReady }), 4);
    expect(resourceNode('service-shop-web')).toMatchObject({
      health: 'failing',
      healthReason: 'no ready endpoints: 0 of 1 selected pods are ready',
    });
    expect(unhealthy).toBe(true);
    expect(touched.map(({ key }) => key).sort()).toEqual(['prod/pod-shop-a', 'prod/service-shop-web']);
  });

  test('is kept over time, of pod and Service, at the times of the records', () => {
    const pod = next(readyPod('a', 'web'), 700);
    state(service('web'), 1);
    state(pod, 2);
    state(next(pod, 701, { status: notReady }), 3);
    state(next(pod, 702, { status: notReady }), 4);
    state(next(pod, 703), 5);
    const states = (key: string) =>
      healthHistory(resourceNode(key)!.healthHistory as string[]).map(({ at, state: is }) => [at - BEGIN, is]);
    expect(states('pod-shop-a')).toEqual([
      [2000, 'healthy'],
      [3000, 'degraded'],
      [5000, 'healthy'],
    ]);
    expect(states('service-shop-web')).toEqual([
      [1000, 'degraded'],
      [2000, 'healthy'],
      [3000, 'failing'],
      [5000, 'healthy'],
    ]);
  });

  test('fails when its selector, or the label of its pods, no longer matches', () => {
    const web = next(service('web'), 700);
    state(web, 1);
    state(readyPod('a', 'web'), 2);
    state(next(web, 701, { spec: { selector: { app: 'wbe' } } }), 3);
    expect(resourceNode('service-shop-web')).toMatchObject({
      health: 'failing',
      healthReason: 'no ready endpoints: its selector matches no pod',
    });
    expect(edges.get('prod/service-shop-web SELECTS prod/pod-shop-a')).toEqual({ since: BEGIN + 2000, until: BEGIN + 3000 });
  });

  test('believes its slices before its pods', () => {
    state(service('web'), 1);
    state(readyPod('a', 'web'), 2);
    const slice = kubernetesObject('EndpointSlice', 'web-1', {
      metadata: { labels: { 'kubernetes.io/service-name': 'web' } },
      endpoints: [{ conditions: { ready: false } }],
    });
    state(slice, 3);
    expect(resourceNode('service-shop-web')).toMatchObject({ health: 'failing' });
    state(slice, 4, 'delete');
    expect(resourceNode('service-shop-web')).toMatchObject({ health: 'healthy' });
  });
});

describe('evidence', () => {
  test('updates of an event are one node; an older one, and the same again, change nothing', () => {
    state(readyPod('a', 'a'), 1);
    project(event(3));
    project(event(5), event(4), event(5));
    const props = nodes.get('Event prod/e');
    expect({ ...props, ...factsOfEvent(JSON.parse(String(props?.event)), Number(props?.lastAt)) }).toMatchObject({
      count: 5,
      lastAt: BEGIN + 5000,
      reason: 'BackOff',
      kind: 'Pod',
      name: 'a',
    });
    expect(edges.has('prod/e ABOUT prod/pod-shop-a')).toBe(true);
  });

  test('evidence that comes before its object waits for it, also by name', () => {
    project(event(1), alert({}, 2), line('l', 'hello', 3));
    expect(nodes.get('Event prod/e')!.waitsFor).toEqual(['prod|uid|pod-shop-a']);
    expect([...edges.keys()]).toEqual([]);
    state(readyPod('a', 'a'), 4);
    expect([...edges.keys()].filter((id) => id.endsWith('ABOUT prod/pod-shop-a')).length).toBe(3);
    expect([...nodes.values()].filter(({ waitsFor }) => waitsFor)).toEqual([]);
  });

  test('an event of a node is tied by its name: the kubelet gives the name for a uid', () => {
    state(kubernetesObject('Node', 'node-1', { namespace: null }), 1);
    project(event(1, { involvedObject: { kind: 'Node', name: 'node-1', uid: 'node-1' } }));
    expect(edges.has('prod/e ABOUT prod/node-cluster-node-1')).toBe(true);
  });

  test('lines of one template are one pattern: counted once each, with the latest as sample and the worst severity', () => {
    const lines = [1, 2, 3].map((n) => line(`l${n}`, `took ${n} ms`, n, n === 2 ? { severity: 'error' } : {}));
    project(...lines);
    project(...lines.toReversed());
    expect(patterns()).toMatchObject([
      { template: 'took <n> ms', count: 3, firstAt: BEGIN + 1000, lastAt: BEGIN + 3000, sample: 'took 3 ms', severity: 'error' },
    ]);
  });

  test('hundreds of lines sent a second time count nothing', () => {
    const lines = Array.from({ length: 300 }, (_, n) => line(`l${n}`, `took ${n} ms`, n));
    project(...lines);
    project(...lines);
    expect(patterns()).toMatchObject([{ count: 300 }]);
  });

  test('a container has a bounded number of patterns; errors keep their place beside chatter', () => {
    const words = (n: number) => `${String.fromCharCode(97 + (n % 26))}${String.fromCharCode(97 + Math.floor(n / 26))}`;
    project(...Array.from({ length: 100 }, (_, n) => line(`i${n}`, `chatter ${words(n)}`, n)));
    project(...Array.from({ length: 30 }, (_, n) => line(`e${n}`, `error ${words(n)}`, n, { severity: 'error' })));
    expect(patterns().length).toBe(41);
    expect(patterns().filter(({ severity }) => severity === 'error').length).toBe(20);
    expect(patterns().reduce((sum, { count }) => sum + (count as number), 0)).toBe(130);
  });

  test('a Service that a line names is called by its pod, whenever the Service comes; a public host is not', () => {
    state(readyPod('a', 'a'), 1);
    project(line('l', 'lookup payments.shop.svc.cluster.local: no such host', 2), line('m', 'GET https://example.com/ 200', 3));
    expect(resourceNode('pod-shop-a')!.calls).toEqual(['shop/payments']);
    expect([...edges.keys()].filter((id) => id.includes(' CALLS '))).toEqual([]);
    state(service('payments'), 4);
    expect(edges.get('prod/pod-shop-a CALLS prod/service-shop-payments')).toEqual({ since: BEGIN + 4000 });
    state(readyPod('a', 'a'), 5);
    expect(edges.get('prod/pod-shop-a CALLS prod/service-shop-payments')).toEqual({ since: BEGIN + 4000 });
  });

  test('lines of the instance before a restart are kept apart', () => {
    project(line('a', 'hello', 1), line('b', 'hello', 2, { previous: true }));
    expect(patterns().map(({ previous, count }) => [previous, count])).toEqual([
      [false, 1],
      [true, 1],
    ]);
  });

  test('firing and resolved are one alert; a firing told late does not bring it back', () => {
    project(alert({}, 1), alert({ status: 'resolved' }, 5), alert({}, 3));
    expect([...nodes.keys()].length).toBe(1);
    expect([...nodes.values()][0]).toMatchObject({ status: 'resolved', name: 'Crashing' });
  });

  test.each<[string, Record<string, string>, string[]]>([
    ['the pod rather than its namespace', { namespace: 'shop', pod: 'a' }, ['prod/pod-shop-a']],
    [
      'what the exporter reported, not the exporter',
      { namespace: 'monitoring', pod: 'exporter', exported_namespace: 'shop', exported_pod: 'a' },
      ['prod/pod-shop-a'],
    ],
    ['the node', { node: 'node-1' }, ['prod/node-cluster-node-1']],
    ['nothing that is not there', { namespace: 'shop', pod: 'b' }, []],
  ])('an alert is about %s', (_, labels, about) => {
    state(readyPod('a', 'a'), 1);
    state(kubernetesObject('Node', 'node-1', { namespace: null }), 1);
    project(alert({ labels: { alertname: 'X', ...labels } }, 2));
    expect([...edges.keys()].filter((id) => id.includes(' ABOUT ')).map((id) => id.split(' ABOUT ')[1])).toEqual(about);
  });

  test('samples are kept for a short time, each moment once, whatever their order', () => {
    state(kubernetesObject('Node', 'node-1', { namespace: null }), 0);
    const sample = (n: number): Observed => ({
      stream: 'metrics.normalized',
      message: {
        eventId: `m${n}`,
        observedAt: BEGIN + n,
        cluster: 'prod',
        resource: { kind: 'Node', name: 'node-1' },
        metric: 'cpu_cores',
        value: n,
      },
    });
    project(...[3, 1, 2, 1].map(sample));
    expect(resourceNode('node-cluster-node-1')!.metrics).toEqual([1, 2, 3].map((n) => `cpu_cores ${BEGIN + n} ${n}`));
    project(...Array.from({ length: 50 }, (_, n) => sample(n)));
    expect((resourceNode('node-cluster-node-1')!.metrics as string[]).length).toBe(20);
  });
});
