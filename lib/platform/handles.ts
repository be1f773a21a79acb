/**
 * The registry of process-wide handles. Next bundles routes apart from the modules that the workers load, so that a
 * module's variables exist twice in one process, and a route cannot be handed anything: what routes need hangs at a symbol
 * of globalThis. workers/compose.ts provides them, and nothing else does but tests; whatever is not called from a route
 * takes its parts as parameters.
 */
export const HANDLES = {
  env: 'the settings',
  database: 'the connection pools',
  'event-log': 'what agents sent',
  'graph-store': 'the graphs of all clients',
  jobs: 'the durable jobs',
  mail: 'how mails are sent',
  stripe: 'the client of Stripe, real or simulated',
  'provisioning-parts': 'what provisioning works on',
  'sample-clusters': 'the sample clusters; on a loopback address only',
  'ingest-thread': 'the thread that takes batches in; without it the caller does so itself',
  diagnoser: 'the thread that diagnoses on request; without it the caller does so itself',
  limiter: 'the windows of rate limits; made at first use, unless several processes share them in Redis',
  'api-clock': 'the clock of the REST API; only tests provide one',
  // What several copies of a module count or remember together; made at first use.
  metrics: 'the metrics',
  'request-context': 'the request on whose behalf code runs',
  readiness: 'whether this process takes work',
  'password-queue': 'the passwords that wait to be hashed',
  embedder: 'the model or server that turns texts into vectors; only where the settings name one',
  'search-indexes': 'the indexes of the clients who search',
  'kept-reads': 'answers about graphs that have not changed since',
  'api-call-turns': 'the API calls that are being counted',
  'retry-after-cache': 'the answers of 429 that still hold',
} as const;

const KEY = Symbol.for('kg-rca.handles');
const shared = globalThis as { [KEY]?: Map<string, unknown> };

function handles(): Map<string, unknown> {
  shared[KEY] ??= new Map();
  return shared[KEY];
}

/** A typed place for one handle: `provide` at start, `use` everywhere else. */
export interface Handle<T> {
  provide(value: T): void;
  /** Throws when this process did not provide it. */
  use(): T;
  /** The handle, or undefined where this process has none. */
  find(): T | undefined;
}

/** Declares the type of a handle. Two declarations of one name are the same place. */
export function handle<T>(name: keyof typeof HANDLES): Handle<T> {
  return {
    provide: (value) => void handles().set(name, value),
    find: () => handles().get(name) as T | undefined,
    use() {
      const value = handles().get(name);
      if (value === undefined)
        throw new Error(`this process has no ${name} (${HANDLES[name]}): workers/compose.ts provides it before any role starts`);
      return value as T;
    },
  };
}
