/**
 * `npm run bench`: how many events a second go from producers over the edge and the log into the graphs, and how fresh
 * a graph is under load. Starts the product on a data folder of its own; producers run in this process, on the same
 * cores. Prints a table and one line of JSON. BENCH_TENANTS (200), BENCH_SECONDS (30), BENCH_BATCH (500).
 */
import { randomUUID } from 'node:crypto';
import { cpus } from 'node:os';
import { setTimeout as delay } from 'node:timers/promises';
import { eventually, startProduct } from '../e2e/product.ts';

const TENANTS = Number(process.env.BENCH_TENANTS ?? 200);
const SECONDS = Number(process.env.BENCH_SECONDS ?? 30);
const BATCH = Number(process.env.BENCH_BATCH ?? 500);
const PRODUCERS = 8;
const PROBES = 40;
const TOKEN = randomUUID();

const product = await startProduct({ ADMIN_TOKEN: TOKEN, LOG_LEVEL: 'error' });
try {
  const keys = await openClients();
  const full = await load(keys, SECONDS, Number.POSITIVE_INFINITY);
  const caughtUpMs = await caughtUp();
  const sustained = full.sent / (full.seconds + caughtUpMs / 1000);
  const atSeventy = await load(keys, SECONDS, sustained * 0.7, probe(keys[0] ?? ''));
  await caughtUp();
  report({
    cores: cpus().length,
    tenants: TENANTS,
    batch: BATCH,
    acceptedPerSecond: Math.round(full.sent / full.seconds),
    endToEndPerSecond: Math.round(sustained),
    freshnessMsP50: percentile(atSeventy.freshness, 0.5),
    freshnessMsP99: percentile(atSeventy.freshness, 0.99),
    apiReadMsP50: percentile(atSeventy.reads, 0.5),
    apiReadMsP99: percentile(atSeventy.reads, 0.99),
  });
} finally {
  await product.end();
}

async function openClients(): Promise<string[]> {
  const started = Date.now();
  const keys: string[] = [];
  for (let i = 0; i < TENANTS; i++) {
    const answer = await call(TOKEN, 'POST', '/api/v1/admin/clients', { name: `Bench ${i}`, plan: 'enterprise', clientId: `bench-${i}` });
    keys.push(answer.api_key);
  }
  await eventually(
    'all clients are provisioned',
    async () =>
      (await call(TOKEN, 'GET', '/api/v1/admin/overview')).byStatus.find((row: { status: string }) => row.status === 'active')?.clients ===
      TENANTS,
    600_000,
  );
  console.log(`${TENANTS} clients opened and provisioned in ${((Date.now() - started) / 1000).toFixed(1)} s`);
  return keys;
}

/** Sends batches of mixed records to clients in turn for some seconds, at most `rate` records a second; `beside` runs meanwhile. */
async function load(
  keys: string[],
  seconds: number,
  rate: number,
  beside?: (until: number) => Promise<{ freshness: number[]; reads: number[] }>,
) {
  const began = Date.now();
  const until = began + seconds * 1000;
  let sent = 0;
  let next = 0;
  const producer = async () => {
    while (Date.now() < until) {
      const ahead = sent / rate - (Date.now() - began) / 1000;
      if (ahead > 0) await delay(Math.min(1000, ahead * 1000));
      const key = keys[next++ % keys.length] ?? '';
      const events = next % 3 !== 0;
      const records = Array.from({ length: BATCH }, () => (events ? eventRecord() : stateRecord()));
      const answer = await call(key, 'POST', `/api/v1/ingest/${events ? 'events.normalized' : 'state.k8s.resource'}`, { records });
      sent += answer.accepted;
    }
  };
  const producers = Promise.all(Array.from({ length: PRODUCERS }, producer));
  const { freshness, reads } = (await beside?.(until)) ?? { freshness: [], reads: [] };
  await producers;
  return { sent, seconds: (Date.now() - began) / 1000, freshness, reads };
}

/** Sends one object after the other and asks until the graph has it. */
function probe(key: string) {
  return async (until: number) => {
    const freshness: number[] = [];
    const reads: number[] = [];
    while (Date.now() < until && freshness.length < PROBES) {
      const name = `probe-${randomUUID().slice(0, 8)}`;
      const sentAt = performance.now();
      await call(key, 'POST', '/api/v1/ingest/state.k8s.resource', { records: [stateRecord(name)] });
      for (let found = false; !found; ) {
        const asked = performance.now();
        found = (await call(key, 'GET', `/api/v1/resources?q=${name}`)).items.length > 0;
        reads.push(performance.now() - asked);
      }
      freshness.push(performance.now() - sentAt);
    }
    return { freshness, reads };
  };
}

/** Waits until every graph holds all that was sent; answers how long that took. */
async function caughtUp(): Promise<number> {
  const began = Date.now();
  await eventually(
    'the graphs have caught up',
    async () =>
      (await call(TOKEN, 'GET', '/api/v1/admin/overview')).balances.every(
        (row: { graphLag: number; inFlight: number }) => row.graphLag === 0 && row.inFlight === 0,
      ),
    600_000,
  );
  return Date.now() - began;
}

async function call(key: string, method: string, path: string, body?: unknown) {
  const answer = await fetch(product.url + path, {
    method,
    headers: { Authorization: `Bearer ${key}` },
    ...(body ? { body: JSON.stringify(body) } : {}),
  });
  if (!answer.ok) throw new Error(`${method} ${path} answered ${answer.status}: ${await answer.text()}`);
  return answer.json();
}

function eventRecord() {
  const uid = randomUUID();
  const pod = Math.floor(Math.random() * 50);
  return {
    eventId: `${uid}/1`,
    observedAt: Date.now(),
    cluster: 'bench',
    event: {
      metadata: { name: `e-${uid}`, namespace: 'shop', uid },
      involvedObject: { kind: 'Pod', namespace: 'shop', name: `pod-${pod}`, uid: `pod-${pod}` },
      type: 'Normal',
      reason: 'Pulled',
      message: 'Container image already present on machine',
      count: 1,
      lastTimestamp: new Date().toISOString(),
    },
  };
}

function stateRecord(name?: string) {
  const pod = name ?? `pod-${Math.floor(Math.random() * 50)}`;
  const version = String(Math.floor(performance.timeOrigin + performance.now()) * 1000 + Math.floor(Math.random() * 1000));
  return {
    op: 'upsert',
    observedAt: Date.now(),
    cluster: 'bench',
    object: {
      apiVersion: 'v1',
      kind: 'Pod',
      metadata: { name: pod, namespace: 'shop', uid: name ? randomUUID() : pod, resourceVersion: version, labels: { app: 'bench' } },
      spec: { nodeName: 'node-1', containers: [{ name: 'app', image: 'registry.example/app:1' }] },
      status: {
        phase: 'Running',
        conditions: [{ type: 'Ready', status: 'True' }],
        containerStatuses: [{ name: 'app', ready: true, restartCount: 0, state: { running: {} } }],
      },
    },
  };
}

function percentile(values: number[], share: number): number {
  const sorted = [...values].sort((a, b) => a - b);
  return Math.round(sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? 0);
}

function report(figures: Record<string, number>): void {
  const width = Math.max(...Object.keys(figures).map((name) => name.length));
  for (const [name, value] of Object.entries(figures)) console.log(`${name.padEnd(width)}  ${value}`);
  console.log(JSON.stringify(figures));
}
