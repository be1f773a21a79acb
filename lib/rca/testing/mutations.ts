/** A seeded generator (mulberry32), so that a failure can be repeated. */
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

/** A copy whose lists and objects have their members in another order; `isList` says of which lists the order means nothing. */
export function reordered(value: unknown, next: () => number, isList: (name: string) => boolean, name = ''): unknown {
  if (Array.isArray(value)) {
    const items = value.map((item) => reordered(item, next, isList));
    return isList(name) ? shuffled(items, next) : items;
  }
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(shuffled(Object.entries(value), next).map(([key, inner]) => [key, reordered(inner, next, isList, key)]));
}

/** A chain of objects deeper than any API server takes. */
function nest(): unknown {
  let value: unknown = 'core';
  for (let depth = 0; depth < 200; depth++) value = { spec: value };
  return value;
}

const JUNK: readonly unknown[] = [
  null,
  undefined,
  0,
  -1,
  1e99,
  Number.NaN,
  '',
  'text',
  'constructor',
  '__proto__',
  '9999-99-99T99:99:99Z',
  '\u0000\ud800',
  'a'.repeat(20_000),
  '((((((((((a*)*)*)*)*)*)*)*)*)*)',
  [],
  {},
  true,
  [null],
  [[]],
  [{}, 3, 'x'],
  { name: 3 },
  { kind: 'Pod', name: 'web', uid: 'uid-web', controller: true },
  JSON.parse('{"__proto__": {"kind": "Pod"}, "constructor": 1, "toString": "x"}'),
  nest(),
];

/** A copy with one field somewhere deleted, put elsewhere, or replaced by something of another type. */
export function mutated(value: unknown, next: () => number): unknown {
  const copy = structuredClone(value);
  const spot = spotIn(copy, next);
  if (!spot) return copy;
  const { at, name } = spot;
  const dice = next();
  if (dice < 0.35) delete at[name];
  else if (dice < 0.5) {
    const other = spotIn(copy, next);
    if (other) at[name] = structuredClone(other.at[other.name]);
  } else at[name] = JUNK[Math.floor(next() * JUNK.length)];
  return copy;
}

function spotIn(root: unknown, next: () => number): { at: Record<string, unknown>; name: string } | undefined {
  let at = root as Record<string, unknown>;
  for (let depth = 0; depth < 12; depth++) {
    const names = Object.keys(at);
    if (names.length === 0) return undefined;
    const name = names[Math.floor(next() * names.length)]!;
    const inner = at[name];
    if (typeof inner !== 'object' || inner === null || next() >= 0.85) return { at, name };
    at = inner as Record<string, unknown>;
  }
  return undefined;
}

/** A text with a piece cut out, doubled or replaced. */
export function scrambled(text: string, next: () => number): string {
  const from = Math.floor(next() * text.length);
  const to = Math.min(text.length, from + Math.floor(next() * 40));
  const dice = next();
  if (dice < 0.3) return text.slice(0, from);
  if (dice < 0.6) return text.slice(0, from) + text.slice(to);
  if (dice < 0.8) return text.slice(0, to) + text.slice(from);
  return `${text.slice(0, from)}${String.fromCharCode(Math.floor(next() * 256))}${text.slice(to)}`;
}
