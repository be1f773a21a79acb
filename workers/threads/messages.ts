import type { MessagePort } from 'node:worker_threads';
import type { Ingested } from '#lib/ingest/index.ts';
import type { Env } from '#lib/platform/env.ts';
import type { InvalidParam } from '#lib/platform/problem.ts';
import type { TenantContext } from '#lib/tenants/index.ts';
import type { Stream } from '#lib/wire/names.ts';

/** What a thread is started with. */
export interface ThreadStart {
  env: Env;
  databaseUrl: string;
  /** Whether the thread runs its role, or only serves the main thread. */
  runsRole: boolean;
  /** The ports over which the graph store is served (graph thread), or the one over which it is reached (counting thread). */
  graphPorts: MessagePort[];
}

/** What threads tell the main thread beside answers. */
export type Told =
  | { told: 'ready' }
  | { told: 'failed'; message: string }
  | { told: 'applied'; clientId: string; records: number }
  | { told: 'counted'; clientId: string; events: number }
  | { told: 'storage'; clientId: string; bytes: number }
  | { told: 'ingested'; id: number; ingested: Ingested }
  | { told: 'refused'; id: number; problem: Refusal }
  | { told: 'not ingested'; id: number; error: unknown }
  | { told: 'stopped' };

/** A Problem on its way between threads. */
export interface Refusal {
  status: number;
  code: string;
  detail: string;
  invalidParams: InvalidParam[];
  headers: Record<string, string>;
}

/** What the main thread asks of a thread. */
export type Asked =
  | { asked: 'ingest'; id: number; tenant: TenantContext; stream: Stream; body: Uint8Array; gzip: boolean; now: number }
  | { asked: 'stop' };
