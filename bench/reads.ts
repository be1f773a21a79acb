import { Agent, request } from 'node:http';
import { setTimeout as delay } from 'node:timers/promises';
import { type LargeCluster, sendLargeCluster } from '../e2e/large-cluster.ts';
import { type Load, percentile } from './load.ts';

/** 100,000 objects: ten of each of 10,000 workloads. */
const CLUSTER: LargeCluster = { namespaces: 100, workloads: 100, pods: 7, failing: ['23/7', '11/20', '42/42', '60/1', '77/99', '90/50'] };
/** What is sent again with another image, so that there are changes to read. */
const CHANGED: LargeCluster = { namespaces: 5, workloads: 100, pods: 0, image: 'registry.example/app:2' };
/** Requests of each operation before the measurement, one after the other: most of what is read is kept then, as where pages poll. */
const WARM_UP = 350;

/** A read operation: how many of a hundred requests it is, and the address of its `n`-th request. */
interface Read {
  share: number;
  path: (n: number) => string;
}

/**
 * Reads a graph of 100,000 nodes at a rate, 200 requests a second by default, over the operations that pages and programs use most, and tells the latency of
 * each. The rate is constant whatever the answers take: a latency counts from the moment at which a request was due, so that a pause of
 * the product is met by every request that it delays.
 */
export async function reads(load: Load, { seconds = 60, perSecond = 200 } = {}): Promise<Record<string, number>> {
  const { keys } = await load.open(1, 'enterprise', { prefix: 'reads' });
  const key = keys[0]!;
  const resources = await sendLargeCluster(load.product.url, key, CLUSTER);
  await load.caughtUp();
  await sendLargeCluster(load.product.url, key, CHANGED);
  await load.caughtUp();
  const mix = mixOf(await incidentIds(load, key));
  for (const { path } of Object.values(mix)) for (let n = 1; n <= WARM_UP; n++) await load.call(key, 'GET', path(n));
  const results = await measure(load.product.url, key, mix, seconds, perSecond);
  const figures: Record<string, number> = { resources, perSecond };
  for (const operation of ['all', ...Object.keys(mix)]) {
    const times = results.filter((one) => operation === 'all' || one.operation === operation).map(({ ms }) => ms);
    figures[`${operation}.p50Ms`] = percentile(times, 0.5);
    figures[`${operation}.p99Ms`] = percentile(times, 0.99);
  }
  return { ...figures, requests: results.length, failed: results.filter(({ status }) => status !== 200).length };
}

/** The incidents of the cluster, once all that fails has been diagnosed. */
async function incidentIds(load: Load, key: string): Promise<string[]> {
  for (;;) {
    const { items } = await load.call(key, 'GET', '/api/v1/incidents');
    if (items.length >= (CLUSTER.failing?.length ?? 0)) return items.map(({ id }: { id: string }) => id);
    await delay(1_000);
  }
}

function mixOf(incidents: readonly string[]): Record<string, Read> {
  const namespace = (n: number) => `team-${String((n * 7) % CLUSTER.namespaces).padStart(2, '0')}`;
  const app = (n: number) => `service-${(n * 13) % CLUSTER.workloads}`;
  const queries = ['unhealthy-objects', 'open-incidents', 'recent-changes', 'pods-per-node'];
  return {
    listIncidents: { share: 18, path: (n) => `/api/v1/incidents${n % 3 === 0 ? '?status=open' : ''}` },
    getIncident: { share: 12, path: (n) => `/api/v1/incidents/${incidents[n % incidents.length]}` },
    listResources: { share: 8, path: () => '/api/v1/resources' },
    listResourcesOfNamespace: { share: 8, path: (n) => `/api/v1/resources?namespace=${namespace(n)}&kind=Deployment` },
    getResource: { share: 16, path: (n) => `/api/v1/resources/large/pod-${namespace(n)}-${app(n)}-${n % CLUSTER.pods}` },
    getTopology: { share: 8, path: (n) => `/api/v1/topology?namespace=${namespace(n)}` },
    listChanges: { share: 8, path: (n) => `/api/v1/changes${n % 2 === 0 ? `?namespace=team-0${n % 5}` : ''}` },
    search: { share: 8, path: (n) => `/api/v1/search?q=${encodeURIComponent(n % 2 === 0 ? app(n) : `${namespace(n)} crash`)}` },
    runQuery: { share: 6, path: (n) => `/api/v1/queries/${queries[n % queries.length]}/rows` },
    getUsage: { share: 8, path: () => '/api/v1/usage' },
  };
}

interface Result {
  operation: string;
  status: number;
  ms: number;
}

/** Sends the mix for some seconds, evenly, and waits for every answer. */
async function measure(url: string, key: string, mix: Record<string, Read>, seconds: number, perSecond: number): Promise<Result[]> {
  // As many as a proxy in front of the product would hold; more requests wait for one, which counts.
  const agent = new Agent({ keepAlive: true, maxSockets: 256 });
  const turns = turnsOf(mix);
  const counts: Record<string, number> = {};
  const answers: Promise<Result>[] = [];
  const began = performance.now();
  for (let i = 0; i < seconds * perSecond; i++) {
    const due = began + (i * 1_000) / perSecond;
    const wait = due - performance.now();
    if (wait > 0) await delay(wait);
    const operation = turns[i % turns.length]!;
    const n = (counts[operation] ?? 0) + 1;
    counts[operation] = n;
    answers.push(
      statusOf(agent, url + mix[operation]!.path(n), key).then((status) => ({ operation, status, ms: performance.now() - due })),
    );
  }
  const results = await Promise.all(answers);
  agent.destroy();
  return results;
}

/** A hundred turns, in which each operation is spread evenly. */
function turnsOf(mix: Record<string, Read>): string[] {
  const places = Object.entries(mix).flatMap(([operation, { share }], at) =>
    Array.from({ length: share }, (_, i) => ({ operation, place: (i + at / 100) / share })),
  );
  return places.sort((a, b) => a.place - b.place).map(({ operation }) => operation);
}

function statusOf(agent: Agent, url: string, key: string): Promise<number> {
  return new Promise((resolve, reject) => {
    const sent = request(url, { agent, headers: { Authorization: `Bearer ${key}` } }, (response) => {
      response.resume();
      response.on('end', () => resolve(response.statusCode ?? 0));
    });
    // A server may close an idle connection just when it is used again (RFC 9112, 9.5): then the request is sent anew, as browsers do.
    sent.on('error', (error) => (sent.reusedSocket ? statusOf(agent, url, key).then(resolve, reject) : reject(error)));
    sent.end();
  });
}
