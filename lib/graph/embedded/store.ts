import { randomUUID } from 'node:crypto';
import { constants, existsSync } from 'node:fs';
import { cp, mkdir, readdir, rename, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import type { Positions } from '#lib/event-log/port.ts';
import { KeyedMutex } from '#lib/platform/keyed-mutex.ts';
import { graphDatabaseName } from '#lib/wire/names.ts';
import { exportGraph } from '../export.ts';
import { type FreeAnswer, type FreeQuery, OneEach } from '../free-query.ts';
import {
  type ExportedEdge,
  type ExportedNode,
  FencedError,
  type GraphBatch,
  GraphBatchError,
  type GraphRow,
  type GraphStore,
  QueryLimitError,
  type RebuildableGraphStore,
  UnknownGraphError,
} from '../port.ts';
import { FreeQueries } from './free-queries.ts';
import { loadGrafeo } from './grafeo.ts';
import { GraphFile } from './graph-file.ts';
import { KeptAnswers } from './kept-answers.ts';
import { OpenFiles } from './open-files.ts';

const DROPPED = '.dropped-';
/** A draft on its way into the place of a database: it was filled, so that whoever finds it finishes the way. */
const PROMOTED = '.promoted-';
const DRAFTS = '.drafts';
const SET_ASIDE = '.set-aside';
/** Copies for free queries, each for as long as its query runs. */
const COPIES = '.copies';
const FILE = 'graph.grafeo';

/** Limits of an embedded store; each has a default that suits one machine. */
export interface EmbeddedOptions {
  /**
   * Graph files open at once; one takes about 0.2 MB, and 1 to 3 MB for each 1,000 nodes. Default 2,048. Fewer than there
   * are clients that send save nothing: opening takes ten times as long as a small batch, and what a closed file held in
   * memory is only given back when JavaScript's garbage collector frees its handle.
   */
  maxOpen?: number;
  /** Rows a query may answer. Default 10,000. */
  maxRows?: number;
  /** Milliseconds a caller waits for a query. grafeo cannot stop one: it runs to its end in the background. Default 10,000. */
  queryTimeoutMs?: number;
}

/**
 * Opens the graph store under `dir`: a folder a client, with one grafeo file and its write-ahead log. One process may
 * hold a client's file. Throws where grafeo has no binary for this machine.
 */
export async function openEmbeddedGraphStore(dir: string, options: EmbeddedOptions = {}): Promise<RebuildableGraphStore> {
  const Grafeo = await loadGrafeo();
  const open: OpenFile = (tenantId, path, create) => GraphFile.open(Grafeo, tenantId, path, create);
  await mkdir(dir, { recursive: true });
  await rm(join(dir, COPIES), { recursive: true, force: true });
  await settle(dir);
  await settle(join(dir, DRAFTS));
  return new RebuildableEmbeddedGraphStore(dir, options, open);
}

/** Ends what a process left half done in a folder. */
async function settle(dir: string): Promise<void> {
  if (!existsSync(dir)) return;
  for (const name of await readdir(dir)) {
    if (name.startsWith(PROMOTED)) await putInPlace(dir, name.slice(PROMOTED.length));
    if (name.startsWith(DROPPED)) await rm(join(dir, name), { recursive: true, force: true });
  }
}

async function putInPlace(dir: string, database: string): Promise<void> {
  const place = join(dir, database);
  if (existsSync(place)) await bury(dir, place);
  await rename(join(dir, PROMOTED + database), place);
}

/** Removes a folder; renamed first, so that however the process ends no half-removed database is ever opened. */
async function bury(dir: string, folder: string): Promise<void> {
  const grave = join(dir, `${DROPPED}${randomUUID()}`);
  await rename(folder, grave);
  await rm(grave, { recursive: true, force: true });
}

type OpenFile = (tenantId: string, path: string, create: boolean) => Promise<GraphFile>;

class EmbeddedGraphStore implements GraphStore {
  #dir: string;
  #maxRows: number;
  #queryTimeoutMs: number;
  #files: OpenFiles;
  /** Writes of one client go one after the other. */
  readonly #writes = new KeyedMutex();
  readonly #oneEach = new OneEach();
  readonly #freeQueries: FreeQueries;
  readonly #kept = new KeptAnswers();

  constructor(dir: string, { maxOpen = 2_048, maxRows = 10_000, queryTimeoutMs = 10_000 }: EmbeddedOptions, open: OpenFile) {
    this.#dir = dir;
    this.#maxRows = maxRows;
    this.#queryTimeoutMs = queryTimeoutMs;
    this.#freeQueries = new FreeQueries(join(dir, COPIES), queryTimeoutMs);
    this.#files = new OpenFiles(maxOpen, (tenantId, create) => open(tenantId, this.#file(tenantId), create));
  }

  folder(tenantId: string): string {
    return join(this.#dir, graphDatabaseName(tenantId));
  }

  #file(tenantId: string): string {
    return join(this.folder(tenantId), FILE);
  }

  /** Runs `work` on the client's folder while nobody writes to its database or holds it open. */
  async whileClosed(tenantId: string, work: (folder: string) => Promise<void>): Promise<void> {
    const closed = () => this.#files.whileClosed(tenantId, () => work(this.folder(tenantId)));
    await this.#writes.runExclusive(tenantId, () => this.#kept.whileChanging(tenantId, closed));
  }

  async create(tenantId: string): Promise<void> {
    const folder = this.folder(tenantId);
    await this.#writes.runExclusive(tenantId, async () => {
      await mkdir(folder, { recursive: true });
      await this.#files.use(tenantId, async () => {}, { create: true });
    });
  }

  async drop(tenantId: string): Promise<void> {
    await this.whileClosed(tenantId, async (folder) => {
      if (existsSync(folder)) await bury(this.#dir, folder);
    });
  }

  async apply(tenantId: string, batch: GraphBatch): Promise<void> {
    await this.#writes.runExclusive(tenantId, async () => {
      try {
        await this.#kept.whileChanging(tenantId, () => this.#files.use(tenantId, (file) => file.apply(batch)));
      } catch (error) {
        // After a failed write the file is opened afresh: what it holds then is what is on disk.
        if (!(error instanceof GraphBatchError || error instanceof FencedError)) await this.#files.close(tenantId);
        throw error;
      }
    });
  }

  async positions(tenantId: string): Promise<Positions> {
    return await this.#files.use(tenantId, (file) => file.positions());
  }

  async query<Row extends GraphRow = GraphRow>(tenantId: string, cypher: string, params: Record<string, unknown> = {}): Promise<Row[]> {
    const read = () => this.#files.use(tenantId, (file) => file.read(cypher, params, this.#maxRows));
    const answer = this.#kept.of(tenantId, cypher, params, read);
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

  async ask(tenantId: string, query: FreeQuery): Promise<FreeAnswer> {
    return await this.#oneEach.run(tenantId, () => this.#freeQueries.run(query, (folder) => this.#copy(tenantId, folder)));
  }

  /** Copies the client's graph into a folder while nobody writes to it; returns the file of the copy. */
  async #copy(tenantId: string, folder: string): Promise<string> {
    const work = () => cp(this.folder(tenantId), folder, { recursive: true, mode: constants.COPYFILE_FICLONE });
    // In use, the file is not closed meanwhile, which writes to it too.
    await this.#writes.runExclusive(tenantId, () => this.#files.use(tenantId, work));
    return join(folder, FILE);
  }

  async *export(tenantId: string): AsyncGenerator<ExportedNode | ExportedEdge> {
    yield* exportGraph((cypher, params) => this.query(tenantId, cypher, params));
  }

  async version(tenantId: string): Promise<number> {
    return this.#kept.versionOf(tenantId);
  }

  async sizeBytes(tenantId: string): Promise<number> {
    const folder = this.folder(tenantId);
    if (!existsSync(this.#file(tenantId))) throw new UnknownGraphError(tenantId);
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
    await this.#writes.idle();
    await this.#files.closeAll();
  }
}

class RebuildableEmbeddedGraphStore extends EmbeddedGraphStore implements RebuildableGraphStore {
  #dir: string;
  #drafts: EmbeddedGraphStore;

  constructor(dir: string, options: EmbeddedOptions, open: OpenFile) {
    super(dir, options, open);
    this.#dir = dir;
    // Few clients are rebuilt at a time.
    this.#drafts = new EmbeddedGraphStore(join(dir, DRAFTS), { ...options, maxOpen: 4 }, open);
  }

  get drafts(): GraphStore {
    return this.#drafts;
  }

  override async drop(tenantId: string): Promise<void> {
    await this.#drafts.drop(tenantId);
    await super.drop(tenantId);
    await rm(join(this.#dir, SET_ASIDE, graphDatabaseName(tenantId)), { recursive: true, force: true });
  }

  async promote(tenantId: string): Promise<void> {
    const database = graphDatabaseName(tenantId);
    await this.#drafts.whileClosed(tenantId, async (draft) => {
      if (!existsSync(draft)) throw new UnknownGraphError(tenantId);
      await this.whileClosed(tenantId, async () => {
        // From this rename on the draft is the graph, also for a process that starts after this one was killed.
        await rename(draft, join(this.#dir, PROMOTED + database));
        await putInPlace(this.#dir, database);
      });
    });
  }

  async setAside(tenantId: string): Promise<void> {
    const kept = join(this.#dir, SET_ASIDE, graphDatabaseName(tenantId));
    await this.whileClosed(tenantId, async (folder) => {
      if (!existsSync(folder)) return;
      await mkdir(join(this.#dir, SET_ASIDE), { recursive: true });
      await rm(kept, { recursive: true, force: true });
      await rename(folder, kept);
    });
  }

  override async close(): Promise<void> {
    await this.#drafts.close();
    await super.close();
  }
}
