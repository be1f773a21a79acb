import type { EventLog } from '#lib/event-log/index.ts';
import type { RebuildableGraphStore, TouchedObject } from '#lib/graph/index.ts';
import type { Clock } from '#lib/platform/clock.ts';
import type { Logger } from '#lib/platform/logger.ts';
import type { Rejected } from './read-ahead.ts';
import type { Rebuilds } from './rebuild.ts';

/** What a step changed. */
export interface AppliedInfo {
  /** Records taken from the log, rejected ones among them. */
  records: number;
  /** Clusters of which something was applied. */
  clusters: string[];
  touched: TouchedObject[];
  /** Something in it indicates trouble: a failing or degraded object, a warning, an alert, an error in a log. */
  unhealthy: boolean;
  /** Epoch ms. */
  at: number;
}

/** What the graph builder works with. Only the first five are needed. */
export interface GraphBuilderOptions {
  log: EventLog;
  store: RebuildableGraphStore;
  /** The clients that this process builds for; called at every poll. */
  clients: () => Promise<string[]>;
  /**
   * The fencing number of this process for a client (GraphBatch.fence); undefined when another process has the client now.
   * Without it no two processes may build for one client.
   */
  fenceOf?: (tenantId: string) => number | undefined;
  clock: Clock;
  logger: Logger;
  /** Called after a step is durable. */
  onApplied?: (tenantId: string, info: AppliedInfo) => void;
  /** Called for each record that cannot become part of the graph, before the builder moves past it; at least once. */
  onRejected?: (tenantId: string, rejected: Rejected) => Promise<void>;
  /** Called when a client's graph was replaced by one built from the log alone. */
  onReplaced?: (tenantId: string) => void;
  /** Where rebuilds are requested; without it there are none. */
  rebuilds?: Rebuilds;
  /** Days of history that a client's plan keeps; without it nothing is pruned. */
  retentionDays?: (tenantId: string) => Promise<number>;
  /** The most live objects in the graph that a client's plan allows; without it there is no limit. */
  maxObjects?: (tenantId: string) => Promise<number>;
  /** Those of the clusters of a client's records over Kafka that its plan does not allow; without it all are allowed. */
  refusedClusters?: (tenantId: string, clusters: ReadonlySet<string>) => Promise<ReadonlySet<string>>;
  /**
   * When clusters were removed, by client and name, epoch ms; called at every poll. What came from a cluster before does not belong in
   * the graph. Without it there are none.
   */
  removedClusters?: () => Promise<ReadonlyMap<string, ReadonlyMap<string, number>>>;
  /** Records of a stream in one transaction. Default 1,000. */
  batchSize?: number;
  /** Clients that are worked on at the same time: while one waits for its graph or the log, another is projected. Default 4. */
  concurrency?: number;
  /** Live objects that are kept in memory, of all clients together, at one to two kilobytes each. Default 200,000. */
  maxRemembered?: number;
  /** How often the log is polled for appends whose notification was lost. Default 2,000 ms. */
  pollMs?: number;
  /** How long a client pauses after an error. Default 5,000 ms. */
  retryMs?: number;
  /** How often each client's history is pruned. Default an hour. */
  pruneMs?: number;
}

/** A running graph builder. */
export interface GraphBuilder {
  /** Ends after the steps under way. */
  stop(): Promise<void>;
  /** Resolves once everything is applied that was in the log when it was called, but for clients that pause after an error. */
  idle(): Promise<void>;
}
