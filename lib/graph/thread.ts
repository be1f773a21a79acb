import type { MessagePort } from 'node:worker_threads';
import { openRpc } from '#lib/platform/rpc.ts';
import {
  type ExportedEdge,
  type ExportedNode,
  FencedError,
  type GraphBatch,
  GraphBatchError,
  GraphDamagedError,
  type GraphRow,
  type GraphStore,
  QueryLimitError,
  ReadOnlyQueryError,
  UnknownGraphError,
} from './port.ts';

interface ExportPage {
  items: (ExportedNode | ExportedEdge)[];
  done: boolean;
}

/** What one thread serves to another: a store whose exports are read a page at a time. */
interface ServedStore {
  create(clientId: string): Promise<void>;
  drop(clientId: string): Promise<void>;
  apply(clientId: string, batch: GraphBatch): Promise<void>;
  positions(clientId: string): ReturnType<GraphStore['positions']>;
  query(clientId: string, cypher: string, params: Record<string, unknown>): Promise<GraphRow[]>;
  sizeBytes(clientId: string): Promise<number>;
  /** The next page of an export, which begins with the first call of its id. */
  exportPage(clientId: string, exportId: number): Promise<ExportPage>;
  endExport(exportId: number): Promise<void>;
}

const PAGE_ITEMS = 500;

const OPTIONS = {
  closedError: () => new Error('the thread that holds the graphs is gone: it ended, or this store was closed'),
  errors: [UnknownGraphError, ReadOnlyQueryError, QueryLimitError, GraphDamagedError, GraphBatchError, FencedError, RangeError, TypeError],
};

/**
 * Serves a store to the thread at the other end of the port, which reaches it with graphStoreOverPort. Closing the port
 * ends the service and leaves the store open.
 */
export function serveGraphStore(store: GraphStore, port: MessagePort): void {
  const exports = new Map<number, AsyncIterator<ExportedNode | ExportedEdge>>();
  const served: ServedStore = {
    create: (clientId) => store.create(clientId),
    drop: (clientId) => store.drop(clientId),
    apply: (clientId, batch) => store.apply(clientId, batch),
    positions: (clientId) => store.positions(clientId),
    query: (clientId, cypher, params) => store.query(clientId, cypher, params),
    sizeBytes: (clientId) => store.sizeBytes(clientId),
    async exportPage(clientId, exportId) {
      const iterator = exports.get(exportId) ?? store.export(clientId)[Symbol.asyncIterator]();
      exports.set(exportId, iterator);
      const items: ExportPage['items'] = [];
      while (items.length < PAGE_ITEMS) {
        const next = await iterator.next();
        if (next.done) {
          exports.delete(exportId);
          return { items, done: true };
        }
        items.push(next.value);
      }
      return { items, done: false };
    },
    async endExport(exportId) {
      await exports.get(exportId)?.return?.();
      exports.delete(exportId);
    },
  };
  openRpc(port, served, OPTIONS);
}

/**
 * A store that another thread holds and serves at the other end of the port. `close` closes the port, not that store; a
 * call that is under way when the port closes rejects, and so does every later one.
 */
export function graphStoreOverPort(port: MessagePort): GraphStore {
  let lastExportId = 0;
  let isClosed = false;
  const rpc = openRpc<ServedStore>(port, {}, { ...OPTIONS, onWaiting: (isWaiting) => (isWaiting ? port.ref() : port.unref()) });
  port.on('close', () => {
    isClosed = true;
  });
  // While no call waits for its answer, the port alone does not keep this thread alive.
  port.unref();
  return {
    create: (clientId) => rpc.call('create', clientId),
    drop: (clientId) => rpc.call('drop', clientId),
    apply: (clientId, batch) => rpc.call('apply', clientId, batch),
    positions: (clientId) => rpc.call('positions', clientId),
    query: <Row extends GraphRow>(clientId: string, cypher: string, params = {}) =>
      rpc.call('query', clientId, cypher, params) as Promise<Row[]>,
    async *export(clientId) {
      const exportId = ++lastExportId;
      let done = false;
      try {
        while (!done) {
          const page = await rpc.call('exportPage', clientId, exportId);
          done = page.done;
          yield* page.items;
        }
      } finally {
        if (!done && !isClosed) await rpc.call('endExport', exportId).catch(() => {});
      }
    },
    sizeBytes: (clientId) => rpc.call('sizeBytes', clientId),
    async close() {
      rpc.close();
      port.close();
    },
  };
}
