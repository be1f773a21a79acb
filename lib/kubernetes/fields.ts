/**
 * Reading of values that come from outside: any field may be missing or of a wrong type, and nothing here throws.
 */

export type Fields = Record<string, unknown>;

/** A field that should hold an object; anything else reads as an empty one. */
export function fields(value: unknown): Fields {
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Fields) : {};
}

/** A field of a field of a field: `dig(pod, 'spec', 'nodeName')`. */
export function dig(value: unknown, ...path: string[]): unknown {
  let at = value;
  for (const step of path) at = fields(at)[step];
  return at;
}

/** A field that should hold a list of objects; what is no object in it is left out. */
export function items(value: unknown): Fields[] {
  return Array.isArray(value)
    ? value.filter((item): item is Fields => typeof item === 'object' && item !== null && !Array.isArray(item))
    : [];
}

/** A field that should hold text; undefined for anything else and for the empty text. */
export function text(value: unknown): string | undefined {
  return typeof value === 'string' && value !== '' ? value : undefined;
}

/** A list of texts; other values are left out. */
export function words(value: unknown): string[] {
  return Array.isArray(value) ? value.filter((item): item is string => typeof item === 'string') : [];
}

/** A field that should hold a finite number. */
export function number(value: unknown): number | undefined {
  return typeof value === 'number' && Number.isFinite(value) ? value : undefined;
}

/** No Date reaches further (ECMA-262, "Time Values and Time Range"). */
const LAST_MS = 8.64e15;

/** A timestamp of the API (RFC 3339), or epoch ms, as epoch ms. */
export function time(value: unknown): number | undefined {
  if (typeof value === 'number') return Math.abs(value) <= LAST_MS ? value : undefined;
  const at = typeof value === 'string' ? Date.parse(value) : Number.NaN;
  return Number.isNaN(at) ? undefined : at;
}

/** A map of texts, such as labels; other values are left out. */
export function texts(value: unknown): Record<string, string> {
  const found: Record<string, string> = {};
  const entries = Object.entries(fields(value)).sort(byKey);
  for (const [name, inner] of entries) if (typeof inner === 'string') found[name] = inner;
  return found;
}

const SUFFIX: Record<string, number> = {
  '': 1,
  n: 1e-9,
  u: 1e-6,
  m: 1e-3,
  k: 1e3,
  M: 1e6,
  G: 1e9,
  T: 1e12,
  P: 1e15,
  E: 1e18,
  Ki: 2 ** 10,
  Mi: 2 ** 20,
  Gi: 2 ** 30,
  Ti: 2 ** 40,
  Pi: 2 ** 50,
  Ei: 2 ** 60,
};

/** A quantity (kubernetes.io/docs/reference/kubernetes-api/common-definitions/quantity): `500m` is 0.5, `1Ki` is 1024. */
export function quantity(value: unknown): number | undefined {
  if (typeof value === 'number') return Number.isFinite(value) ? value : undefined;
  const match =
    typeof value === 'string'
      ? /^([+-]?[0-9]*\.?[0-9]+(?:[eE][+-]?[0-9]+)?)(n|u|m|k|M|G|T|P|E|Ki|Mi|Gi|Ti|Pi|Ei)?$/.exec(value.trim())
      : null;
  if (!match) return undefined;
  const amount = Number(match[1]) * (SUFFIX[match[2] ?? ''] ?? Number.NaN);
  return Number.isFinite(amount) ? amount : undefined;
}

/** Order by code units: the same on every machine, unlike a locale's. */
export function byText(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}

/** No object of any API is as deep; what is below would only exhaust the stack. */
export const MAX_DEPTH = 100;

/**
 * The JSON text of a value with the keys of its objects in order: the same for the same value, however it came. What lies
 * deeper than MAX_DEPTH is shown as `…`.
 */
export function canonical(value: unknown): string {
  return JSON.stringify(ordered(value, 0)) ?? '';
}

function ordered(value: unknown, depth: number): unknown {
  if (typeof value !== 'object' || value === null) return value;
  if (depth === MAX_DEPTH) return '…';
  if (Array.isArray(value)) return value.map((inner) => ordered(inner, depth + 1));
  return Object.fromEntries(
    Object.entries(value)
      .sort(byKey)
      .map(([name, inner]) => [name, ordered(inner, depth + 1)]),
  );
}

/** A value for people: text as it is, anything else as JSON. String() would throw where an object has a `toString` of its own. */
export function wording(value: unknown): string {
  return typeof value === 'string' ? value : canonical(value);
}

/** A map whose values should all be texts; others (a number in a hand-written file) become texts. */
export function wordings(value: unknown): Record<string, string> {
  return Object.fromEntries(
    Object.entries(fields(value))
      .sort(byKey)
      .map(([name, inner]) => [name, wording(inner)]),
  );
}

function byKey([a]: [string, unknown], [b]: [string, unknown]): number {
  return byText(a, b);
}
