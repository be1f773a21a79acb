import type { MessagePort } from 'node:worker_threads';
import { KeyedMutex } from '#lib/platform/keyed-mutex.ts';
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
  create(tenantId: string): Promise<void>;
  drop(tenantId: string): Promise<void>;
  apply(tenantId: string, batch: GraphBatch): Promise<void>;
  positions(tenantId: string): ReturnType<GraphStore['positions']>;
  query(tenantId: string, cypher: string, params: Record<string, unknown>): Promise<GraphRow[]>;
  sizeBytes(tenantId: string): Promise<number>;
  /** The next page of an export, which begins with the first call of its id. */
  exportPage(tenantId: string, exportId: number): Promise<ExportPage>;
  endExport(exportId: number): Promise<void>;
}

const PAGE_ITEMS = 500;
/** Queries of one client that may wait in a thread. */
const MAX_WAITING = 200;

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
    create: (tenantId) => store.create(tenantId),
    drop: (tenantId) => store.drop(tenantId),
    apply: (tenantId, batch) => store.apply(tenantId, batch),
    positions: (tenantId) => store.positions(tenantId),
    query: (tenantId, cypher, params) => store.query(tenantId, cypher, params),
    sizeBytes: (tenantId) => store.sizeBytes(tenantId),
    async exportPage(tenantId, exportId) {
      const iterator = exports.get(exportId) ?? store.export(tenantId)[Symbol.asyncIterator]();
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
 * call that is under way when the port closes rejects, and so does every later one. The queries of one client run one after
 * the other, so that a client that asks much waits for itself; a query rejects with QueryLimitError while 200 of it wait.
 */
export function graphStoreOverPort(port: MessagePort): GraphStore {
  const turns = new KeyedMutex();
  const waiting = new Map<string, number>();
  async function inTurn<T>(tenantId: string, query: () => Promise<T>): Promise<T> {
    const before = waiting.get(tenantId) ?? 0;
    if (before >= MAX_WAITING) throw new QueryLimitError(`${before} queries of this client wait already`);
    waiting.set(tenantId, before + 1);
    try {
      return await turns.runExclusive(tenantId, query);
    } finally {
      const after = waiting.get(tenantId)! - 1;
      if (after === 0) waiting.delete(tenantId);
      else waiting.set(tenantId, after);
    }
  }
  let lastExportId = 0;
  let isClosed = false;
  const rpc = openRpc<ServedStore>(port, {}, { ...OPTIONS, onWaiting: (isWaiting) => (isWaiting ? port.ref() : port.unref()) });
  port.on('close', () => {
    isClosed = true;
  });
  // While no call waits for its answer, the port alone does not keep this thread alive.
  port.unref();
  return {
    create: (tenantId) => rpc.call('create', tenantId),
    drop: (tenantId) => rpc.call('drop', tenantId),
    apply: (tenantId, batch) => rpc.call('apply', tenantId, batch),
    positions: (tenantId) => rpc.call('positions', tenantId),
    query: <Row extends GraphRow>(tenantId: string, cypher: string, params = {}) =>
      inTurn(tenantId, () => rpc.call('query', tenantId, cypher, params) as Promise<Row[]>),
    async *export(tenantId) {
      const exportId = ++lastExportId;
      let done = false;
      try {
        while (!done) {
          const page = await rpc.call('exportPage', tenantId, exportId);
          done = page.done;
          yield* page.items;
        }
      } finally {
        if (!done && !isClosed) await rpc.call('endExport', exportId).catch(() => {});
      }
    },
    sizeBytes: (tenantId) => rpc.call('sizeBytes', tenantId),
    async close() {
      rpc.close();
      port.close();
    },
  };
}
