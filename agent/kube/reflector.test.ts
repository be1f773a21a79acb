import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { KubeObject, WatchedKind } from '#lib/kubernetes/kinds.ts';
import { type AgentLog, jsonLog } from '../log.ts';
import { TestApiServer } from '../testing/api-server.ts';
import { until } from '../testing/until.ts';
import { KubeClient } from './client.ts';
import { type Change, type KindObserver, Reflector, type ReflectorTimes } from './reflector.ts';

const PODS = '/api/v1/pods';
const KIND: WatchedKind = { kind: 'Pod', apiVersion: 'v1', resource: 'pods', namespaced: true };
const TIMES: ReflectorTimes = {
  backoff: { baseMs: 1, maxMs: 5 },
  unreachableMaxMs: 5,
  slowRetryMs: 5,
  watchSeconds: 60,
  pageSize: 2,
  gatherMs: 1,
};

/** What the reflector said: the objects as they were told, and what each complete list held. */
class Told implements KindObserver {
  readonly changes: Change[] = [];
  readonly lists: string[][] = [];
  readonly live = new Map<string, KubeObject>();
  failNext = false;

  async changed(_kind: WatchedKind, changes: readonly Change[]): Promise<void> {
    if (this.failNext) {
      this.failNext = false;
      throw new Error('the disk is full');
    }
    for (const change of changes) {
      this.changes.push(change);
      if (change.op === 'delete') this.live.delete(change.object.metadata.uid);
      else this.live.set(change.object.metadata.uid, change.object);
    }
  }

  async listed(_kind: WatchedKind, _namespace: string | undefined, uids: ReadonlySet<string>): Promise<void> {
    this.lists.push([...uids]);
    for (const uid of this.live.keys()) if (!uids.has(uid)) this.live.delete(uid);
  }

  names(): string[] {
    return [...this.live.values()].map(({ metadata }) => metadata.name).sort();
  }
}

let server: TestApiServer;
let client: KubeClient;
let stop: AbortController;
let told: Told;
let running: Promise<void> = Promise.resolve();

beforeEach(async () => {
  server = new TestApiServer([PODS]);
  await server.listen();
  client = new KubeClient({ server: server.url, token: () => 'the-token' });
  stop = new AbortController();
  told = new Told();
});

afterEach(async () => {
  stop.abort();
  await running;
  client.close();
  await server.close();
});

const pod = (name: string, phase = 'Running') => ({ metadata: { name, namespace: 'shop' }, status: { phase } });

function start(times: Partial<ReflectorTimes> = {}, kind = KIND, log: AgentLog = jsonLog('error', () => {})): Reflector {
  const reflector = new Reflector({
    client,
    kind,
    observers: [told],
    log,
    times: { ...TIMES, ...times },
  });
  running = reflector.run(stop.signal);
  return reflector;
}

const untilWatching = () => until('a watch is open', () => server.watching(PODS) === 1);

describe('the reflector', () => {
  it('reads a list of several pages whole, once, and watches from there with bookmarks', async () => {
    for (const name of ['a', 'b', 'c', 'd', 'e']) server.put(PODS, pod(name));
    const reflector = start();
    await untilWatching();
    expect(told.names()).toEqual(['a', 'b', 'c', 'd', 'e']);
    expect(told.lists).toHaveLength(1);
    expect(server.requests(PODS, false).map(({ query }) => query.get('limit'))).toEqual(['2', '2', '2']);
    const watch = server.requests(PODS, true)[0]!;
    expect(watch.query.get('allowWatchBookmarks')).toBe('true');
    expect(watch.query.get('resourceVersion')).toBe('105');
    expect(Number(watch.query.get('timeoutSeconds'))).toBeGreaterThan(0);
    expect(watch.authorization).toBe('Bearer the-token');
    expect(reflector.state).toBe('watching');
    expect(reflector.settled).toBe(true);
  });

  it('tells of the first change at once, gathers those after it, and stops at once even so', async () => {
    start({ gatherMs: 3_600_000 });
    await untilWatching();
    server.put(PODS, pod('a'));
    await until('one change', () => told.changes.length === 1);
    server.put(PODS, pod('b'));
    // The server answers this after it has sent the change to the watch.
    await client.json(PODS, {}, stop.signal);
    expect(told.names()).toEqual(['a']);
    stop.abort();
    await running;
  });

  it('tells of what is added, changed and deleted, in order', async () => {
    start();
    await untilWatching();
    server.put(PODS, pod('a', 'Pending'));
    server.put(PODS, pod('a'));
    server.remove(PODS, 'a', 'shop');
    await until('three changes', () => told.changes.length === 3);
    expect(told.changes.map(({ op, object }) => `${op} ${(object.status as { phase: string }).phase}`)).toEqual([
      'upsert Pending',
      'upsert Running',
      'delete Running',
    ]);
  });

  it('understands a change whose bytes come in pieces', async () => {
    start();
    await untilWatching();
    const object = server.put(PODS, { ...pod('big'), text: 'ü'.repeat(400_000) });
    await until('the change', () => told.changes.length === 1);
    expect(told.changes[0]?.object).toEqual(object);
  });

  it('resumes a cut watch after the last bookmark and misses nothing', async () => {
    server.put(PODS, pod('a'));
    start();
    await untilWatching();
    server.put(PODS, pod('b'));
    server.bookmark(PODS);
    server.put(PODS, pod('c'));
    await until('c', () => told.names().includes('c'));
    server.cutWatches();
    server.put(PODS, pod('d'));
    await until('d', () => told.names().includes('d'));
    expect(told.lists).toHaveLength(1);
    expect(told.changes.filter(({ object }) => object.metadata.name === 'c')).toHaveLength(1);
    expect(server.requests(PODS, true).map(({ query }) => query.get('resourceVersion'))).toContain('104');
  });

  it('lists again when the watch has expired (410), and tells what vanished meanwhile', async () => {
    for (const name of ['a', 'b']) server.put(PODS, pod(name));
    start();
    await untilWatching();
    server.cutWatches();
    server.remove(PODS, 'a', 'shop');
    server.put(PODS, pod('c'));
    server.compact();
    await until('the second list', () => told.lists.length >= 2);
    expect(told.names()).toEqual(['b', 'c']);
  });

  it('begins the list anew when it expires between two pages (410)', async () => {
    for (const name of ['a', 'b', 'c']) server.put(PODS, pod(name));
    server.failures.push({ path: PODS, watch: false, status: 500 });
    const reflector = start();
    await until('the first page failed', () => server.requests(PODS, false).length >= 1);
    await untilWatching();
    expect(told.lists).toEqual([expect.arrayContaining([expect.stringContaining('uid-c')])]);
    stop.abort();
    await running;
    expect(reflector.state).toBe('watching');

    stop = new AbortController();
    told = new Told();
    const slow: KindObserver = {
      changed: async (kind, changes) => {
        if (told.changes.length === 0) server.compact();
        await told.changed(kind, changes);
      },
      listed: (kind, namespace, uids) => told.listed(kind, namespace, uids),
    };
    running = new Reflector({ client, kind: KIND, observers: [slow], log: jsonLog('error', () => {}), times: TIMES }).run(stop.signal);
    await until('a complete list', () => told.lists.length === 1);
    expect(told.lists[0]).toHaveLength(3);
    expect(told.names()).toEqual(['a', 'b', 'c']);
  });

  it('lists again when an observer did not take a change', async () => {
    start();
    await untilWatching();
    told.failNext = true;
    server.put(PODS, pod('a'));
    await until('a second list', () => told.lists.length === 2);
    expect(told.names()).toContain('a');
  });

  it('treats an ERROR event other than 410 as an interruption and resumes', async () => {
    start();
    await untilWatching();
    server.put(PODS, pod('a'));
    await until('a', () => told.names().includes('a'));
    server.emit(PODS, { type: 'ERROR', object: { code: 500, message: 'etcd is busy' } });
    await until('a second watch', () => server.requests(PODS, true).length >= 2);
    server.put(PODS, pod('b'));
    await until('b', () => told.names().includes('b'));
    expect(told.lists).toHaveLength(1);
  });

  it.each([
    [403, 'forbidden'],
    [404, 'absent'],
  ] as const)('reports %i as %s, counts as settled, and reads the kind once it can', async (status, state) => {
    server.failures.push({ path: PODS, status });
    const reflector = start({ slowRetryMs: 6_400 });
    await until(state, () => reflector.state === state);
    expect(reflector.settled).toBe(true);
    expect(reflector.message).toContain(`answered ${status}`);
    server.put(PODS, pod('a'));
    await until('a', () => told.names().includes('a'));
    await until('watching', () => reflector.state === 'watching');
  });

  it('asks for smaller pages of a kind whose objects are large', async () => {
    for (const name of ['a', 'b', 'c']) server.put(PODS, pod(name));
    start({ pageSize: 500 }, { ...KIND, pageSize: 1 });
    await untilWatching();
    expect(server.requests(PODS, false).map(({ query }) => query.get('limit'))).toEqual(['1', '1', '1']);
  });

  it.each([
    ['warns of a kind that it may not read', 403, 1],
    ['does not warn of a kind that the cluster does not serve', 404, 0],
  ])('%s', async (_, status, warnings) => {
    const warned: unknown[] = [];
    server.failures.push({ path: PODS, status });
    const reflector = start({ slowRetryMs: 64_000 }, KIND, { ...jsonLog('error', () => {}), warn: (text) => void warned.push(text) });
    await until('settled', () => reflector.settled);
    expect(warned).toHaveLength(warnings);
  });

  it('retries a failing or overloaded server and recovers', async () => {
    for (let n = 0; n < 3; n++) server.failures.push({ path: PODS, status: 503, body: '<html>no backend</html>' });
    server.failures.push({ path: PODS, status: 429, headers: { 'retry-after': '0' } });
    const reflector = start();
    await untilWatching();
    expect(server.requests(PODS, false)).toHaveLength(5);
    expect(reflector.state).toBe('watching');
    expect(reflector.message).toBeUndefined();
  });

  it('survives a server that is gone for a while', async () => {
    const reflector = new Reflector({
      client: new KubeClient({ server: 'http://127.0.0.1:1' }),
      kind: KIND,
      observers: [told],
      log: jsonLog('error', () => {}),
      times: TIMES,
    });
    running = reflector.run(stop.signal);
    await until('failing', () => reflector.state === 'failing');
    expect(reflector.message).toContain('ECONNREFUSED');
    expect(reflector.settled).toBe(false);
  });
});
