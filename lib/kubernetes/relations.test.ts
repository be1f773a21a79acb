import { describe, expect, test } from 'vitest';
import { deployment, kubernetesObject, ownedBy, readyPod, service } from '#lib/graph/testing/cluster.ts';
import type { KubernetesObject } from './object.ts';
import { RelationIndex } from './relations.ts';

/** The relations that hold after the objects were put in this order, as `from TYPE to` by kind and name. */
function relationsAfter(objects: KubernetesObject[]): string[] {
  const inventory = new RelationIndex();
  const held = new Map<string, string>();
  const name = (key: string) => key.replace('prod/', '').replace(/-(shop|cluster)-/, '/');
  for (const [i, object] of objects.entries()) {
    const { begun, ended } = inventory.put('prod', object, i).changes;
    for (const { type, from, to } of begun) held.set(`${type}${from}${to}`, `${name(from)} ${type} ${name(to)}`);
    for (const { type, from, to } of ended) held.delete(`${type}${from}${to}`);
  }
  return [...held.values()].sort();
}

const web = deployment('web', 1, {
  serviceAccountName: 'web',
  containers: [
    {
      name: 'web',
      image: 'web',
      envFrom: [{ configMapRef: { name: 'settings' } }],
      env: [
        { name: 'KEY', valueFrom: { secretKeyRef: { name: 'keys', key: 'k' } } },
        { name: 'CATALOG_URL', value: 'http://catalog.shop.svc.cluster.local:8080/v1' },
      ],
    },
  ],
});
const replicaSet = kubernetesObject('ReplicaSet', 'web-1', { metadata: ownedBy(web), spec: { replicas: 1 } });
const pod = readyPod('web-1-a', 'web', {
  metadata: { labels: { app: 'web' }, ...ownedBy(replicaSet) },
  spec: { nodeName: 'node-1', volumes: [{ persistentVolumeClaim: { claimName: 'data' } }, { secret: { secretName: 'tls' } }] },
});
/** One object of every relation, and what each leads to. */
const everything: KubernetesObject[] = [
  web,
  replicaSet,
  pod,
  service('web'),
  service('catalog'),
  kubernetesObject('Node', 'node-1', { namespace: null }),
  kubernetesObject('ServiceAccount', 'web'),
  kubernetesObject('ConfigMap', 'settings'),
  kubernetesObject('Secret', 'keys'),
  kubernetesObject('Secret', 'tls'),
  kubernetesObject('PersistentVolumeClaim', 'data', { spec: { volumeName: 'pv-1', storageClassName: 'fast' } }),
  kubernetesObject('PersistentVolume', 'pv-1', { namespace: null }),
  kubernetesObject('StorageClass', 'fast', { namespace: null }),
  kubernetesObject('Namespace', 'shop', { namespace: null }),
  kubernetesObject('ResourceQuota', 'limits'),
  kubernetesObject('Ingress', 'front', {
    spec: { tls: [{ secretName: 'tls' }], rules: [{ http: { paths: [{ backend: { service: { name: 'web' } } }] } }] },
  }),
  kubernetesObject('HorizontalPodAutoscaler', 'web', { spec: { scaleTargetRef: { kind: 'Deployment', name: 'web' } } }),
  kubernetesObject('PodDisruptionBudget', 'web', { spec: { selector: { matchLabels: { app: 'web' } } } }),
  kubernetesObject('NetworkPolicy', 'deny', { spec: { podSelector: {} } }),
];
const expected = [
  'deployment/web CALLS service/catalog',
  'deployment/web OWNS replicaset/web-1',
  'deployment/web USES_ACCOUNT serviceaccount/web',
  'deployment/web USES_CONFIG configmap/settings',
  'deployment/web USES_SECRET secret/keys',
  'horizontalpodautoscaler/web SCALES deployment/web',
  'ingress/front ROUTES_TO service/web',
  'ingress/front USES_SECRET secret/tls',
  'networkpolicy/deny RESTRICTS pod/web-1-a',
  'persistentvolumeclaim/data BINDS persistentvolume/pv-1',
  'persistentvolumeclaim/data BINDS storageclass/fast',
  'pod/web-1-a MOUNTS persistentvolumeclaim/data',
  'pod/web-1-a RUNS_ON node/node-1',
  'pod/web-1-a USES_SECRET secret/tls',
  'poddisruptionbudget/web RESTRICTS pod/web-1-a',
  'replicaset/web-1 OWNS pod/web-1-a',
  'resourcequota/limits LIMITS namespace/shop',
  'service/web SELECTS pod/web-1-a',
];

describe('the inventory', () => {
  test('draws every relation, whatever the order of arrival', () => {
    expect(relationsAfter(everything)).toEqual(expected);
    expect(relationsAfter(everything.toReversed())).toEqual(expected);
    for (let seed = 1; seed <= 20; seed++) expect(relationsAfter(shuffled(everything, seed)), `seed ${seed}`).toEqual(expected);
  });

  test('a pod that loses its label leaves its Service, and comes back with the times of both', () => {
    const inventory = new RelationIndex();
    const relabelled = { ...pod, metadata: { ...pod.metadata, labels: { app: 'other' } } };
    inventory.put('prod', service('web'), 1);
    expect(inventory.put('prod', pod, 2).changes.begun).toMatchObject([{ type: 'SELECTS', since: 2, past: [] }]);
    expect(inventory.put('prod', relabelled, 3).changes.ended).toMatchObject([{ type: 'SELECTS', since: 2, until: 3 }]);
    expect(inventory.put('prod', pod, 4).changes.begun).toMatchObject([{ type: 'SELECTS', since: 4, past: ['2-3'] }]);
  });

  test('a Service whose selector changes selects others', () => {
    const inventory = new RelationIndex();
    const [before, after] = [service('web'), service('web', 'api')];
    inventory.put('prod', pod, 1);
    inventory.put('prod', readyPod('api-1', 'api'), 1);
    inventory.put('prod', before, 2);
    const { changes } = inventory.put('prod', { ...after, metadata: before.metadata }, 3);
    expect(changes.begun).toMatchObject([{ to: 'prod/pod-shop-api-1' }]);
    expect(changes.ended).toMatchObject([{ to: 'prod/pod-shop-web-1-a' }]);
  });

  test('what is missing is named on who needs it, from the start, until it comes, and again when it goes', () => {
    const inventory = new RelationIndex();
    const missing = () => inventory.member('prod/deployment-shop-web')!.missing;
    for (const kind of ['ConfigMap', 'Secret', 'ServiceAccount', 'Service']) inventory.noteKind('prod', kind);
    inventory.put('prod', web, 1);
    expect(missing()).toEqual(['ConfigMap/shop/settings', 'Secret/shop/keys', 'Service/shop/catalog', 'ServiceAccount/shop/web']);
    for (const object of everything) inventory.put('prod', object, 2);
    expect(missing()).toEqual([]);
    const { missing: touched } = inventory.remove('prod/secret-shop-keys', 3);
    expect([...touched].map(({ key }) => key)).toEqual(['prod/deployment-shop-web']);
    expect(missing()).toEqual(['Secret/shop/keys']);
  });

  test('a kind of which nothing was ever seen is not missing: the agent may have no right to read it', () => {
    const inventory = new RelationIndex();
    inventory.put('prod', web, 1);
    expect(inventory.member('prod/deployment-shop-web')!.missing).toEqual([]);
    inventory.put('prod', kubernetesObject('Secret', 'another'), 2);
    expect(inventory.member('prod/deployment-shop-web')!.missing).toEqual(['Secret/shop/keys']);
  });

  test('an optional reference is never missing; an object of the same name elsewhere does not serve', () => {
    const inventory = new RelationIndex();
    const optional = deployment('api', 1, {
      containers: [{ name: 'api', envFrom: [{ configMapRef: { name: 'settings', optional: true } }] }],
    });
    inventory.put('prod', kubernetesObject('ConfigMap', 'settings', { namespace: 'other' }), 1);
    expect(inventory.put('prod', optional, 2).changes.begun).toEqual([]);
    expect(inventory.member('prod/deployment-shop-api')!.missing).toEqual([]);
    inventory.put('staging', kubernetesObject('ConfigMap', 'settings'), 3);
    inventory.put('prod', web, 4);
    expect(inventory.member('prod/deployment-shop-web')!.missing).toContain('ConfigMap/shop/settings');
  });

  test('an object made anew under its name takes over those who refer to it', () => {
    const inventory = new RelationIndex();
    const settings = kubernetesObject('ConfigMap', 'settings');
    const anew = { ...settings, metadata: { ...settings.metadata, uid: 'anew' } };
    inventory.put('prod', web, 1);
    inventory.put('prod', settings, 2);
    // Its creation may be told before the deletion of the old one.
    const { changes } = inventory.put('prod', anew, 3);
    expect(changes.begun).toMatchObject([{ type: 'USES_CONFIG', to: 'prod/anew' }]);
    expect(changes.ended).toMatchObject([{ type: 'USES_CONFIG', to: 'prod/configmap-shop-settings' }]);
    expect([...inventory.remove('prod/configmap-shop-settings', 4).missing]).toEqual([]);
    expect(inventory.resolve({ cluster: 'prod', kind: 'ConfigMap', namespace: 'shop', name: 'settings' })?.key).toBe('prod/anew');
  });
});

/** The list in another order, the same for the same seed. */
function shuffled<T>(list: T[], seed: number): T[] {
  let state = seed;
  const next = () => {
    state = (state * 1103515245 + 12345) % 2 ** 31;
    return state / 2 ** 31;
  };
  return list
    .map((item) => ({ item, at: next() }))
    .sort((a, b) => a.at - b.at)
    .map(({ item }) => item);
}
