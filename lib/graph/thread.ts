import type { MessagePort } from 'node:worker_threads';
import { Semaphore } from 'async-mutex';
import { openRpc } from '#lib/platform/rpc.ts';
import { type FreeAnswer, type FreeQuery, InvalidQueryError, QueryBusyError } from './free-query.ts';
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
  ask(tenantId: string, query: FreeQuery): Promise<FreeAnswer>;
  version(tenantId: string): Promise<number | undefined>;
  sizeBytes(tenantId: string): Promise<number>;
  /** The next page of an export, which begins with the first call of its id. */
  exportPage(tenantId: string, exportId: number): Promise<ExportPage>;
  endExport(exportId: number): Promise<void>;
}

const PAGE_ITEMS = 500;
/** Queries of one client that run at a time: a slow one does not hold up all others, and a client that asks much waits for itself. */
const AT_ONCE = 3;
/** Queries of one client that may run or wait in a thread. */
const MAX_WAITING = 200;

const OPTIONS = {
  closedError: () => new Error('the thread that holds the graphs is gone: it ended, or this store was closed'),
  errors: [
    ...[UnknownGraphError, ReadOnlyQueryError, QueryLimitError, QueryBusyError, InvalidQueryError],
    ...[GraphDamagedError, GraphBatchError, FencedError, RangeError, TypeError],
  ],
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
    ask: (tenantId, query) => store.ask(tenantId, query),
    version: async (tenantId) => store.version?.(tenantId),
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
 * call that is under way when the port closes rejects, and so does every later one. Of one client three queries run at a time,
 * so that a client that asks much waits for itself; a query rejects with QueryLimitError while 200 of it run or wait.
 */
export function graphStoreOverPort(port: MessagePort): GraphStore {
  const turns = new Map<string, { slots: Semaphore; queries: number }>();
  async function inTurn<T>(tenantId: string, query: () => Promise<T>): Promise<T> {
    const turn = turns.get(tenantId) ?? { slots: new Semaphore(AT_ONCE), queries: 0 };
    if (turn.queries >= MAX_WAITING) throw new QueryLimitError(`${turn.queries} queries of this client wait already`);
    turns.set(tenantId, turn);
    turn.queries++;
    try {
      return await turn.slots.runExclusive(query);
    } finally {
      turn.queries--;
      if (turn.queries === 0) turns.delete(tenantId);
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
    // Out of turn: it runs apart, and may take long.
    ask: (tenantId, query) => rpc.call('ask', tenantId, query),
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
    version: (tenantId) => rpc.call('version', tenantId),
    sizeBytes: (tenantId) => rpc.call('sizeBytes', tenantId),
    async close() {
      rpc.close();
      port.close();
    },
  };
}
