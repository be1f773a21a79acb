import { expect, test } from 'vitest';
import type { Store } from '../store/store.ts';
import type { OpenWatch } from '../testing/client.ts';
import { serving } from '../testing/serving.ts';

const PODS = '/api/v1/pods?watch=true';

function add(store: Store, name: string, labels: Record<string, string> = {}) {
  return store.create({ kind: 'Pod', metadata: { name, namespace: 'shop', labels }, spec: { containers: [] } });
}

/** Type and name of the next events. */
async function nextEvents(watch: OpenWatch, count: number): Promise<string[]> {
  const all: string[] = [];
  for (let n = 0; n < count; n++) {
    const event = await watch.next();
    all.push(`${event?.type} ${event?.object.metadata.name}`);
  }
  return all;
}

test('without a resourceVersion a watch starts with the existing objects and continues with changes', async () => {
  const { watch, store } = await serving();
  const open = await watch(PODS);
  expect(await nextEvents(open, 3)).toEqual(['ADDED broken', 'ADDED web-7c9f-aaaaa', 'ADDED web-7c9f-bbbbb']);
  const made = add(store, 'new');
  store.update({ ...made, spec: { nodeName: 'n' } });
  store.remove(made);
  expect(await nextEvents(open, 3)).toEqual(['ADDED new', 'MODIFIED new', 'DELETED new']);
});

test('a watch continues where a list ended: each change in between arrives once, in order, and nothing else', async () => {
  const { request, watch, store } = await serving();
  const { metadata } = (await request('GET', '/api/v1/pods')).body;
  add(store, 'a');
  store.create({ kind: 'ConfigMap', metadata: { name: 'not-a-pod', namespace: 'shop' } });
  add(store, 'b');
  const open = await watch(`${PODS}&resourceVersion=${metadata.resourceVersion}`);
  add(store, 'c');
  expect(await nextEvents(open, 3)).toEqual(['ADDED a', 'ADDED b', 'ADDED c']);
});

test('a watch that is repeatedly cut and resumed at its last event delivers every write exactly once', async () => {
  const { watch, store } = await serving();
  let last = store.revision;
  const seen: string[] = [];
  for (let round = 0; round < 20; round++) {
    add(store, `p${round}-before`);
    const open = await watch(`${PODS}&resourceVersion=${last}`);
    add(store, `p${round}-during`);
    // Some of the events now, the rest on the next connection.
    for (let n = 0; n <= round % 2; n++) {
      const event = await open.next();
      seen.push(event!.object.metadata.name);
      last = Number(event!.object.metadata.resourceVersion);
    }
    open.close();
  }
  const rest = await watch(`${PODS}&resourceVersion=${last}`);
  while (seen.length < 40) seen.push((await rest.next())!.object.metadata.name);
  expect(seen).toEqual(Array.from({ length: 20 }, (_, round) => [`p${round}-before`, `p${round}-during`]).flat());
});

test('a watch of a namespace reports that namespace only', async () => {
  const { watch, store } = await serving();
  const open = await watch(`/api/v1/namespaces/default/pods?watch=true&resourceVersion=${store.revision}`);
  add(store, 'elsewhere');
  store.create({ kind: 'Pod', metadata: { name: 'here', namespace: 'default' } });
  expect(await nextEvents(open, 1)).toEqual(['ADDED here']);
});

test('through a selector an object is ADDED when it starts to match and DELETED when it no longer does', async () => {
  const { watch, store } = await serving();
  const open = await watch(`${PODS}&labelSelector=in%3Dyes&resourceVersion=${store.revision}`);
  const out = add(store, 'x', { in: 'no' });
  const inside = store.update({ ...out, metadata: { ...out.metadata, labels: { in: 'yes' } } });
  const changed = store.update({ ...inside, spec: { nodeName: 'n' } });
  store.update({ ...changed, metadata: { ...changed.metadata, labels: { in: 'no' } } });
  expect(await nextEvents(open, 2)).toEqual(['ADDED x', 'MODIFIED x']);
  const gone = await open.next();
  expect(gone).toMatchObject({ type: 'DELETED', object: { metadata: { labels: { in: 'yes' }, resourceVersion: String(store.revision) } } });
});

test('bookmarks are sent to clients that asked for them, and a watch resumes from one without gap or repeat', async () => {
  const { watch, store } = await serving({ bookmarkEveryMs: 20 });
  const silent = await watch(`${PODS}&resourceVersion=${store.revision}`);
  const open = await watch(`${PODS}&allowWatchBookmarks=true&resourceVersion=${store.revision}`);
  store.create({ kind: 'ConfigMap', metadata: { name: 'other', namespace: 'shop' } });
  const bookmark = await open.next();
  expect(bookmark).toMatchObject({ type: 'BOOKMARK', object: { kind: 'Pod', apiVersion: 'v1' } });
  expect(Number(bookmark!.object.metadata.resourceVersion)).toBe(store.revision);
  add(store, 'after');
  const resumed = await watch(`${PODS}&resourceVersion=${bookmark!.object.metadata.resourceVersion}`);
  expect(await nextEvents(resumed, 1)).toEqual(['ADDED after']);
  expect(await nextEvents(silent, 1)).toEqual(['ADDED after']);
});

test('a watch ends after its timeoutSeconds, with a bookmark of its position', async () => {
  const { watch, store } = await serving();
  const open = await watch(`${PODS}&timeoutSeconds=1&allowWatchBookmarks=true&resourceVersion=${store.revision}`);
  expect(await open.next()).toMatchObject({ type: 'BOOKMARK', object: { metadata: { resourceVersion: String(store.revision) } } });
  expect(await open.next()).toBeUndefined();
});

test('a watch from a revision that is no longer kept gets an ERROR with a Status 410, and ends', async () => {
  const { watch, store } = await serving();
  const from = store.revision;
  add(store, 'a');
  store.compact();
  const open = await watch(`${PODS}&resourceVersion=${from}`);
  expect(await open.next()).toMatchObject({
    type: 'ERROR',
    object: { kind: 'Status', code: 410, reason: 'Expired', message: expect.stringMatching(/^too old resource version: \d+ \(\d+\)$/) },
  });
  expect(await open.next()).toBeUndefined();
});

test('a watch from a future revision gets nothing until that revision has passed', async () => {
  const { watch, store } = await serving();
  const open = await watch(`${PODS}&resourceVersion=${store.revision + 1}`);
  add(store, 'unheard');
  add(store, 'heard');
  expect(await nextEvents(open, 1)).toEqual(['ADDED heard']);
});

test('a streaming list marks the end of the initial objects with a bookmark', async () => {
  const { watch, request } = await serving();
  const list = 'sendInitialEvents=true&allowWatchBookmarks=true';
  const open = await watch(`${PODS}&${list}&resourceVersionMatch=NotOlderThan`);
  expect(await nextEvents(open, 3)).toEqual(['ADDED broken', 'ADDED web-7c9f-aaaaa', 'ADDED web-7c9f-bbbbb']);
  expect(await open.next()).toMatchObject({
    type: 'BOOKMARK',
    object: { metadata: { annotations: { 'k8s.io/initial-events-end': 'true' } } },
  });
  expect((await request('GET', `${PODS}&${list}`)).body).toMatchObject({ code: 422, reason: 'Invalid' });
});

test('a watch of tables defines the columns in its first event only', async () => {
  const { watch } = await serving();
  const open = await watch(PODS, { accept: 'application/json;as=Table;v=v1;g=meta.k8s.io' });
  const tables = [await open.next(), await open.next()].map(
    (event) => event?.object as unknown as { columnDefinitions: unknown; rows: unknown[] },
  );
  expect(tables.map(({ columnDefinitions }) => Array.isArray(columnDefinitions))).toEqual([true, false]);
  expect(tables.map(({ rows }) => rows.length)).toEqual([1, 1]);
});

test('a client that has left affects no other; a closing server ends its open watches', async () => {
  const { watch, server, store } = await serving();
  const left = await watch(`${PODS}&resourceVersion=${store.revision}`);
  left.close();
  const open = await watch(`${PODS}&resourceVersion=${store.revision}`);
  add(store, 'a');
  expect(await nextEvents(open, 1)).toEqual(['ADDED a']);
  await server.close();
  expect(await open.next().catch(() => undefined)).toBeUndefined();
});
