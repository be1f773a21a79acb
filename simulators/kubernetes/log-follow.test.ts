import { expect, test } from 'vitest';
import type { LogOptions } from './api/logs.ts';
import { followable, type KeptLogs } from './log-follow.ts';
import { Store } from './store/store.ts';

const SECOND = (n: number) => `2026-01-01T00:00:0${n}.000000000Z`;

/** A store with a running pod, and its log as lines with the second at which they were written. */
function scene(lines: [second: number, text: string][]) {
  const store = new Store({ now: () => 0 });
  store.create({
    kind: 'Pod',
    metadata: { name: 'web', namespace: 'shop' },
    status: { containerStatuses: [{ name: 'c', restartCount: 0, state: { running: {} } }] },
  });
  const kept: KeptLogs = {
    lines(_namespace, _pod, _container, options) {
      const tail = options.tailLines === undefined ? lines : lines.slice(lines.length - options.tailLines);
      return tail.map(([second, text]) => (options.timestamps ? `${SECOND(second)} ${text}` : text));
    },
  };
  return { store, kept, lines };
}

function read({ store, kept }: ReturnType<typeof scene>, options: Partial<LogOptions>, signal = new AbortController().signal) {
  const source = followable(kept, store, 1);
  return source.lines('shop', 'web', 'c', {
    previous: false,
    follow: true,
    timestamps: false,
    signal,
    ...options,
  }) as AsyncGenerator<string>;
}

test('without follow the log is what exists now', () => {
  const one = scene([[1, 'a']]);
  expect([...(read(one, { follow: false }) as unknown as Iterable<string>)]).toEqual(['a']);
});

test('with follow a log starts with the existing lines and continues with each new line, once', async () => {
  const one = scene([
    [1, 'a'],
    [1, 'b'],
  ]);
  const followed = read(one, {});
  const got = [(await followed.next()).value, (await followed.next()).value];
  one.lines.push([1, 'c'], [2, 'd']);
  got.push((await followed.next()).value, (await followed.next()).value);
  one.lines.push([3, 'e']);
  got.push((await followed.next()).value);
  expect(got).toEqual(['a', 'b', 'c', 'd', 'e']);
});

test('tail applies to the existing lines only, and timestamps precede the lines if requested', async () => {
  const one = scene([
    [1, 'a'],
    [2, 'b'],
  ]);
  const followed = read(one, { tailLines: 1, timestamps: true });
  expect((await followed.next()).value).toBe(`${SECOND(2)} b`);
  one.lines.push([3, 'c']);
  expect((await followed.next()).value).toBe(`${SECOND(3)} c`);
});

test('a followed log ends with its container, after all its lines', async () => {
  const one = scene([[1, 'a']]);
  const followed = read(one, {});
  await followed.next();
  one.store.modify('Pod', 'shop', 'web', (pod) => {
    pod.status.containerStatuses[0] = { name: 'c', restartCount: 1, state: { running: {} } };
  });
  expect((await followed.next()).done).toBe(true);
});

test('a followed log ends when the client disconnects, and when its pod is gone', async () => {
  const leaving = new AbortController();
  const followed = read(scene([[1, 'a']]), {}, leaving.signal);
  await followed.next();
  leaving.abort();
  expect((await followed.next()).done).toBe(true);

  const gone = scene([[1, 'a']]);
  const orphaned = read(gone, {});
  await orphaned.next();
  gone.store.remove(gone.store.get('Pod', 'shop', 'web'));
  expect((await orphaned.next()).done).toBe(true);
});

test('a missing log is refused at once, with the reason that the cluster gives', () => {
  const one = scene([]);
  one.kept.lines = () => {
    throw new Error('container "c" in pod "web" is waiting to start: ContainerCreating');
  };
  expect(() => read(one, {})).toThrow('is waiting to start');
});
