/** A seeded random generator (mulberry32), so that a failure can be repeated. */
export function random(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4294967296;
  };
}

/** A copy in another order. */
export function shuffled<T>(list: readonly T[], next: () => number): T[] {
  return list
    .map((item) => ({ item, at: next() }))
    .sort((a, b) => a.at - b.at)
    .map(({ item }) => item);
}

/** The names of fields whose lists have no meaningful order, in a snapshot and in API objects. */
const UNORDERED = new Set([
  ...['resources', 'events', 'logs', 'alerts', 'metrics', 'changes'],
  ...['conditions', 'ownerReferences', 'containerStatuses', 'tolerations', 'taints', 'imagePullSecrets', 'finalizers'],
  ...['endpoints', 'subsets', 'subjects', 'images'],
]);

/** A copy with the fields of objects, and the elements of lists without a meaningful order, in another order. */
export function reordered<T>(value: T, next: () => number): T {
  return inOtherOrder(value, next, '') as T;
}

function inOtherOrder(value: unknown, next: () => number, name: string): unknown {
  if (Array.isArray(value)) {
    const items = value.map((item) => inOtherOrder(item, next, ''));
    return UNORDERED.has(name) ? shuffled(items, next) : items;
  }
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(shuffled(Object.entries(value), next).map(([key, inner]) => [key, inOtherOrder(inner, next, key)]));
}

type Holder = Record<string, unknown>;

/** A field of an object, or an element of a list, somewhere in a value. */
interface Spot {
  at: Holder;
  name: string;
}

const JUNK: readonly unknown[] = [
  null,
  undefined,
  0,
  -1,
  1e99,
  Number.MAX_SAFE_INTEGER,
  Number.NaN,
  Number.POSITIVE_INFINITY,
  '',
  'text',
  'constructor',
  '__proto__',
  '\u0000\ud800',
  '99999999999999999999Ei',
  'a'.repeat(20_000),
  '((((((((((a*)*)*)*)*)*)*)*)*)*)',
  `${'x='.repeat(3_000)}:`,
  [],
  {},
  true,
  [null],
  [[]],
  [{}, 3, 'x'],
  { name: 3 },
  { kind: 'Pod', name: 'web', uid: 'uid-web', controller: true },
  JSON.parse('{"__proto__": {"kind": "Pod"}, "constructor": 1, "toString": "x", "hasOwnProperty": null}'),
  nest(200),
];

const TIMES: readonly unknown[] = [
  '9999-99-99T99:99:99Z',
  '0000-00-00',
  '+275760-09-13T00:00:00.001Z',
  '1969-12-31T23:59:59Z',
  '2999-01-01T00:00:00Z',
  '-000001-01-01T00:00:00Z',
  'yesterday',
  '',
  1e300,
  -8.64e15,
  8.64e15 + 1,
  null,
  [],
];

/** Objects nested inside each other. */
function nest(depth: number): unknown {
  let value: unknown = 'core';
  for (let level = 0; level < depth; level++) value = { spec: value };
  return value;
}

/** What can happen to one field of a value. Each mutation changes the value in place. */
const MUTATIONS: readonly ((root: unknown, spot: Spot, next: () => number) => void)[] = [
  function remove(_, { at, name }) {
    delete at[name];
  },
  function junk(_, { at, name }, next) {
    at[name] = structuredClone(pick(JUNK, next));
  },
  function garbage(_, { at, name }, next) {
    at[name] = garbled(typeof at[name] === 'string' ? at[name] : '', next);
  },
  function swap(root, { at, name }, next) {
    const other = spotIn(root, next);
    if (other) [at[name], other.at[other.name]] = [structuredClone(other.at[other.name]), structuredClone(at[name])];
  },
  function rename(_, { at, name }, next) {
    const value = at[name];
    if (Array.isArray(at)) return;
    delete at[name];
    // An assignment to __proto__ would set the prototype; like JSON.parse, this creates a field.
    Object.defineProperty(at, pick(['__proto__', 'constructor', 'prototype', 'Kind', 'name', 'items', 'length'], next), {
      value,
      enumerable: true,
      configurable: true,
      writable: true,
    });
  },
  function doubled(_, { at, name }, next) {
    if (Array.isArray(at)) at.splice(Number(name), 0, mutated(structuredClone(at[Number(name)]), next));
    else at[name] = [at[name], at[name]];
  },
  function emptied(_, { at, name }) {
    at[name] = Array.isArray(at[name]) ? [] : typeof at[name] === 'object' ? {} : '';
  },
  function mistimed(root, _, next) {
    const spots = allSpots(root).filter(({ name }) => /time|At$|stamp/i.test(name));
    if (spots.length === 0) return;
    const { at, name } = pick(spots, next);
    at[name] = pick(TIMES, next);
  },
  function ownedInCircles(root, _, next) {
    const owned = allSpots(root)
      .filter(({ name }) => name === 'metadata')
      .map(({ at }) => at as { kind?: unknown; metadata: Holder | null });
    const one = owned.length > 0 ? pick(owned, next) : undefined;
    for (let from = one, steps = 1 + Math.floor(next() * 3); from && steps > 0; steps--) {
      const to = steps === 1 ? one : pick(owned, next);
      if (typeof from.metadata !== 'object' || from.metadata === null) return;
      from.metadata.ownerReferences = [{ kind: to?.kind, name: to?.metadata?.name, uid: to?.metadata?.uid, controller: true }];
      from = to;
    }
  },
];

/** A copy with one field broken: missing, swapped, duplicated, renamed, with a wrong time, of another type or full of garbage. */
export function mutated(value: unknown, next: () => number): unknown {
  const copy = structuredClone(value);
  const spot = spotIn(copy, next);
  if (spot) pick(MUTATIONS, next)(copy, spot, next);
  return copy;
}

function pick<T>(list: readonly T[], next: () => number): T {
  return list[Math.floor(next() * list.length)]!;
}

function spotIn(root: unknown, next: () => number): Spot | undefined {
  if (typeof root !== 'object' || root === null) return undefined;
  let at = root as Holder;
  for (let depth = 0; depth < 12; depth++) {
    const names = Object.keys(at);
    if (names.length === 0) return undefined;
    const name = pick(names, next);
    const inner = at[name];
    if (typeof inner !== 'object' || inner === null || next() >= 0.85) return { at, name };
    at = inner as Holder;
  }
  return undefined;
}

function allSpots(root: unknown, found: Spot[] = []): Spot[] {
  if (typeof root !== 'object' || root === null) return found;
  for (const name of Object.keys(root)) {
    found.push({ at: root as Holder, name });
    allSpots((root as Holder)[name], found);
  }
  return found;
}

function garbled(text: string, next: () => number): string {
  const noise = Array.from({ length: 1 + Math.floor(next() * 40) }, () =>
    String.fromCharCode(Math.floor(next() * (next() < 0.5 ? 128 : 65_536))),
  );
  const cut = Math.floor(next() * text.length);
  return text.slice(0, cut) + noise.join('') + text.slice(cut);
}

/** Deeper than the call stack of any recursive function. */
const DEPTH = 50_000;

/** A text with a piece removed, duplicated or replaced, in JSON also by a very deep value. */
export function scrambled(text: string, next: () => number): string {
  const from = Math.floor(next() * text.length);
  const to = Math.min(text.length, from + Math.floor(next() * 40));
  const dice = next();
  if (dice < 0.3) return text.slice(0, from);
  if (dice < 0.6) return text.slice(0, from) + text.slice(to);
  if (dice < 0.75) return text.slice(0, to) + text.slice(from);
  if (dice < 0.8) return text.replace(/"[^"]*"(?=[,\]}])/, `${'{"a":['.repeat(DEPTH)}1${']}'.repeat(DEPTH)}`);
  return `${text.slice(0, from)}${String.fromCharCode(Math.floor(next() * 256))}${text.slice(to)}`;
}
