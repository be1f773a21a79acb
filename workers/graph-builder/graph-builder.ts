import { clientsBehind, type EventLog, GROUPS, UnknownStreamError } from '#lib/event-log/index.ts';
import {
  FencedError,
  GraphDamagedError,
  pruneBefore,
  type RebuildableGraphStore,
  type TouchedObject,
  UnknownGraphError,
} from '#lib/graph/index.ts';
import type { Clock } from '#lib/platform/clock.ts';
import type { Logger } from '#lib/platform/logger.ts';
import { type Applied, ClientGraph, type Parts, type Rejected } from './client-graph.ts';
import { Turns } from './fair-scheduling.ts';
import { Rebuild, type Rebuilds } from './rebuild.ts';

const DAY_MS = 24 * 3_600_000;
/** Bytes of records a client gets a round: about a step of a client that sends as most do. */
const QUANTUM_BYTES = 256 * 1024;

/** What a step changed, for those who look at the graph after it. */
export interface AppliedInfo {
  /** Records taken from the log, rejected ones among them. */
  records: number;
  /** Clusters of which something was applied. */
  clusters: string[];
  touched: TouchedObject[];
  /** Something in it speaks of trouble: a failing or degraded object, a warning, an alert, an error in a log. */
  unhealthy: boolean;
  /** Epoch ms. */
  at: number;
}

/** What the graph builder works with. Only the first five are needed. */
export interface GraphBuilderOptions {
  log: EventLog;
  store: RebuildableGraphStore;
  /** The clients this process builds for; asked again at every poll. */
  clients: () => Promise<string[]>;
  /**
   * This process's number among those that built for the client; undefined when the client is another's now. Without it
   * no two processes may build for one client.
   */
  fenceOf?: (clientId: string) => number | undefined;
  clock: Clock;
  logger: Logger;
  /** Called after a step is durable. */
  onApplied?: (clientId: string, info: AppliedInfo) => void;
  /** Called for each record that cannot become part of the graph, before the builder goes past it; at least once. */
  onRejected?: (clientId: string, rejected: Rejected) => Promise<void>;
  /** Called when a client's graph was made anew, from the log alone. */
  onRenewed?: (clientId: string) => void;
  /** Who wants graphs rebuilt; without it none is. */
  rebuilds?: Rebuilds;
  /** Days of the past that a client's plan keeps; without it nothing is pruned. */
  retentionDays?: (clientId: string) => Promise<number>;
  /** Records of a stream in one transaction. Default 1,000. */
  batchSize?: number;
  /** Clients that take their turns at the same time: while one waits for its graph or the log, another is projected. Default 4. */
  lanes?: number;
  /** Live objects that are kept in memory, over all clients, at one to two kilobytes each. Default 200,000. */
  maxRemembered?: number;
  /** How often the log is looked at for what was appended unnoticed. Default 2,000 ms. */
  pollMs?: number;
  /** How long a client rests after an error. Default 5,000 ms. */
  retryMs?: number;
  /** How often each client's past is pruned. Default an hour. */
  pruneMs?: number;
}

/** A running graph builder. */
export interface GraphBuilder {
  /** Ends after the step under way. */
  stop(): Promise<void>;
  /** Resolves once everything is applied that was in the log when it was called; clients that rest after an error are left out. */
  idle(): Promise<void>;
}

/** Starts to bring every client's graph to the end of its log, a batch of one client after the other (see turns.ts), and to keep it there. */
export function startGraphBuilder(options: GraphBuilderOptions): GraphBuilder {
  const builder = new Builder(options);
  builder.start();
  return { stop: () => builder.stop(), idle: () => builder.idle() };
}

class Builder {
  #options: GraphBuilderOptions;
  #mine = new Set<string>();
  #turns = new Turns(QUANTUM_BYTES);
  /** Clients' graphs, the least recently stepped first. */
  #graphs = new Map<string, ClientGraph>();
  #rebuilding = new Map<string, Rebuild>();
  #resting = new Map<string, NodeJS.Timeout>();
  #prunedAt = new Map<string, number>();
  /** Turns under way; the last to end has the lanes rest. */
  #lanes = new Set<Promise<void>>();
  #polling: Promise<void> | undefined;
  #timer: NodeJS.Timeout | undefined;
  #unsubscribe: () => void = () => {};
  #stopped = false;

  constructor(options: GraphBuilderOptions) {
    this.#options = options;
  }

  start(): void {
    this.#unsubscribe = this.#options.log.onAppend((clientId) => {
      if (this.#mine.has(clientId)) this.#wake(clientId);
      else void this.#poll();
    });
    this.#timer = setInterval(() => void this.#poll(), this.#options.pollMs ?? 2_000);
    void this.#poll();
  }

  async stop(): Promise<void> {
    this.#stopped = true;
    this.#unsubscribe();
    clearInterval(this.#timer);
    for (const timer of this.#resting.values()) clearTimeout(timer);
    await this.#polling;
    await Promise.all(this.#lanes);
  }

  async idle(): Promise<void> {
    // A poll under way may have asked for the clients before the last one came.
    await this.#polling;
    await this.#poll();
    while (!this.#turns.idle) await Promise.race(this.#lanes);
  }

  /** Looks who the clients are and lets each take a turn. */
  #poll(): Promise<void> {
    this.#polling ??= (async () => {
      try {
        const before = this.#mine;
        this.#mine = new Set(await this.#options.clients());
        for (const clientId of this.#graphs.keys()) if (!this.#mine.has(clientId)) this.#graphs.delete(clientId);
        await this.#lookForRebuilds();
        const behind = new Set(await clientsBehind(this.#options.log, GROUPS.graph));
        const now = this.#options.clock();
        for (const clientId of this.#mine) {
          // Of a client that is new here only its graph knows where it stands: it may be older than what was reported.
          if (!before.has(clientId) || behind.has(clientId) || this.#rebuilding.has(clientId) || this.#isPruneDue(clientId, now)) {
            this.#wake(clientId);
          }
        }
      } catch (error) {
        this.#options.logger.error({ err: error }, 'the clients could not be listed; tried again at the next poll');
      } finally {
        this.#polling = undefined;
      }
    })();
    return this.#polling;
  }

  async #lookForRebuilds(): Promise<void> {
    const { rebuilds, store, log, batchSize = 1_000, fenceOf } = this.#options;
    if (!rebuilds) return;
    for (const clientId of this.#rebuilding.keys()) if (!this.#mine.has(clientId)) this.#rebuilding.delete(clientId);
    for (const clientId of await rebuilds.wanted()) {
      if (!this.#mine.has(clientId) || this.#rebuilding.has(clientId)) continue;
      this.#rebuilding.set(clientId, new Rebuild(clientId, store, { log, batchSize, fence: fenceOf?.(clientId) }, rebuilds));
    }
  }

  #wake(clientId: string): void {
    if (this.#stopped || this.#resting.has(clientId)) return;
    this.#turns.want(clientId);
    this.#fillLanes();
  }

  #fillLanes(): void {
    while (!this.#stopped && this.#lanes.size < (this.#options.lanes ?? 4)) {
      const clientId = this.#turns.take();
      if (clientId === undefined) return;
      const lane = this.#lane(clientId).finally(() => {
        this.#lanes.delete(lane);
        this.#fillLanes();
      });
      this.#lanes.add(lane);
    }
  }

  async #lane(clientId: string): Promise<void> {
    let bytes = 0;
    let more = false;
    try {
      ({ bytes, more } = await this.#turn(clientId));
    } catch (error) {
      more = await this.#recover(clientId, error);
    } finally {
      this.#turns.done(clientId, bytes, more);
    }
  }

  /** One batch of one client; `bytes` is what its records weighed, `more` whether there may be another. */
  async #turn(clientId: string): Promise<{ bytes: number; more: boolean }> {
    const fence = this.#options.fenceOf?.(clientId);
    if (this.#options.fenceOf && fence === undefined) {
      this.#graphs.delete(clientId);
      return { bytes: 0, more: false };
    }
    const graph = await this.#graphOf(clientId, fence);
    this.#graphs.delete(clientId);
    this.#graphs.set(clientId, graph);
    this.#forgetSurplus();
    const applied = await graph.step();
    if (applied) {
      await this.#options.log.report(GROUPS.graph, clientId, graph.positions);
      this.#tell(clientId, applied);
    } else {
      await this.#prune(clientId);
    }
    const isRebuilding = await this.#rebuild(clientId, fence);
    return { bytes: applied?.bytes ?? 0, more: applied !== undefined || isRebuilding };
  }

  async #graphOf(clientId: string, fence: number | undefined): Promise<ClientGraph> {
    const known = this.#graphs.get(clientId);
    if (known && known.fence === fence) return known;
    const graph = await ClientGraph.begin(clientId, this.#parts(clientId, fence));
    await this.#options.log.report(GROUPS.graph, clientId, graph.positions);
    return graph;
  }

  /** The next step of a rebuild: after the client's own, so that the graph that serves never falls behind for it. Answers whether there was one. */
  async #rebuild(clientId: string, fence: number | undefined): Promise<boolean> {
    const rebuild = this.#rebuilding.get(clientId);
    if (!rebuild) return false;
    try {
      if (rebuild.fence !== fence) this.#rebuilding.delete(clientId);
      else if (await rebuild.step()) {
        this.#rebuilding.delete(clientId);
        this.#graphs.delete(clientId);
        this.#options.onRenewed?.(clientId);
        this.#options.logger.info({ tenantId: clientId }, 'a graph was rebuilt from the log and serves');
      }
    } catch (error) {
      this.#rebuilding.delete(clientId);
      if (error instanceof FencedError) return true;
      this.#options.logger.error({ err: error, tenantId: clientId }, 'a graph could not be rebuilt; the one there serves on');
      await rebuild.fail(error as Error);
    }
    return true;
  }

  #parts(clientId: string, fence: number | undefined): Parts {
    const { log, store, batchSize = 1_000, onRejected, logger } = this.#options;
    return {
      log,
      store,
      batchSize,
      fence,
      async onRejected(rejected) {
        const { stream, record, reason } = rejected;
        logger.warn({ tenantId: clientId, stream, offset: String(record.offset), reason }, 'a record could not become part of the graph');
        await onRejected?.(clientId, rejected);
      },
    };
  }

  #tell(clientId: string, { records, clusters, touched, unhealthy }: Applied): void {
    try {
      this.#options.onApplied?.(clientId, { records, clusters, touched, unhealthy, at: this.#options.clock() });
    } catch (error) {
      this.#options.logger.error({ err: error, tenantId: clientId }, 'what follows a graph step failed; the step itself is done');
    }
  }

  /** What follows an error; answers whether the client may go on at once. */
  async #recover(clientId: string, error: unknown): Promise<boolean> {
    const { logger, store } = this.#options;
    this.#graphs.delete(clientId);
    // Being made, or removed: the next poll knows more.
    if (error instanceof UnknownGraphError || error instanceof UnknownStreamError) return false;
    if (error instanceof FencedError) {
      logger.info({ tenantId: clientId }, error.message);
      return false;
    }
    if (error instanceof GraphDamagedError) {
      logger.error({ err: error, tenantId: clientId }, 'a graph is damaged: it is set aside and rebuilt from the log');
      try {
        await store.setAside(clientId);
        await store.create(clientId);
        this.#options.onRenewed?.(clientId);
        return true;
      } catch (failure) {
        logger.error({ err: failure, tenantId: clientId }, 'a damaged graph could not be made anew');
      }
    } else {
      logger.error({ err: error, tenantId: clientId }, 'a graph step failed; it is tried again');
    }
    const timer = setTimeout(() => {
      this.#resting.delete(clientId);
      this.#wake(clientId);
    }, this.#options.retryMs ?? 5_000);
    this.#resting.set(clientId, timer);
    return false;
  }

  #forgetSurplus(): void {
    const { maxRemembered = 200_000 } = this.#options;
    let objects = 0;
    for (const graph of this.#graphs.values()) objects += graph.objects;
    for (const [clientId, graph] of this.#graphs) {
      if (objects <= maxRemembered) return;
      this.#graphs.delete(clientId);
      objects -= graph.objects;
    }
  }

  #isPruneDue(clientId: string, now: number): boolean {
    const { retentionDays, pruneMs = 3_600_000 } = this.#options;
    return retentionDays !== undefined && now - (this.#prunedAt.get(clientId) ?? 0) >= pruneMs;
  }

  async #prune(clientId: string): Promise<void> {
    const { retentionDays, clock, store, logger } = this.#options;
    const now = clock();
    if (!retentionDays || !this.#isPruneDue(clientId, now)) return;
    this.#prunedAt.set(clientId, now);
    const removed = await pruneBefore(store, clientId, now - (await retentionDays(clientId)) * DAY_MS);
    if (removed === 0) return;
    logger.info({ tenantId: clientId, removed }, 'the past beyond the plan was pruned');
    // The projection may remember evidence that went.
    this.#graphs.delete(clientId);
  }
}
