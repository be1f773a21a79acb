/** Texts and orders that are the same on every machine and for every order of keys. */

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
    Object.entries(typeof value === 'object' && value !== null && !Array.isArray(value) ? value : {})
      .sort(byKey)
      .map(([name, inner]) => [name, wording(inner)]),
  );
}

function byKey([a]: [string, unknown], [b]: [string, unknown]): number {
  return byText(a, b);
}
