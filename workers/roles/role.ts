import type { EventLog } from '#lib/event-log/index.ts';
import type { GraphStore, RebuildableGraphStore } from '#lib/graph/index.ts';
import type { MailPort } from '#lib/mail/index.ts';
import type { Clock } from '#lib/platform/clock.ts';
import type { Database } from '#lib/platform/database/index.ts';
import type { DeclaredSettings, Env } from '#lib/platform/env.ts';
import type { Jobs } from '#lib/platform/jobs.ts';
import type { Logger } from '#lib/platform/logger.ts';
import type { ProvisioningParts } from '#lib/provisioning/index.ts';
import type { Shards } from '../shards.ts';

/** What every role is handed. */
interface CommonParts {
  settings: Env;
  db: Database;
  log: EventLog;
  clock: Clock;
  logger: Logger;
  /** Joins the processes that share the clients of this role. The role stops what it gets. */
  joinShards(): Promise<Shards>;
}

/**
 * The threads of a process, and what roles in them are handed. Heavy work has threads of its own, so that the portal stays
 * quick while data pours in.
 */
export interface PartsOf {
  /** Everything that waits more than it computes. */
  main: CommonParts & {
    graph: GraphStore;
    jobs: Jobs;
    /** Where mails really go; everything but the notifier queues them. */
    mail: MailPort;
    provisioning: ProvisioningParts;
    /** The folder of the product. */
    root: string;
  };
  /** Owns the graphs, of which embedded ones allow a single owner, and serves them to the other threads. */
  graph: CommonParts & { graph: RebuildableGraphStore };
  /**
   * Takes batches in for the web role, and counts them. One thread for both: they work on the same records one after the
   * other, and neither alone keeps a thread busy.
   */
  'ingest-usage': CommonParts & { graph: GraphStore };
}

export type ThreadName = keyof PartsOf;

/** A role that runs. */
export interface RunningRole {
  /** Ends after the work under way. */
  stop(): Promise<void> | void;
}

/**
 * A role: one file of this folder that exports these, named as the role is, and a row of the table in index.ts. A file
 * loads what its role needs inside `start`, as every thread and the command line load the table.
 */
export interface Role<Thread extends ThreadName = ThreadName> {
  name: string;
  /** What it does, in a few words for `npm start -- --help`. */
  purpose: string;
  /** The queues of jobs that it works on; it can work on no other. */
  queues: readonly string[];
  thread: Thread;
  /** Settings of its own; `settingsOf` returns their values. They are checked at the start with all others. */
  settings?: DeclaredSettings;
  start(parts: PartsOf[Thread]): Promise<RunningRole>;
}
