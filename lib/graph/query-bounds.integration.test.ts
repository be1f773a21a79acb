import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { KubernetesObject } from '#lib/kubernetes/object.ts';
import { diagnose } from '#lib/rca/index.ts';
import { filledProjection, openEmbeddedGraphStore, type RebuildableGraphStore, snapshotOf, topology } from './index.ts';
import { BEGIN, kubernetesObject, observed, readyPod, service } from './testing/cluster.ts';
import { applyRecords } from './testing/projected.ts';

const WINDOW = { from: BEGIN - 1_000, to: BEGIN + 60_000 };
let dir: string;
let store: RebuildableGraphStore;

beforeAll(async () => {
  dir = mkdtempSync(join(tmpdir(), 'kg-query-bounds-'));
  store = await openEmbeddedGraphStore(dir);
});
afterAll(async () => {
  await store.close();
  rmSync(dir, { recursive: true });
});

async function newClient(id: string, objects: KubernetesObject[]): Promise<void> {
  await store.create(id);
  const records = objects.map((object) => ({ stream: 'state.k8s.resource' as const, message: observed(object, 1) }));
  for (let at = 0; at < records.length; at += 100) await applyRecords(store, id, records.slice(at, at + 100));
}

describe('a cluster with more than a query reads', () => {
  it('is diagnosed by its unhealthy objects first, and the diagnosis names the gap; nothing is taken for absent', async () => {
    const large = Array.from({ length: 280 }, (_, i) => kubernetesObject('ConfigMap', `c${i}`, { data: { text: '0'.repeat(250_000) } }));
    const broken = readyPod('web', 'web', {
      spec: { serviceAccountName: 'unread' },
      status: { containerStatuses: [{ name: 'web', restartCount: 9, state: { waiting: { reason: 'ImagePullBackOff' } } }] },
    });
    await newClient('large', [...large, broken]);
    const snapshot = await snapshotOf(store, 'large', 'prod', WINDOW);
    expect(snapshot.resources.length).toBeLessThan(281);
    expect(snapshot.resources.map(({ kind }) => kind)).toContain('Pod');
    expect(snapshot.gaps).toEqual([
      `not all objects: the cluster has more than the ${snapshot.resources.length} that a diagnosis reads, the unhealthy first`,
    ]);
    expect(snapshot.read).toEqual({ kinds: [] });
    expect(diagnose(snapshot, WINDOW).gaps).toContain(snapshot.gaps?.[0]);
  });

  it('is drawn with a note about the objects of which the graph holds as many relations as it can', async () => {
    await newClient('tangled', [
      ...Array.from({ length: 60 }, (_, i) => service(`s${i}`, 'web')),
      ...Array.from({ length: 120 }, (_, i) => readyPod(`p${i}`, 'web')),
    ]);
    const { edges, notes } = await topology(store, 'tangled', { cluster: 'prod', detail: 'full' });
    expect(edges).toHaveLength(2_000);
    expect(notes).toEqual([
      '120 objects have 50 relations of the type SELECTS, the most that the graph holds of one object: there may be more.',
      'Only 2000 of 6000 relations between these objects are shown.',
    ]);
    expect((await topology(store, 'tangled', { cluster: 'elsewhere' })).notes).toBeUndefined();
    // Of a namespace with as many relations it is the same.
    expect(await topology(store, 'tangled', { namespace: 'shop', detail: 'full' })).toMatchObject({ notes, edges: { length: 2_000 } });
  });
});

it('a graph with many relations is taken up whole after a restart, also those of an object that has very many', async () => {
  const read = (cypher: string, params: Record<string, unknown>) => store.query('tangled', cypher, params);
  expect((await filledProjection(read)).inventory.links).toBe(6_000);

  await newClient('hub', [
    kubernetesObject('ConfigMap', 'shared'),
    ...Array.from({ length: 2_600 }, (_, i) =>
      kubernetesObject('Pod', `p${i}`, { spec: { serviceAccountName: 'default' }, metadata: { labels: { app: 'web' } } }),
    ),
    service('web'),
    service('again', 'web'),
  ]);
  const hub = await filledProjection((cypher, params) => store.query('hub', cypher, params));
  expect(hub.inventory.links).toBe(5_200);
});
