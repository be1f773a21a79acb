import { clientsBehind, GROUPS, UnknownStreamError } from '#lib/event-log/index.ts';
import { FencedError, GraphDamagedError, UnknownGraphError } from '#lib/graph/index.ts';
import { type Applied, ClientGraph, type Parts } from './client-graph.ts';
import { FairSchedule } from './fair-scheduling.ts';
import { GraphCache } from './graph-cache.ts';
import type { GraphBuilder, GraphBuilderOptions } from './options.ts';
import { Pruning } from './pruning.ts';
import { Rebuild } from './rebuild.ts';
import { Removals } from './removals.ts';

/** Bytes of records (or what other work is worth) that a client gets per round: about one step of a client that sends as most do. */
const QUANTUM_BYTES = 256 * 1024;
const DEFAULTS = { batchSize: 1_000, concurrency: 4, maxRemembered: 200_000, pollMs: 2_000, retryMs: 5_000, pruneMs: 3_600_000 };

/**
 * Starts to bring every client's graph to the end of its log, one batch of a client at a time in a fair order (see
 * fair-scheduling.ts), and to keep it there.
 */
export function startGraphBuilder(options: GraphBuilderOptions): GraphBuilder {
  const builder = new Builder(options);
  builder.start();
  return { stop: () => builder.stop(), idle: () => builder.idle() };
}

class Builder {
  readonly #options: GraphBuilderOptions & typeof DEFAULTS;
  #mine = new Set<string>();
  readonly #schedule = new FairSchedule(QUANTUM_BYTES);
  readonly #graphs: GraphCache;
  readonly #rebuilding = new Map<string, Rebuild>();
  /** Clients that pause after an error. */
  readonly #paused = new Map<string, NodeJS.Timeout>();
  readonly #pruning: Pruning;
  readonly #removals: Removals;
  /** Steps under way. */
  readonly #running = new Set<Promise<void>>();
  #polling: Promise<void> | undefined;
  #timer: NodeJS.Timeout | undefined;
  #unsubscribe: () => void = () => {};
  #isStopped = false;

  constructor(options: GraphBuilderOptions) {
    this.#options = { ...DEFAULTS, ...options };
    this.#graphs = new GraphCache(this.#options.maxRemembered);
    this.#pruning = new Pruning(this.#options);
    this.#removals = new Removals(this.#options);
  }

  start(): void {
    this.#unsubscribe = this.#options.log.onAppend((tenantId) => {
      if (this.#mine.has(tenantId)) this.#wake(tenantId);
      else void this.#poll();
    });
    this.#timer = setInterval(() => void this.#poll(), this.#options.pollMs);
    void this.#poll();
  }

  async stop(): Promise<void> {
    this.#isStopped = true;
    this.#unsubscribe();
    clearInterval(this.#timer);
    for (const timer of this.#paused.values()) clearTimeout(timer);
    await this.#polling;
    await Promise.all(this.#running);
  }

  async idle(): Promise<void> {
    // A poll under way may have listed the clients before the last one came.
    await this.#polling;
    await this.#poll();
    while (!this.#schedule.isIdle) await Promise.race(this.#running);
  }

  /** Lists the clients and wakes those that may have something to do. */
  #poll(): Promise<void> {
    this.#polling ??= (async () => {
      try {
        const before = this.#mine;
        this.#mine = new Set(await this.#options.clients());
        this.#graphs.keepOnly(this.#mine);
        await this.#removals.poll();
        await this.#findRebuilds();
        const behind = new Set(await clientsBehind(this.#options.log, GROUPS.graph));
        for (const tenantId of this.#mine) {
          // Of a client that is new here only its graph knows where it stands: it may be older than what was reported.
          if (
            !before.has(tenantId) ||
            behind.has(tenantId) ||
            this.#rebuilding.has(tenantId) ||
            this.#removals.isDue(tenantId) ||
            this.#pruning.isDue(tenantId)
          ) {
            this.#wake(tenantId);
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

  async #findRebuilds(): Promise<void> {
    const { rebuilds, store, log, batchSize, fenceOf } = this.#options;
    if (!rebuilds) return;
    for (const tenantId of this.#rebuilding.keys()) if (!this.#mine.has(tenantId)) this.#rebuilding.delete(tenantId);
    for (const tenantId of await rebuilds.requested()) {
      if (!this.#mine.has(tenantId) || this.#rebuilding.has(tenantId)) continue;
      this.#rebuilding.set(
        tenantId,
        new Rebuild(tenantId, store, { log, batchSize, fence: fenceOf?.(tenantId), removedAt: this.#removals.of(tenantId) }, rebuilds),
      );
    }
  }

  #wake(tenantId: string): void {
    if (this.#isStopped || this.#paused.has(tenantId)) return;
    this.#schedule.enqueue(tenantId);
    this.#runSteps();
  }

  #runSteps(): void {
    while (!this.#isStopped && this.#running.size < this.#options.concurrency) {
      const tenantId = this.#schedule.next();
      if (tenantId === undefined) return;
      const step = this.#scheduledStep(tenantId).finally(() => {
        this.#running.delete(step);
        this.#runSteps();
      });
      this.#running.add(step);
    }
  }

  async #scheduledStep(tenantId: string): Promise<void> {
    let cost = 0;
    let more = false;
    try {
      ({ cost, more } = await this.#step(tenantId));
    } catch (error) {
      more = await this.#recover(tenantId, error);
    } finally {
      this.#schedule.finish(tenantId, cost, more);
    }
  }

  /** Applies one batch of one client; `more` says whether there may be another. */
  async #step(tenantId: string): Promise<{ cost: number; more: boolean }> {
    const fence = this.#options.fenceOf?.(tenantId);
    if (this.#options.fenceOf && fence === undefined) {
      this.#graphs.drop(tenantId);
      return { cost: 0, more: false };
    }
    // Before anything is applied: a cluster that comes again must not be taken for the old one.
    if (await this.#removals.apply(tenantId)) this.#graphs.drop(tenantId);
    const graph = await this.#graphOf(tenantId, fence);
    this.#graphs.use(tenantId, graph);
    const applied = await graph.step();
    if (applied) {
      await this.#options.log.report(GROUPS.graph, tenantId, graph.positions);
      this.#notify(tenantId, applied);
    } else if (await this.#pruning.prune(tenantId)) {
      this.#graphs.drop(tenantId); // the projection may remember evidence that is gone
    }
    const isRebuilding = await this.#rebuild(tenantId, fence);
    return { cost: applied?.cost ?? 0, more: applied !== undefined || isRebuilding };
  }

  async #graphOf(tenantId: string, fence: number | undefined): Promise<ClientGraph> {
    const known = this.#graphs.get(tenantId);
    if (known && known.fence === fence) return known;
    const graph = await ClientGraph.begin(tenantId, this.#partsOf(tenantId, fence));
    await this.#options.log.report(GROUPS.graph, tenantId, graph.positions);
    return graph;
  }

  #partsOf(tenantId: string, fence: number | undefined): Parts {
    const { log, store, batchSize, onRejected, logger, maxObjects, refusedClusters } = this.#options;
    return {
      log,
      store,
      batchSize,
      fence,
      maxObjects: maxObjects && (() => maxObjects(tenantId)),
      refusedClusters: refusedClusters && ((clusters) => refusedClusters(tenantId, clusters)),
      removedAt: this.#removals.of(tenantId),
      async onRejected(rejected) {
        const { stream, record, reason } = rejected;
        logger.warn({ tenantId, stream, offset: String(record.offset), reason }, 'a record could not become part of the graph');
        await onRejected?.(tenantId, rejected);
      },
    };
  }

  #notify(tenantId: string, { records, clusters, touched, unhealthy }: Applied): void {
    try {
      this.#options.onApplied?.(tenantId, { records, clusters, touched, unhealthy, at: this.#options.clock() });
    } catch (error) {
      this.#options.logger.error({ err: error, tenantId }, 'what follows a graph step failed; the step itself is done');
    }
  }

  /**
   * Takes the next step of a rebuild. It comes after the step of the graph that serves, so that this one never falls behind
   * for it. Returns whether a rebuild is under way.
   */
  async #rebuild(tenantId: string, fence: number | undefined): Promise<boolean> {
    const rebuild = this.#rebuilding.get(tenantId);
    if (!rebuild) return false;
    const { logger, onReplaced } = this.#options;
    try {
      if (rebuild.fence !== fence) this.#rebuilding.delete(tenantId);
      else if (await rebuild.step()) {
        this.#rebuilding.delete(tenantId);
        this.#graphs.drop(tenantId);
        onReplaced?.(tenantId);
        logger.info({ tenantId }, 'a graph was rebuilt from the log and serves');
      }
    } catch (error) {
      this.#rebuilding.delete(tenantId);
      if (error instanceof FencedError) return true;
      logger.error({ err: error, tenantId }, 'a graph could not be rebuilt; the existing one continues to serve');
      await rebuild.fail(error as Error);
    }
    return true;
  }

  /** Deals with an error; returns whether the client may continue at once. */
  async #recover(tenantId: string, error: unknown): Promise<boolean> {
    const { logger } = this.#options;
    this.#graphs.drop(tenantId);
    // Being created or removed: the next poll knows more.
    if (error instanceof UnknownGraphError || error instanceof UnknownStreamError) return false;
    if (error instanceof FencedError) {
      logger.info({ tenantId }, error.message);
      return false;
    }
    if (error instanceof GraphDamagedError) {
      logger.error({ err: error, tenantId }, 'a graph is damaged: it is set aside and rebuilt from the log');
      if (await this.#replaceDamaged(tenantId)) return true;
    } else {
      logger.error({ err: error, tenantId }, 'a graph step failed; it is tried again');
    }
    const timer = setTimeout(() => {
      this.#paused.delete(tenantId);
      this.#wake(tenantId);
    }, this.#options.retryMs);
    this.#paused.set(tenantId, timer);
    return false;
  }

  async #replaceDamaged(tenantId: string): Promise<boolean> {
    const { logger, store, onReplaced } = this.#options;
    try {
      await store.setAside(tenantId);
      await store.create(tenantId);
      onReplaced?.(tenantId);
      return true;
    } catch (error) {
      logger.error({ err: error, tenantId }, 'a damaged graph could not be replaced');
      return false;
    }
  }
}
