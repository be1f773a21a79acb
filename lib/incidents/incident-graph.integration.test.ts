import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { type GraphStore, openEmbeddedGraphStore, pruneBefore, snapshotOf } from '#lib/graph/index.ts';
import { BEGIN, deployment, kubernetesObject, observed, ownedBy, readyPod, service } from '#lib/graph/testing/cluster.ts';
import { applyRecords } from '#lib/graph/testing/projected.ts';
import { diagnoseGroups } from '#lib/rca/index.ts';
import { writeIncidentToGraph } from './incident-graph.ts';
import type { RefreshedIncident } from './index.ts';

const WINDOW = { from: BEGIN - 3_600_000, to: BEGIN + 120_000 };
let store: GraphStore;
let folder: string;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'kg-incident-graph-'));
  store = await openEmbeddedGraphStore(folder);
});
afterAll(async () => {
  await store.close();
  await rm(folder, { recursive: true, force: true });
});

/** A shop whose cart cannot pull its image, so that its Service has no endpoints. */
async function brokenShop(tenantId: string) {
  await store.create(tenantId);
  const cart = { ...deployment('cart', 1), status: { observedGeneration: 1, replicas: 1, updatedReplicas: 1, unavailableReplicas: 1 } };
  const pod = readyPod('cart-1', 'cart', {
    metadata: { labels: { app: 'cart' }, ...ownedBy(cart) },
    status: {
      phase: 'Pending',
      conditions: [{ type: 'Ready', status: 'False' }],
      containerStatuses: [
        {
          name: 'cart',
          ready: false,
          restartCount: 0,
          state: { waiting: { reason: 'ImagePullBackOff', message: 'manifest for cart:2 not found' } },
        },
      ],
    },
  });
  const event = kubernetesObject('Event', 'pull');
  const records = [cart, pod, service('cart')].map((object) => ({ stream: 'state.k8s.resource' as const, message: observed(object, 10) }));
  await applyRecords(store, tenantId, [
    ...records,
    {
      stream: 'events.normalized' as const,
      message: {
        eventId: 'pull/1',
        observedAt: BEGIN + 20_000,
        cluster: 'prod',
        event: {
          metadata: event.metadata,
          involvedObject: { kind: 'Pod', namespace: 'shop', name: 'cart-1', uid: pod.metadata.uid },
          type: 'Warning',
          reason: 'Failed',
          message: 'Failed to pull image "cart:2": manifest unknown',
          lastTimestamp: new Date(BEGIN + 20_000).toISOString(),
        },
      },
    },
  ]);
  const snapshot = await snapshotOf(store, tenantId, 'prod', WINDOW);
  const [diagnosis] = diagnoseGroups(snapshot, WINDOW);
  if (!diagnosis) throw new Error('the shop has no incident');
  const incident: RefreshedIncident = {
    id: `incident-of-${tenantId}`,
    number: 1,
    cluster: 'prod',
    status: 'open',
    title: 'cart is broken',
    openedAt: BEGIN,
    closedAt: null,
    diagnosis,
  };
  return { incident, snapshot };
}

it('an incident is in the graph with its root cause, its chain as edges with their mechanisms, and its evidence', async () => {
  const { incident, snapshot } = await brokenShop('written');
  await writeIncidentToGraph(store, 'written', incident, snapshot, WINDOW);
  expect(
    await store.query(
      'written',
      'MATCH (i:Incident)-[e:ROOT_CAUSE]->(r:Resource) RETURN i.key AS incident, i.status AS status, e.rank AS rank, e.code AS code, r.name AS name ORDER BY rank LIMIT 1',
    ),
  ).toEqual([{ incident: incident.id, status: 'open', rank: 1, code: 'image.reference_invalid', name: 'cart' }]);
  const steps = await store.query(
    'written',
    'MATCH (a:Resource)-[e:CAUSES]->(b:Resource) RETURN a.kind AS a, b.kind AS b, e.relation AS relation, e.mechanism AS mechanism, e.incident AS incident ORDER BY a, b',
  );
  expect(steps).toEqual(
    incident.diagnosis.chain
      .map(({ from, to, relation, mechanism }) => ({ a: from.kind, b: to.kind, relation, mechanism, incident: incident.id }))
      .sort((x, y) => `${x.a} ${x.b}`.localeCompare(`${y.a} ${y.b}`)),
  );
  expect(steps.length).toBeGreaterThan(1);
  expect(await store.query('written', 'MATCH (e:Event)-[:PART_OF]->(i:Incident) RETURN e.reason AS reason')).toEqual([
    { reason: 'Failed' },
  ]);
});

it('writing an incident again replaces it, and a closed one is pruned after the retention period', async () => {
  const { incident, snapshot } = await brokenShop('rewritten');
  const count = async () =>
    (
      await store.query(
        'rewritten',
        'MATCH (i:Incident) OPTIONAL MATCH (i)-[e:ROOT_CAUSE]->() RETURN i.status AS status, count(e) AS roots',
      )
    )[0];
  await writeIncidentToGraph(store, 'rewritten', incident, snapshot, WINDOW);
  const before = await count();
  const closed: RefreshedIncident = { ...incident, status: 'closed', closedAt: BEGIN + 60_000 };
  for (let i = 0; i < 2; i++) await writeIncidentToGraph(store, 'rewritten', closed, snapshot, WINDOW);
  expect(await count()).toEqual({ ...before, status: 'closed' });
  await pruneBefore(store, 'rewritten', BEGIN + 60_001);
  expect(await count()).toBeUndefined();
});
