import type { MessagePort } from 'node:worker_threads';
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

/** What is asked over a port: a call of the store, or the next part of an export. */
type Request = { id: number } & (
  | { call: 'create' | 'drop' | 'positions' | 'sizeBytes'; clientId: string }
  | { call: 'apply'; clientId: string; batch: GraphBatch }
  | { call: 'query'; clientId: string; cypher: string; params: Record<string, unknown> }
  | { call: 'export'; clientId: string; exportId: number }
  | { call: 'endExport'; exportId: number }
);

type Answer = { id: number } & ({ value: unknown } | { error: { name: string; message: string; stack?: string } });

interface ExportPart {
  items: (ExportedNode | ExportedEdge)[];
  done: boolean;
}

const EXPORT_PART = 500;

/**
 * Serves a store to another thread: what graphStoreOverPort there asks, `store` here does. The port's closing ends the
 * service and leaves the store open.
 */
export function serveGraphStore(store: GraphStore, port: MessagePort): void {
  const exports = new Map<number, AsyncIterator<ExportedNode | ExportedEdge>>();

  async function answer(request: Request): Promise<unknown> {
    switch (request.call) {
      case 'apply':
        return await store.apply(request.clientId, request.batch);
      case 'query':
        return await store.query(request.clientId, request.cypher, request.params);
      case 'export':
        return await part(request.clientId, request.exportId);
      case 'endExport':
        await exports.get(request.exportId)?.return?.();
        return void exports.delete(request.exportId);
      default:
        return await store[request.call](request.clientId);
    }
  }

  async function part(clientId: string, exportId: number): Promise<ExportPart> {
    const iterator = exports.get(exportId) ?? store.export(clientId)[Symbol.asyncIterator]();
    exports.set(exportId, iterator);
    const items: ExportPart['items'] = [];
    while (items.length < EXPORT_PART) {
      const next = await iterator.next();
      if (next.done) {
        exports.delete(exportId);
        return { items, done: true };
      }
      items.push(next.value);
    }
    return { items, done: false };
  }

  port.on('message', async (request: Request) => {
    let reply: Answer;
    try {
      reply = { id: request.id, value: await answer(request) };
    } catch (error) {
      const { name, message, stack } = error instanceof Error ? error : new Error(String(error));
      reply = { id: request.id, error: { name, message, ...(stack !== undefined && { stack }) } };
    }
    port.postMessage(reply);
  });
}

/** The errors that callers tell apart: each becomes itself again on the other side of a port. */
const ERRORS = [
  UnknownGraphError,
  ReadOnlyQueryError,
  QueryLimitError,
  GraphDamagedError,
  GraphBatchError,
  FencedError,
  RangeError,
  TypeError,
];

function revived({ name, message, stack }: { name: string; message: string; stack?: string }): Error {
  const kind = ERRORS.find((one) => one.name === name) ?? Error;
  const error: Error = Object.assign(Object.create(kind.prototype), { name });
  Object.defineProperty(error, 'message', { value: message, configurable: true, writable: true });
  if (stack !== undefined) Object.defineProperty(error, 'stack', { value: stack, configurable: true, writable: true });
  return error;
}

/**
 * A store that lives behind a port, in another thread. `close` closes the port, not that store; a call that is under way
 * when the port closes rejects.
 */
export function graphStoreOverPort(port: MessagePort): GraphStore {
  const waiting = new Map<number, { resolve: (value: unknown) => void; reject: (error: Error) => void }>();
  let lastId = 0;
  let closed = false;

  port.on('message', (reply: Answer) => {
    const call = waiting.get(reply.id);
    waiting.delete(reply.id);
    if ('error' in reply) call?.reject(revived(reply.error));
    else call?.resolve(reply.value);
    if (waiting.size === 0) port.unref();
  });
  port.on('close', () => {
    closed = true;
    for (const { reject } of waiting.values()) reject(goneError());
    waiting.clear();
  });
  // Nobody waits: the port alone does not keep this thread alive.
  port.unref();

  type Call = Request extends infer R ? (R extends Request ? Omit<R, 'id'> : never) : never;
  function ask<T>(call: Call): Promise<T> {
    if (closed) return Promise.reject(goneError());
    const id = ++lastId;
    return new Promise<T>((resolve, reject) => {
      waiting.set(id, { resolve: resolve as (value: unknown) => void, reject });
      port.ref();
      try {
        port.postMessage({ ...call, id });
      } catch (error) {
        // A value that no thread can be handed, such as a function among the parameters.
        waiting.delete(id);
        reject(error as Error);
      }
    });
  }

  return {
    create: (clientId) => ask({ call: 'create', clientId }),
    drop: (clientId) => ask({ call: 'drop', clientId }),
    apply: (clientId, batch) => ask({ call: 'apply', clientId, batch }),
    positions: (clientId) => ask({ call: 'positions', clientId }),
    query: <Row extends GraphRow>(clientId: string, cypher: string, params = {}) => ask<Row[]>({ call: 'query', clientId, cypher, params }),
    async *export(clientId) {
      const exportId = ++lastId;
      let done = false;
      try {
        while (!done) {
          const part = await ask<ExportPart>({ call: 'export', clientId, exportId });
          done = part.done;
          yield* part.items;
        }
      } finally {
        if (!done && !closed) await ask({ call: 'endExport', exportId }).catch(() => {});
      }
    },
    sizeBytes: (clientId) => ask({ call: 'sizeBytes', clientId }),
    async close() {
      port.close();
    },
  };
}

function goneError(): Error {
  return new Error('the thread that holds the graphs is gone: it ended, or this store was closed');
}
