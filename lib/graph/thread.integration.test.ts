import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { MessageChannel, Worker } from 'node:worker_threads';
import { describe, expect, test } from 'vitest';
import { graphStoreContract } from './contract.ts';
import { InvalidQueryError, QueryBusyError } from './free-query.ts';
import { GraphDamagedError, type GraphStore, QueryLimitError } from './port.ts';
import { graphStoreOverPort, serveGraphStore } from './thread.ts';

/** Starts a worker thread that holds the store of `dir`. */
async function storeInThread(dir: string): Promise<{ store: GraphStore; end: () => Promise<void> }> {
  const { port1, port2 } = new MessageChannel();
  const worker = new Worker(new URL('testing/store-thread.ts', import.meta.url), {
    workerData: { dir, port: port2 },
    transferList: [port2],
  });
  await once(worker, 'message');
  return {
    store: graphStoreOverPort(port1),
    async end() {
      const exited = once(worker, 'exit');
      worker.postMessage('end');
      await exited;
    },
  };
}

graphStoreContract(
  'embedded, in a worker thread',
  async () => {
    const dir = mkdtempSync(join(tmpdir(), 'kg-graph-thread-'));
    let { store, end } = await storeInThread(dir);
    const closing = (opened: GraphStore, ended: () => Promise<void>): GraphStore => Object.assign(opened, { close: ended });
    const subject = {
      store: closing(store, end),
      freshClient: async () => `t-${randomUUID().slice(0, 13)}`,
      async reopen() {
        ({ store, end } = await storeInThread(dir));
        return closing(store, end);
      },
      writer: { adapter: 'embedded', args: [dir] },
      async dispose() {
        await end();
        rmSync(dir, { recursive: true });
      },
    };
    return subject;
  },
  { remote: true },
);

/** A store over a port whose other end answers with `behind`. */
function overPort(behind: Partial<GraphStore>): GraphStore {
  const { port1, port2 } = new MessageChannel();
  serveGraphStore(behind as GraphStore, port2);
  return graphStoreOverPort(port1);
}

describe('a store over a port', () => {
  test.each([
    new QueryLimitError('too many rows'),
    new GraphDamagedError('acme', 'a byte flipped'),
    new QueryBusyError('another one runs'),
    new InvalidQueryError('a word is misspelt', { line: 2, column: 1 }),
    new RangeError('not a client id'),
    new Error('the disk is full'),
  ])('an error keeps its class and message: %s', async (error) => {
    const store = overPort({ query: () => Promise.reject(error) });
    const arrived = await store.query('acme', 'RETURN 1 AS one').catch((caught: unknown) => caught);
    expect(arrived).toBeInstanceOf(error.constructor);
    expect(arrived).toMatchObject({ ...error, name: error.name, message: error.message });
    await store.close();
  });

  test('a call under way when the port closes rejects, and so does every later one', async () => {
    const store = overPort({ positions: () => new Promise(() => {}) });
    const underWay = store.positions('acme');
    await store.close();
    await expect(underWay).rejects.toThrow('the thread that holds the graphs is gone');
    await expect(store.positions('acme')).rejects.toThrow('the thread that holds the graphs is gone');
  });

  test('a parameter that no thread can be handed rejects the call and leaves the port working', async () => {
    const store = overPort({ query: async () => [], positions: async () => ({ 'logs.normalized': 3n }) });
    await expect(store.query('acme', 'RETURN $f AS f', { f: () => 1 })).rejects.toThrow(/could not be cloned/);
    expect(await store.positions('acme')).toEqual({ 'logs.normalized': 3n });
    await store.close();
  });

  test('an export that is given up ends on the other side too', async () => {
    const ended = Promise.withResolvers<void>();
    const store = overPort({
      async *export() {
        try {
          for (let i = 0; ; i++) yield { node: { label: 'Event' as const, key: String(i), props: {} } };
        } finally {
          ended.resolve();
        }
      },
    });
    for await (const item of store.export('acme')) if ('node' in item && item.node.key === '700') break;
    await ended.promise;
    await store.close();
  });
});
