import { randomUUID } from 'node:crypto';
import { existsSync } from 'node:fs';
import { mkdir, readdir, rename, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import type { Positions } from '#lib/event-log/port.ts';
import { graphDatabaseName } from '#lib/tenants/names.ts';
import { exportGraph } from '../export.ts';
import {
  type ExportedEdge,
  type ExportedNode,
  FencedError,
  type GraphBatch,
  GraphBatchError,
  type GraphRow,
  type GraphStore,
  QueryLimitError,
  UnknownGraphError,
} from '../port.ts';
import { loadGrafeo } from './grafeo.ts';
import { GraphFile } from './graph-file.ts';
import { OpenFiles } from './open-files.ts';

const DROPPED = '.dropped-';

/** Limits of an embedded store; each has a default that suits one machine. */
export interface EmbeddedOptions {
  /** Graph files open at once; one of 1,000 nodes takes about 1 MB. Default 256. */
  maxOpen?: number;
  /** Rows a query may answer. Default 10,000. */
  maxRows?: number;
  /** Milliseconds a caller waits for a query. grafeo cannot stop one: it runs to its end behind. Default 10,000. */
  queryTimeoutMs?: number;
}

/**
 * Opens the graph store under `dir`: a folder a client, with one grafeo file and its write-ahead log. One process may
 * hold a client's file. Throws where grafeo has no binary for this machine.
 */
export async function openEmbeddedGraphStore(dir: string, options: EmbeddedOptions = {}): Promise<GraphStore> {
  const Grafeo = await loadGrafeo();
  await mkdir(dir, { recursive: true });
  for (const name of await readdir(dir)) {
    if (name.startsWith(DROPPED)) await rm(join(dir, name), { recursive: true, force: true });
  }
  return new EmbeddedGraphStore(dir, options, (clientId, path, create) => GraphFile.open(Grafeo, clientId, path, create));
}

class EmbeddedGraphStore implements GraphStore {
  #dir: string;
  #maxRows: number;
  #queryTimeoutMs: number;
  #files: OpenFiles;
  /** The last write of each client: writes of one client go one after the other. */
  #writes = new Map<string, Promise<unknown>>();

  constructor(
    dir: string,
    { maxOpen = 256, maxRows = 10_000, queryTimeoutMs = 10_000 }: EmbeddedOptions,
    open: (clientId: string, path: string, create: boolean) => Promise<GraphFile>,
  ) {
    this.#dir = dir;
    this.#maxRows = maxRows;
    this.#queryTimeoutMs = queryTimeoutMs;
    this.#files = new OpenFiles(maxOpen, (clientId, create) => open(clientId, this.#file(clientId), create));
  }

  #folder(clientId: string): string {
    return join(this.#dir, graphDatabaseName(clientId));
  }

  #file(clientId: string): string {
    return join(this.#folder(clientId), 'graph.grafeo');
  }

  async #inTurn<T>(clientId: string, write: () => Promise<T>): Promise<T> {
    const before = this.#writes.get(clientId);
    const mine = (async () => {
      await before?.catch(() => {});
      return await write();
    })();
    this.#writes.set(clientId, mine);
    try {
      return await mine;
    } finally {
      if (this.#writes.get(clientId) === mine) this.#writes.delete(clientId);
    }
  }

  async create(clientId: string): Promise<void> {
    const folder = this.#folder(clientId);
    await this.#inTurn(clientId, async () => {
      await mkdir(folder, { recursive: true });
      await this.#files.use(clientId, async () => {}, { create: true });
    });
  }

  async drop(clientId: string): Promise<void> {
    const folder = this.#folder(clientId);
    await this.#inTurn(clientId, async () => {
      await this.#files.close(clientId);
      if (!existsSync(folder)) return;
      // Renamed first: however the process ends, no half-removed database is ever opened.
      const grave = join(this.#dir, `${DROPPED}${randomUUID()}`);
      await rename(folder, grave);
      await rm(grave, { recursive: true, force: true });
    });
  }

  async apply(clientId: string, batch: GraphBatch): Promise<void> {
    await this.#inTurn(clientId, async () => {
      try {
        await this.#files.use(clientId, (file) => file.apply(batch));
      } catch (error) {
        // After a failed write the file is opened afresh: what it holds then is what is on disk.
        if (!(error instanceof GraphBatchError || error instanceof FencedError)) await this.#files.close(clientId);
        throw error;
      }
    });
  }

  async positions(clientId: string): Promise<Positions> {
    return await this.#files.use(clientId, (file) => file.positions());
  }

  async query<Row extends GraphRow = GraphRow>(clientId: string, cypher: string, params: Record<string, unknown> = {}): Promise<Row[]> {
    const answer = this.#files.use(clientId, (file) => file.read(cypher, params, this.#maxRows));
    let timer: NodeJS.Timeout | undefined;
    const limit = new Promise<never>((_, reject) => {
      const text = `the query took longer than ${this.#queryTimeoutMs} ms: narrow it, or bound its paths`;
      timer = setTimeout(() => reject(new QueryLimitError(text)), this.#queryTimeoutMs);
    });
    try {
      return (await Promise.race([answer, limit])) as Row[];
    } finally {
      clearTimeout(timer);
      answer.catch(() => {});
    }
  }

  async *export(clientId: string): AsyncGenerator<ExportedNode | ExportedEdge> {
    yield* exportGraph((cypher, params) => this.query(clientId, cypher, params));
  }

  async sizeBytes(clientId: string): Promise<number> {
    const folder = this.#folder(clientId);
    if (!existsSync(this.#file(clientId))) throw new UnknownGraphError(clientId);
    let bytes = 0;
    for (const entry of await readdir(folder, { recursive: true, withFileTypes: true })) {
      // A log segment may go while it is being counted.
      if (entry.isFile())
        bytes += await stat(join(entry.parentPath, entry.name)).then(
          (found) => found.size,
          () => 0,
        );
    }
    return bytes;
  }

  async close(): Promise<void> {
    await Promise.allSettled(this.#writes.values());
    await this.#files.closeAll();
  }
}
