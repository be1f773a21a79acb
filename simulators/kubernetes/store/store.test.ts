import { expect, test } from 'vitest';
import { Store, type StoreEvent } from './store.ts';

const pod = (name: string, labels: Record<string, string> = {}) => ({
  kind: 'Pod',
  metadata: { name, namespace: 'shop', labels },
  spec: {},
});
const fresh = (options: { historyLimit?: number; firstRevision?: number } = {}) => new Store({ now: () => 0, ...options });

test('every write has its own revision, which becomes the resourceVersion of the object', () => {
  const store = fresh();
  const a = store.create(pod('a'));
  const b = store.create(pod('b'));
  const a2 = store.update({ ...a, spec: { nodeName: 'node-1' } });
  expect([a, b, a2].map(({ metadata }) => metadata.resourceVersion)).toEqual(['2', '3', '4']);
  expect(store.remove(b).metadata.resourceVersion).toBe('5');
  expect(store.revision).toBe(5);
});

test('a write that changes nothing is skipped', () => {
  const store = fresh();
  const a = store.create(pod('a'));
  expect(store.update(structuredClone(a))).toBe(a);
  expect(store.revision).toBe(2);
});

test('an update from an older resourceVersion is refused and changes nothing', () => {
  const store = fresh();
  const first = store.create(pod('a'));
  store.update({ ...first, spec: { nodeName: 'node-1' } });
  expect(() => store.update({ ...first, spec: {} })).toThrow(
    'Operation cannot be fulfilled on pods "a": the object has been modified; please apply your changes to the latest version and try again',
  );
  expect(store.get('Pod', 'shop', 'a').spec).toEqual({ nodeName: 'node-1' });
});

test('a second object with the same name is refused, except in another namespace', () => {
  const store = fresh();
  store.create(pod('a'));
  expect(() => store.create(pod('a'))).toThrow('pods "a" already exists');
  store.create({ ...pod('a'), metadata: { name: 'a', namespace: 'other' } });
  expect(() => store.get('Deployment', 'shop', 'a')).toThrow('deployments.apps "a" not found');
});

test('a generated name starts with generateName, which stays with the object', () => {
  const { metadata } = fresh().create({ kind: 'Pod', metadata: { generateName: 'web-', namespace: 'shop' } });
  expect(metadata.name).toMatch(/^web-[bcdfghjklmnpqrstvwxz2456789]{5}$/);
  expect(metadata.generateName).toBe('web-');
});

test('the changes since a revision are returned in order, with the previous objects', () => {
  const store = fresh();
  const a = store.create(pod('a'));
  const from = store.revision;
  store.update({ ...a, spec: { nodeName: 'node-1' } });
  store.remove(a);
  expect(store.since(from).map(({ type, revision, previous }) => [type, revision, previous?.spec])).toEqual([
    ['MODIFIED', 3, {}],
    ['DELETED', 4, { nodeName: 'node-1' }],
  ]);
});

test('a revision older than the kept history is refused, the oldest kept one is not', () => {
  const store = fresh({ historyLimit: 2 });
  for (const name of ['a', 'b', 'c', 'd']) store.create(pod(name));
  expect(() => store.since(2)).toThrow('too old resource version: 2 (3)');
  expect(store.since(3).map(({ object }) => object.metadata.name)).toEqual(['c', 'd']);
  store.compact();
  expect(() => store.since(4)).toThrow('too old resource version');
  expect(store.since(5)).toEqual([]);
});

test('a store that starts later refuses the revisions of an earlier one', () => {
  const store = fresh({ firstRevision: 1_000 });
  expect(() => store.since(998)).toThrow('too old resource version');
  expect(store.since(1_000)).toEqual([]);
});

test('a list at a revision shows the state at that time, whatever was created, changed or deleted since', () => {
  const store = fresh();
  const a = store.create(pod('a'));
  const b = store.create(pod('b'));
  const then = store.revision;
  store.remove(a);
  store.update({ ...b, spec: { nodeName: 'node-1' } });
  store.create(pod('c'));
  expect(store.listAt(then, 'Pod')).toEqual([a, b]);
  expect(store.list('Pod').map(({ metadata }) => metadata.name)).toEqual(['b', 'c']);
});

test('listeners are notified of every write in the order of the revisions, including writes by listeners', () => {
  const store = fresh();
  const revisions: number[] = [];
  store.listen(({ type, object }) => {
    if (type === 'ADDED' && object.metadata.name === 'a') store.create(pod('b'));
  });
  const end = store.listen((event: StoreEvent) => void revisions.push(event.revision));
  store.create(pod('a'));
  expect(revisions).toEqual([2, 3]);
  end();
  store.create(pod('c'));
  expect(revisions).toEqual([2, 3]);
});

test('an object that is being deleted is removed with its last finalizer, and not before its grace period has ended', () => {
  const store = fresh();
  const a = store.create({ ...pod('a'), metadata: { name: 'a', namespace: 'shop', finalizers: ['x'] } });
  const deletion = { deletionTimestamp: '2026-01-01T00:00:00Z', deletionGracePeriodSeconds: 30 };
  const leaving = store.update({ ...a, metadata: { ...a.metadata, ...deletion } });
  const free = store.update({ ...leaving, metadata: { ...leaving.metadata, finalizers: [] } });
  expect(store.find('Pod', 'shop', 'a')).toBeDefined();
  store.update({ ...free, metadata: { ...free.metadata, deletionGracePeriodSeconds: 0 } });
  expect(store.find('Pod', 'shop', 'a')).toBeUndefined();
});

test('returned objects cannot be changed', () => {
  const a = fresh().create(pod('a', { app: 'x' }));
  expect(() => {
    a.metadata.labels!.app = 'y';
  }).toThrow(TypeError);
});
