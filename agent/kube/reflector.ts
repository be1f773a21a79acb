import { collectionPath, type KubeObject, type WatchedKind } from '#lib/kubernetes/kinds.ts';
import { type AgentLog, errorText } from '../log.ts';
import { pause } from '../time.ts';
import { KubeApiError, type KubeClient } from './client.ts';
import { type RetryTimes, RetryWaits } from './retry-waits.ts';

/** Something that happened to an object, in the order of the API server. */
export interface Change {
  op: 'upsert' | 'delete';
  object: KubeObject;
}

/** Who wants to know of a kind. A rejected promise makes the reflector begin again with a list, so nothing is lost. */
export interface KindObserver {
  /** Objects that a list gave or a watch reported. The reflector reads on once this resolves. */
  changed(kind: WatchedKind, changes: readonly Change[]): Promise<void>;
  /** A complete list was read: these are all the objects that exist in the scope (a namespace, or undefined for all). */
  listed(kind: WatchedKind, namespace: string | undefined, uids: ReadonlySet<string>): Promise<void>;
}

/**
 * - `listing`: the first list is not complete;
 * - `watching`: up to date;
 * - `forbidden`: our account may not read the kind (403), tried again slowly;
 * - `absent`: the cluster has no such kind (404), tried again slowly;
 * - `failing`: the last attempt failed, tried again with back-off.
 */
type ReflectorState = 'listing' | 'watching' | 'forbidden' | 'absent' | 'failing';

/** Waits and sizes, in ms and objects. */
export interface ReflectorTimes extends RetryTimes {
  /** How long the server may keep one watch open: from half of it to all of it, so that watches do not end together. */
  watchSeconds: number;
  /** Objects of a page of a list. Several kinds are listed at a time, and their pages are most of the memory that the agent takes. */
  pageSize: number;
  /** How long changes are gathered after a report and then reported together: each report costs several writes to the disk. */
  gatherMs: number;
}

const TIMES: ReflectorTimes = {
  backoff: { baseMs: 500, maxMs: 60_000 },
  unreachableMaxMs: 4_000,
  slowRetryMs: 300_000,
  watchSeconds: 480,
  pageSize: 100,
  gatherMs: 200,
};

/** A watch that ended sooner than this without a change counts as a failure: a server that closes at once must not be asked in a loop. */
const SHORT_WATCH_MS = 1_000;

interface ListAnswer {
  metadata: { resourceVersion: string; continue?: string };
  items: KubeObject[] | null;
}

type WatchEvent =
  | { type: 'ADDED' | 'MODIFIED' | 'DELETED' | 'BOOKMARK'; object: KubeObject }
  | { type: 'ERROR'; object: { code?: number; message?: string } };

/** Thrown inside when the server no longer knows our resourceVersion: only a new list helps. */
class ExpiredError extends Error {}

/** Where in the cluster a reflector reads, and for whom. */
interface ReflectorOptions {
  client: KubeClient;
  kind: WatchedKind;
  namespace?: string | undefined;
  observers: readonly KindObserver[];
  log: AgentLog;
  times?: Partial<ReflectorTimes>;
}

/**
 * Keeps observers informed of all objects of one kind: lists in pages, then watches from there with bookmarks,
 * resumes where a watch ended, and lists again when the server has forgotten that place (410). Keeps no objects.
 */
export class Reflector {
  readonly kind: WatchedKind;
  readonly #options: ReflectorOptions;
  readonly #times: ReflectorTimes;
  readonly #path: string;
  #state: ReflectorState = 'listing';
  #message: string | undefined;
  #everListed = false;
  readonly #waits: RetryWaits;

  constructor(options: ReflectorOptions) {
    this.kind = options.kind;
    this.#options = options;
    this.#times = { ...TIMES, ...options.times };
    this.#waits = new RetryWaits(this.#times);
    this.#path = collectionPath(options.kind, options.namespace);
  }

  get state(): ReflectorState {
    return this.#state;
  }

  /** Why, where the state is not a good one. */
  get message(): string | undefined {
    return this.#message;
  }

  /** Whether the kind was read completely once, or turned out not to be readable: nothing more is to come for a first picture. */
  get settled(): boolean {
    return this.#everListed || this.#state === 'forbidden' || this.#state === 'absent';
  }

  /** Reads until `signal` aborts. Does not reject. */
  async run(signal: AbortSignal): Promise<void> {
    let resourceVersion: string | undefined;
    while (!signal.aborted) {
      try {
        if (resourceVersion === undefined) {
          resourceVersion = await this.#list(signal);
          this.#waits.listed();
        }
        this.#become('watching');
        const startedAt = Date.now();
        const { last, changes } = await this.#watch(resourceVersion, signal);
        resourceVersion = last;
        if (changes === 0 && Date.now() - startedAt < SHORT_WATCH_MS) await pause(this.#waits.afterFailure(), signal);
        else this.#waits.watched();
      } catch (error) {
        if (signal.aborted) return;
        if (error instanceof ExpiredError)
          this.#options.log.info('the place in the watch has expired: listing again', { kind: this.kind.kind });
        // Any other error may be an observer's: changes that it did not take are behind us, so only a list brings them again.
        resourceVersion = error instanceof InterruptedWatchError ? error.resourceVersion : undefined;
        await pause(this.#waitAfter(error), signal);
      }
    }
  }

  #become(state: ReflectorState, message?: string): void {
    const changed = state !== this.#state || message !== this.#message;
    this.#state = state;
    this.#message = message;
    if (!changed) return;
    // A cluster without the Gateway API is a cluster like any other: only what should work and does not is worth a warning.
    if (message && state !== 'absent') this.#options.log.warn('a kind can not be read', { kind: this.kind.kind, state, reason: message });
    else this.#options.log.debug('a kind is read', { kind: this.kind.kind, state });
  }

  #waitAfter(error: unknown): number {
    if (error instanceof ExpiredError) return this.#waits.afterExpiry();
    const cause = error instanceof InterruptedWatchError ? error.cause : error;
    const status = cause instanceof KubeApiError ? cause.status : undefined;
    if (status === 403 || status === 404) {
      this.#become(status === 403 ? 'forbidden' : 'absent', errorText(cause));
      return this.#waits.afterDenial();
    }
    const wait = this.#waits.afterFailure(cause);
    // A cut watch is daily life (the server restarts, a balancer times out): only what goes on counts as failing.
    if (error instanceof InterruptedWatchError && error.progressed) this.#waits.watched();
    else this.#become('failing', errorText(cause));
    return wait;
  }

  /** Reads all pages; gives the resourceVersion to watch from. */
  async #list(signal: AbortSignal): Promise<string> {
    const { client, observers, namespace } = this.#options;
    const uids = new Set<string>();
    let token: string | undefined;
    for (;;) {
      const page = await client
        .json<ListAnswer>(
          this.#path,
          { limit: Math.min(this.#times.pageSize, this.kind.pageSize ?? this.#times.pageSize), continue: token },
          signal,
        )
        .catch((error: unknown) => {
          // The rest of a list can expire while it is read: what came so far is true, but the list begins again.
          throw error instanceof KubeApiError && error.status === 410 ? new ExpiredError(error.message) : error;
        });
      const items = page.items ?? [];
      for (const item of items) uids.add(item.metadata.uid);
      for (const observer of observers)
        await observer.changed(
          this.kind,
          items.map((object) => ({ op: 'upsert', object })),
        );
      token = page.metadata.continue || undefined;
      if (token) continue;
      for (const observer of observers) await observer.listed(this.kind, namespace, uids);
      this.#everListed = true;
      return page.metadata.resourceVersion;
    }
  }

  /** Follows the changes after `from` until the server ends the watch; gives the place to resume at and how many changes came. */
  async #watch(from: string, signal: AbortSignal): Promise<{ last: string; changes: number }> {
    const { client, observers } = this.#options;
    const seconds = Math.ceil(this.#times.watchSeconds * (0.5 + Math.random() / 2));
    const query = { watch: 1, allowWatchBookmarks: true, resourceVersion: from, timeoutSeconds: seconds };
    let last = from;
    let count = 0;
    const events = client.lines<WatchEvent>(this.#path, query, signal, (seconds + 30) * 1000);
    try {
      for (;;) {
        const step = await events.next().catch((error: unknown) => {
          if (error instanceof KubeApiError && error.status === 410) throw new ExpiredError(error.message);
          throw new InterruptedWatchError(error, last, last !== from);
        });
        if (step.done) return { last, changes: count };
        const { changes, next, failure } = read(step.value, last);
        if (changes.length > 0) for (const observer of observers) await observer.changed(this.kind, changes);
        last = next;
        count += changes.length;
        if (failure?.status === 410) throw new ExpiredError(failure.message);
        if (failure) throw new InterruptedWatchError(failure, last, last !== from);
        await pause(this.#times.gatherMs, signal);
      }
    } finally {
      await events.return(undefined);
    }
  }
}

/** Thrown inside when a watch broke: it can be resumed after the last change that was seen. */
class InterruptedWatchError extends Error {
  readonly resourceVersion: string;
  readonly progressed: boolean;
  constructor(cause: unknown, resourceVersion: string, progressed: boolean) {
    super('the watch was interrupted', { cause });
    this.resourceVersion = resourceVersion;
    this.progressed = progressed;
  }
}

function read(events: readonly WatchEvent[], from: string): { changes: Change[]; next: string; failure?: KubeApiError } {
  const changes: Change[] = [];
  let next = from;
  for (const event of events) {
    if (event.type === 'ERROR') {
      return {
        changes,
        next,
        failure: new KubeApiError(event.object.code ?? 500, event.object.message ?? 'the watch ended with an error'),
      };
    }
    next = event.object.metadata.resourceVersion ?? next;
    if (event.type !== 'BOOKMARK') changes.push({ op: event.type === 'DELETED' ? 'delete' : 'upsert', object: event.object });
  }
  return { changes, next };
}
