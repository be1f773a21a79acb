import { handle } from '#lib/platform/handles.ts';
import { Kept } from '../kept.ts';
import type { GraphStore } from '../port.ts';

/** Of one answer, and of all answers of a store together. */
const MOST_CHARACTERS = 4 * 1024 * 1024;
const ALL_CHARACTERS = 32 * 1024 * 1024;

/** By store: two stores count the changes of a client's graph apart. */
const kept = handle<WeakMap<GraphStore, Kept<unknown>>>('kept-reads');

/**
 * A read whose answer holds until something is written to the client's graph, where its store can tell: pages and programs ask the same
 * again and again, more often than most clusters change. The answer depends on the arguments and the graph alone, and nobody can change
 * it. `name` tells it from other reads.
 */
export function whileUnchanged<Args extends unknown[], Answer>(
  name: string,
  read: (store: GraphStore, tenantId: string, ...args: Args) => Promise<Answer>,
): (store: GraphStore, tenantId: string, ...args: Args) => Promise<Answer> {
  return async (store, tenantId, ...args) => {
    const version = await store.version?.(tenantId);
    if (version === undefined) return read(store, tenantId, ...args);
    const answers = answersOf(store);
    const key = JSON.stringify([tenantId, version, name, ...args]);
    const known = answers.get(key) as { answer: Answer } | undefined;
    if (known) return known.answer;
    const answer = await read(store, tenantId, ...args);
    const characters = JSON.stringify(answer)?.length ?? 0;
    if (characters <= MOST_CHARACTERS && version === (await store.version?.(tenantId)))
      answers.keep(key, { answer: frozen(answer) }, characters);
    return answer;
  };
}

function answersOf(store: GraphStore): Kept<unknown> {
  if (!kept.find()) kept.provide(new WeakMap());
  const stores = kept.use();
  const answers = stores.get(store) ?? new Kept(ALL_CHARACTERS);
  stores.set(store, answers);
  return answers;
}

/** Frozen through and through: several callers share it. */
function frozen<T>(value: T): T {
  if (typeof value !== 'object' || value === null || Object.isFrozen(value)) return value;
  Object.values(value).forEach(frozen);
  return Object.freeze(value);
}
