import { describe, expect, it, test } from 'vitest';
import { deployment, kubernetesObject, ownedBy, readyPod, service } from '#lib/graph/testing/cluster.ts';
import { random } from '#lib/rca/testing/mutations.ts';
import { texts } from './fields.ts';
import type { KubernetesObject } from './object.ts';
import { keyOf, ref, shown } from './refs.ts';
import { MAX_SELECTING } from './relation-bounds.ts';
import { RelationIndex } from './relations.ts';
import { type Pictured, StillRelations } from './still-relations.ts';

function pictured(object: KubernetesObject): Pictured {
  const { namespace, name, uid, labels } = object.metadata;
  const own = ref(object.kind, namespace, name);
  return { ref: own, key: keyOf(own), uid, object, labels: texts(labels) };
}

const picture = (objects: readonly KubernetesObject[]) => new StillRelations(objects.map(pictured));
const of = ({ kind, metadata }: KubernetesObject) => ref(kind, metadata.namespace, metadata.name);

/** The relations between the objects as the index has them once all have arrived, sorted. */
function followed(objects: readonly KubernetesObject[]): string[] {
  const index = new RelationIndex();
  for (const object of objects) index.put('c', object, 1);
  const names = new Map(objects.map((object) => [`c/${object.metadata.uid}`, shown(of(object))]));
  return [...names.keys()]
    .flatMap((key) => [...index.member(key)!.held.values()])
    .map(({ type, from, to }) => `${names.get(from)} ${type} ${names.get(to)}`)
    .sort();
}

/** The relations between existing objects in a picture, from either end, sorted. */
function still(objects: readonly KubernetesObject[]): { outgoing: string[]; incoming: string[] } {
  const relations = picture(objects);
  const existing = new Set(objects.map((object) => keyOf(of(object))));
  const from = (object: KubernetesObject) =>
    relations.from(of(object)).flatMap((end) => (existing.has(end.key) ? [`${shown(of(object))} ${end.type} ${shown(end.object)}`] : []));
  const to = (object: KubernetesObject) =>
    relations.to(of(object)).map(({ type, object: end }) => `${shown(end)} ${type} ${shown(of(object))}`);
  return { outgoing: objects.flatMap(from).sort(), incoming: objects.flatMap(to).sort() };
}

/** A cluster in which names are few, so that references hit and miss, selectors match, and objects repeat what they refer to. */
function randomCluster(seed: number): KubernetesObject[] {
  const next = random(seed);
  const pick = <T>(list: readonly T[]): T => list[Math.floor(next() * list.length)]!;
  const names = ['a', 'b', 'c', 'd', 'e'];
  const found = new Map<string, KubernetesObject>();
  const add = (object: KubernetesObject) => found.set(object.metadata.uid, object);
  const podSpec = () => ({
    nodeName: pick(names),
    serviceAccountName: pick(names),
    volumes: [{ configMap: { name: pick(names), optional: next() < 0.5 } }, { persistentVolumeClaim: { claimName: pick(names) } }],
    containers: [
      {
        name: 'main',
        envFrom: [{ secretRef: { name: pick(names) } }, { configMapRef: { name: pick(names) } }],
        env: [
          { name: 'A_URL', value: `http://${pick(names)}:80` },
          { name: 'B_URL', value: `http://10.0.0.${1 + Math.floor(next() * 5)}` },
        ],
      },
    ],
  });
  for (let i = 0; i < 60; i++) {
    const [name, namespace] = [pick(names), pick(['shop', 'pay'])];
    const labels = { app: pick(names), tier: pick(['front', 'back']) };
    const owner = [...found.values()].find(() => next() < 0.1);
    const metadata = { labels, ...(owner && next() < 0.5 && ownedBy(owner)) };
    const selector = next() < 0.5 ? { app: pick(names) } : labels;
    const clusterIP = next() < 0.2 ? 'None' : `10.0.0.${1 + names.indexOf(name)}`;
    switch (pick(['Pod', 'Pod', 'Deployment', 'Service', 'Policy', 'Budget', 'Ingress', 'Claim', 'Scaler', 'Quota', 'Plain', 'Global'])) {
      case 'Pod':
        add(kubernetesObject('Pod', `${name}${i}`, { namespace, metadata, spec: podSpec() }));
        break;
      case 'Deployment':
        add(kubernetesObject('Deployment', name, { namespace, metadata, spec: { template: { metadata: { labels }, spec: podSpec() } } }));
        break;
      case 'Service':
        // An address belongs to one Service only.
        add(kubernetesObject('Service', name, { namespace, spec: { selector, ...(namespace === 'shop' && { clusterIP }) } }));
        break;
      case 'Policy': {
        const podSelector = pick([
          {},
          { matchLabels: selector },
          { matchExpressions: [{ key: 'tier', operator: 'In', values: ['front'] }] },
        ]);
        add(kubernetesObject('NetworkPolicy', name, { namespace, spec: { podSelector } }));
        break;
      }
      case 'Budget':
        add(kubernetesObject('PodDisruptionBudget', name, { namespace, spec: { selector: { matchLabels: selector } } }));
        break;
      case 'Ingress':
        add(kubernetesObject('Ingress', name, { namespace, spec: { defaultBackend: { service: { name: pick(names) } } } }));
        break;
      case 'Claim':
        add(
          kubernetesObject('PersistentVolumeClaim', name, { namespace, spec: { volumeName: pick(names), storageClassName: pick(names) } }),
        );
        break;
      case 'Scaler':
        add(
          kubernetesObject('HorizontalPodAutoscaler', name, {
            namespace,
            spec: { scaleTargetRef: { kind: 'Deployment', name: pick(names) } },
          }),
        );
        break;
      case 'Quota':
        add(kubernetesObject('ResourceQuota', name, { namespace }));
        break;
      case 'Plain':
        add(kubernetesObject(pick(['ConfigMap', 'Secret', 'ServiceAccount']), name, { namespace }));
        break;
      default:
        add(kubernetesObject(pick(['Node', 'PersistentVolume', 'StorageClass']), name, { namespace: null }));
    }
  }
  for (const namespace of ['shop', 'pay']) add(kubernetesObject('Namespace', namespace, { namespace: null }));
  return [...found.values()];
}

describe('the relations in a picture of a cluster', () => {
  test('are those that following its objects one by one gives, seen from either end, in 200 random clusters', () => {
    let seen = 0;
    for (let seed = 1; seed <= 200; seed++) {
      const objects = randomCluster(seed);
      const expected = followed(objects);
      expect(still(objects), `seed ${seed}`).toEqual({ outgoing: expected, incoming: expected });
      seen += expected.length;
    }
    expect(seen).toBeGreaterThan(5_000);
  });

  test('keep to the same bounds: of many Services that select a pod, those that come first', () => {
    const pod = readyPod('web-1', 'web');
    const services = Array.from({ length: MAX_SELECTING + 10 }, (_, i) => service(`s${i}`, 'web'));
    const relations = picture([pod, ...services]);
    expect(relations.to(of(pod)).map(({ object }) => object.name)).toEqual(
      services.slice(0, MAX_SELECTING).map(({ metadata }) => metadata.name),
    );
    expect(relations.from(of(services.at(-1)!))).toEqual([]);
  });

  it('include what is named but does not exist, from either end', () => {
    const web = deployment('web', 1, { containers: [{ name: 'web', envFrom: [{ secretRef: { name: 'gone' } }] }] });
    const relations = picture([web]);
    expect(relations.from(of(web))).toEqual([{ type: 'USES_SECRET', object: ref('Secret', 'shop', 'gone'), key: 'Secret/shop/gone' }]);
    expect(relations.to(ref('Secret', 'shop', 'gone')).map(({ object }) => object)).toEqual([of(web)]);
    expect(relations.to(ref('Secret', 'shop', 'other'))).toEqual([]);
  });

  it('leave out an owner that is gone, also where another object has its name by now', () => {
    const gone = kubernetesObject('ReplicaSet', 'web-1');
    const pod = readyPod('web-1-a', 'web', { metadata: ownedBy(gone) });
    const namesake = { ...gone, metadata: { ...gone.metadata, uid: 'another' } };
    expect(picture([pod, namesake]).to(of(pod))).toEqual([]);
  });

  it('name a Service once that is called by its name and by its address', () => {
    const web = deployment('web', 1, {
      containers: [
        {
          name: 'web',
          env: [
            { name: 'A_URL', value: 'http://db' },
            { name: 'B_URL', value: 'http://10.0.0.9' },
          ],
        },
      ],
    });
    const db = kubernetesObject('Service', 'db', { spec: { clusterIP: '10.0.0.9' } });
    expect(
      picture([web, db])
        .from(of(web))
        .map(({ type, object }) => `${type} ${object.name}`),
    ).toEqual(['CALLS db']);
  });
});
