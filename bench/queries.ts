import { mkdtemp, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { type EdgeUpsert, type GraphStore, type NodeUpsert, openEmbeddedGraphStore } from '#lib/graph/index.ts';
import { type GivenParameters, LIBRARY, type LibraryQuery, runQuery } from '#lib/queries/index.ts';
import { percentile } from './load.ts';

const CLIENT = 'bench-queries';
const NOW = Date.UTC(2026, 10, 1);
const APPS = 7_000;
const PODS_OF_AN_APP = 10;
const NODES = 200;
const BATCH = 5_000;

/**
 * Runs every query of the library once on an embedded graph of some 100,000 nodes and 380,000 edges, and tells how long they take.
 * Those of one object are asked of a Deployment; the blast radius, which is the worst of them, of a service account that all pods use.
 */
export async function queries(): Promise<Record<string, number>> {
  const folder = await mkdtemp(join(import.meta.dirname, '../.cache-bench-'));
  const store = await openEmbeddedGraphStore(folder, { queryTimeoutMs: 60_000 });
  try {
    const size = await fill(store);
    const times: [id: string, ms: number][] = [];
    for (const query of LIBRARY) {
      const started = performance.now();
      await runQuery(store, CLIENT, query, givenFor(query), 200, NOW + 1_000);
      times.push([query.id, Math.round(performance.now() - started)]);
    }
    const slowest = times.toSorted(([, a], [, b]) => b - a).slice(0, 5);
    const all = times.map(([, ms]) => ms);
    return { ...size, queries: LIBRARY.length, p50Ms: percentile(all, 0.5), p90Ms: percentile(all, 0.9), ...Object.fromEntries(slowest) };
  } finally {
    await store.close();
    await rm(folder, { recursive: true });
  }
}

function givenFor({ id, example }: LibraryQuery): GivenParameters {
  if (example.kind === undefined) return example;
  return id === 'blast-radius' ? { kind: 'ServiceAccount', name: 'default' } : { kind: 'Deployment', name: 'app-7' };
}

async function fill(store: GraphStore): Promise<{ nodes: number; edges: number }> {
  const nodes: NodeUpsert[] = [];
  const edges: EdgeUpsert[] = [];
  const resource = (kind: string, name: string, namespace: string | null, more: object = {}): EdgeUpsert['from'] => {
    const key = `prod/${kind}-${name}`;
    const object = JSON.stringify({ kind, spec: { selector: {}, resources: { requests: {} } }, padding: 'x'.repeat(900) });
    const times = { firstSeen: NOW, lastSeen: NOW, createdAt: NOW };
    const props = {
      uid: key,
      cluster: 'prod',
      kind,
      namespace,
      name,
      health: 'healthy',
      labels: [`app=${name}`],
      object,
      ...times,
      ...more,
    };
    nodes.push({ label: 'Resource', key, kind, props });
    return { label: 'Resource', key };
  };
  const relate = (type: EdgeUpsert['type'], from: EdgeUpsert['from'], ...to: EdgeUpsert['to'][]) =>
    edges.push(...to.map((one): EdgeUpsert => ({ type, from, to: one, props: { since: NOW } })));

  const hosts = Array.from({ length: NODES }, (_, i) => resource('Node', `node-${i}`, null));
  const account = resource('ServiceAccount', 'default', 'namespace-0');
  let called = account;
  for (let i = 0; i < APPS; i++) {
    const [name, namespace] = [`app-${i}`, `namespace-${i % 100}`];
    const state = i % 50 === 0 ? { health: 'failing', healthReason: 'CrashLoopBackOff' } : {};
    const deployment = resource('Deployment', name, namespace, state);
    const [replicas, service, config] = ['ReplicaSet', 'Service', 'ConfigMap'].map((kind) => resource(kind, name, namespace));
    relate('OWNS', deployment, replicas!);
    relate('USES_CONFIG', deployment, config!);
    relate('USES_ACCOUNT', deployment, account);
    if (i > 0) relate('CALLS', deployment, called);
    called = service!;
    for (let n = 0; n < PODS_OF_AN_APP; n++) {
      const pod = resource('Pod', `${name}-${n}`, namespace, state);
      relate('OWNS', replicas!, pod);
      relate('SELECTS', service!, pod);
      relate('RUNS_ON', pod, hosts[(i * PODS_OF_AN_APP + n) % NODES]!);
      relate('USES_CONFIG', pod, config!);
      relate('USES_ACCOUNT', pod, account);
    }
  }
  await store.create(CLIENT);
  for (let at = 0; at < nodes.length; at += BATCH) await store.apply(CLIENT, { nodes: nodes.slice(at, at + BATCH), edges: [] });
  for (let at = 0; at < edges.length; at += BATCH) await store.apply(CLIENT, { nodes: [], edges: edges.slice(at, at + BATCH) });
  return { nodes: nodes.length, edges: edges.length };
}
