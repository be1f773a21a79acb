import { describe, expect, it } from 'vitest';
import type { KubernetesObject } from '#lib/kubernetes/object.ts';
import { diagnose } from '../diagnose.ts';
import { change, deployment, NOW, object, podName, service, snapshotOf, stamp, WINDOW } from '../testing/snapshots.ts';
import type { Diagnosis, Snapshot } from '../types.ts';

const cart = deployment('cart', { podSpec: { volumes: [{ name: 'config', configMap: { name: 'cart-config' } }] } });
const alert = (alertname: string, summary: string, labels: Record<string, string> = { deployment: 'cart' }) => ({
  status: 'firing',
  labels: { alertname, severity: 'critical', namespace: 'shop', ...labels },
  annotations: { summary },
  startsAt: NOW - 120_000,
});
const FAILING = alert('HighErrorRate', 'More than 5% of the requests fail');

function diagnosisOf(one: object, resources: KubernetesObject[] = cart, more: Partial<Snapshot> = {}): Diagnosis {
  return diagnose(snapshotOf(resources, { alerts: [one as never], ...more }), WINDOW);
}
const firstOf = (...of: Parameters<typeof diagnosisOf>): string => {
  const { causes, reason } = diagnosisOf(...of);
  return causes[0] ? `${causes[0].code} ${causes[0].object.kind}/${causes[0].object.name}` : reason;
};
const changed = (kind: string, name: string, path: string, before: string, after: string, minutes = 10) =>
  change({ kind, namespace: 'shop', name }, minutes, [{ path, before, after }]);
const template = (path: string, before: string, after: string, minutes = 10) =>
  changed('Deployment', 'cart', `/spec/template/spec/${path}`, before, after, minutes);

describe('an alert about failing requests while all pods are ready', () => {
  it.each([
    ['a new revision', 'rollout.bad_revision Deployment/cart', template('containers/main/image', 'cart:1', 'cart:2')],
    ['a changed variable', 'config.value_invalid Deployment/cart', template('containers/main/env/TIMEOUT/value', '5s', '5ms')],
    ['another ConfigMap', 'config.value_invalid ConfigMap/cart-new', template('volumes/config/configMap/name', 'cart-config', 'cart-new')],
    [
      'an edited ConfigMap',
      'config.value_invalid ConfigMap/cart-config',
      changed('ConfigMap', 'cart-config', '/data/routes', 'sha256:a', 'sha256:b'),
    ],
  ])('blames %s shortly before', (_, expected, one) => {
    const resources = [...cart, object('ConfigMap', 'cart-config'), object('ConfigMap', 'cart-new')];
    const { causes } = diagnosisOf(FAILING, resources, { changes: [one] });
    expect(causes.map(({ code, object: blamed }) => `${code} ${blamed.kind}/${blamed.name}`)[0]).toBe(expected);
    expect(causes[0]?.evidenceFor.map(({ source }) => source.type)).toEqual(expect.arrayContaining(['change', 'alert']));
    expect(causes[0]?.tier).not.toBe('confirmed');
  });

  it('takes the edit of a ConfigMap from managedFields where no change was observed', () => {
    const edited = object('ConfigMap', 'cart-config');
    (edited.metadata as KubernetesObject).managedFields = [{ manager: 'kubectl-edit', operation: 'Update', time: stamp(12) }];
    expect(firstOf(FAILING, [...cart, edited])).toBe('config.value_invalid ConfigMap/cart-config');
  });

  const policy = (kind: string, spec: KubernetesObject, minutes: number) => {
    const one = object(kind, 'strict', { spec });
    (one.metadata as KubernetesObject).creationTimestamp = stamp(minutes);
    return one;
  };
  it.each([
    ['AuthorizationPolicy', 'mesh.policy_blocking', { action: 'DENY', rules: [{}] }],
    ['AuthorizationPolicy', 'mesh.policy_blocking', {}],
    ['NetworkPolicy', 'network.policy_blocking', { podSelector: {}, policyTypes: ['Ingress'] }],
  ])('blames a policy that denies everything: %s', (kind, code, spec) => {
    const denied = alert('HighDenyRate', 'HTTP 403 responses', {});
    expect(firstOf(denied, [...cart, policy(kind, spec, 10)])).toBe(`${code} ${kind}/strict`);
  });
  it("blames a policy of the mesh's root namespace, which applies to all namespaces, but no other namespace's policy", () => {
    const denied = alert('HighDenyRate', 'HTTP 403 responses', {});
    const elsewhere = (namespace: string) => {
      const one = policy('AuthorizationPolicy', { selector: { matchLabels: { app: 'cart' } }, action: 'DENY', rules: [{}] }, 10);
      (one.metadata as KubernetesObject).namespace = namespace;
      return [...cart, one];
    };
    expect(firstOf(denied, elsewhere('istio-system'))).toBe('mesh.policy_blocking AuthorizationPolicy/strict');
    expect(firstOf(denied, elsewhere('pay'))).toContain('cause is unknown');
  });
  it('does not blame a policy that allows something and is older than the pods', () => {
    const allows = policy('NetworkPolicy', { podSelector: {}, ingress: [{}] }, 60 * 24 * 30);
    expect(firstOf(FAILING, [...cart, allows])).toContain('cause is unknown');
  });

  it('does not blame a policy that selects other pods', () => {
    const other = policy('NetworkPolicy', { podSelector: { matchLabels: { app: 'mail' } }, policyTypes: ['Ingress'] }, 10);
    expect(firstOf(FAILING, [...cart, other])).toContain('cause is unknown');
  });
  it('does not blame a policy that was there when all was well, although it denies everything', () => {
    const old = policy('NetworkPolicy', { podSelector: {}, policyTypes: ['Ingress'] }, 60 * 24 * 30);
    expect(firstOf(FAILING, [...cart, old])).toContain('cause is unknown');
  });

  it('does not blame a change that came after the alert, or long before it', () => {
    const image = (minutes: number) => template('containers/main/image', 'cart:1', 'cart:2', minutes);
    expect(firstOf(FAILING, cart, { changes: [image(1)] })).toContain('cause is unknown');
    expect(diagnose(snapshotOf(cart, { alerts: [FAILING as never], changes: [image(180)] }), { from: 0, to: NOW }).causes).toEqual([]);
  });
});

describe('an alert about a resource that runs out', () => {
  it('about memory blames the workload, and names the volume that is kept in memory', () => {
    const cache = deployment('cart', {
      container: { resources: { limits: { memory: '192Mi' } } },
      podSpec: { volumes: [{ name: 'cache', emptyDir: { medium: 'Memory' } }] },
    });
    const one = alert('ContainerMemoryExhaustionPredicted', 'exceeds its memory limit soon', { deployment: 'cart', container: 'main' });
    const [first] = diagnosisOf(one, cache).causes;
    expect([first?.code, first?.object.name]).toEqual(['app.memory_leak', 'cart']);
    expect(first?.summary).toContain('192Mi');
    expect(JSON.stringify(first?.evidenceFor)).toContain('kept in memory');
  });

  it('about a claim blames that claim', () => {
    const claim = object('PersistentVolumeClaim', 'data', { status: { phase: 'Bound' } });
    const one = alert('KubePersistentVolumeFillingUp', 'is expected to fill up within four days', { persistentvolumeclaim: 'data' });
    expect(firstOf(one, [...cart, claim])).toBe('storage.volume_filling PersistentVolumeClaim/data');
  });

  it('about the disk of a node blames the only workload that writes to it, and none of several', () => {
    const writer = (name: string) => deployment(name, { podSpec: { volumes: [{ name: 'data', emptyDir: {} }] } });
    const one = alert('PredictedDiskPressure', 'predicted to exhaust its disk', { node: 'node-a' });
    const nodeA = { apiVersion: 'v1', kind: 'Node', metadata: { name: 'node-a' } };
    expect(firstOf(one, [nodeA, ...writer('mail')])).toBe('storage.volume_filling Deployment/mail');
    expect(firstOf(one, [nodeA, ...writer('mail'), ...writer('cart')])).toContain('cause is unknown');
  });

  it('about connections blames the database, with the refusal that a client logged once', () => {
    const db = deployment('db', { image: 'docker.io/library/postgres:16' });
    const lines = ['query done', 'FATAL:  remaining connection slots are reserved for roles with the SUPERUSER attribute', 'query done'];
    const one = alert('DatabaseConnectionPoolExhausted', 'has elevated active connections', {});
    const more = { logs: [{ namespace: 'shop', pod: podName('cart'), container: 'main', previous: false, lines }] };
    const { causes } = diagnosisOf(one, [...db, service('db'), ...cart], more);
    expect(causes[0]).toMatchObject({ code: 'dependency.db_connections_exhausted', object: { name: 'db' } });
  });
});

it('an alert about a workload that fails visibly adds no guess to its causes', () => {
  const broken = deployment('cart', {
    ready: false,
    containerStatus: { restartCount: 4, state: { waiting: { reason: 'ImagePullBackOff' } } },
  });
  const { causes } = diagnosisOf(FAILING, broken, { changes: [template('containers/main/image', 'cart:1', 'cart:2')] });
  expect(causes.map(({ evidenceFor }) => evidenceFor.filter(({ source }) => source.type === 'alert'))).toEqual(causes.map(() => []));
});

describe('an alert about an object that says itself what is wrong', () => {
  const running = (lastState: KubernetesObject) =>
    deployment('cart', { containerStatus: { ready: true, restartCount: 7, state: { running: { startedAt: stamp(20) } }, lastState } });
  it.each([
    [
      'a budget without room',
      'lifecycle.eviction_blocked PodDisruptionBudget/cart',
      alert('KubePodDisruptionBudgetAtLimit', 'has been at its limit', { poddisruptionbudget: 'cart' }),
      [object('PodDisruptionBudget', 'cart', { status: { disruptionsAllowed: 0, currentHealthy: 2, desiredHealthy: 2 } })],
    ],
    [
      'a quota that is used up',
      'quota.memory_exceeded ResourceQuota/all',
      alert('KubeQuotaFullyUsed', 'Namespace quota is fully used', { resourcequota: 'all' }),
      [
        object('ResourceQuota', 'all', {
          status: { hard: { 'requests.memory': '1Gi', pods: '9' }, used: { 'requests.memory': '1024Mi', pods: '2' } },
        }),
      ],
    ],
    [
      'an autoscaler at its maximum',
      'autoscaling.at_maximum HorizontalPodAutoscaler/cart',
      alert('KubeHpaMaxedOut', 'is running at max replicas for 15 minutes', { horizontalpodautoscaler: 'cart' }),
      [object('HorizontalPodAutoscaler', 'cart', { spec: { maxReplicas: 3 }, status: { currentReplicas: 3 } })],
    ],
    [
      'a cordoned node',
      'node.drained Node/node-b',
      alert('KubeNodeUnschedulable', 'is marked as unschedulable', { node: 'node-b' }),
      [{ apiVersion: 'v1', kind: 'Node', metadata: { name: 'node-b' }, spec: { unschedulable: true } }],
    ],
  ])('blames it: %s', (_, expected, one, resources) => {
    expect(diagnose(snapshotOf([...cart, ...resources]), WINDOW).verdict).toBe('no_incident');
    expect(firstOf(one, [...cart, ...resources])).toBe(expected);
  });

  it.each([
    ['oom.limit_too_low', { terminated: { exitCode: 137, reason: 'OOMKilled', finishedAt: stamp(20) } }],
    ['app.crash', { terminated: { exitCode: 1, reason: 'Error', finishedAt: stamp(20) } }],
  ])('about restarts reads how the containers ended, although they run again: %s', (code, lastState) =>
    expect(firstOf(alert('KubePodCrashLooping', 'restarts often'), running(lastState))).toBe(`${code} Deployment/cart`),
  );
  it.each([
    ['in its words', 'the Subscription named "queue" produces no operator', {}, 'operator.subscription_failed Subscription/queue'],
    ['not at all', 'an operator is absent', {}, 'cause is unknown'],
  ])('about a namespace leads to a custom resource that it names %s', (_, summary, labels, expected) => {
    const subscription = {
      ...object('Subscription', 'queue', { status: { state: 'UpgradePending' } }),
      apiVersion: 'operators.coreos.com/v1alpha1',
    };
    expect(firstOf(alert('OperatorAbsent', summary, labels), [...cart, subscription])).toContain(expected);
  });
  it('is not explained by a restart of weeks ago', () => {
    const old = running({ terminated: { exitCode: 255, reason: 'Unknown', finishedAt: stamp(60 * 24 * 20) } });
    expect(firstOf(FAILING, old)).toContain('cause is unknown');
  });
});
