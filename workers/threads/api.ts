import type { MessagePort } from 'node:worker_threads';
import type { Ingest } from '#lib/ingest/index.ts';
import type { Env } from '#lib/platform/env.ts';
import type { ThreadMetrics } from '#lib/platform/metrics.ts';
import { Problem } from '#lib/platform/problem.ts';
import type { RoleName } from '../roles/index.ts';
import type { ThreadName } from '../roles/role.ts';

/** The threads besides the main one. */
export type WorkerThreadName = Exclude<ThreadName, 'main'>;

/** What a thread is started with. */
export interface ThreadStart {
  thread: WorkerThreadName;
  settings: Env;
  databaseUrl: string;
  /** The roles that it runs; without any it only serves the other threads. */
  roles: RoleName[];
  /** The ports over which the graph store is served (graph thread), or the one over which it is reached (all others). */
  graphPorts: MessagePort[];
}

/** What a thread serves to the main thread. */
export interface ThreadApi {
  /** Answers once the thread is composed. */
  ready(): void;
  metrics(): Promise<ThreadMetrics>;
  /** Takes a batch in; only the thread `ingest-usage` does. */
  ingest: Ingest;
  /** Stops everything; the thread ends after the answer. */
  stop(): Promise<void>;
}

/** How both ends of the channel between a thread and the main thread are set up. */
export const THREAD_RPC = { closedError: () => new Error('the worker thread has ended'), errors: [Problem] };
