/**
 * Readers for values that come from outside: any field may be missing or have the wrong type, and nothing here throws.
 */
import { byText } from './canonical.ts';

export type Fields = Record<string, unknown>;

/** A field that should hold an object; anything else reads as an empty one. */
export function fields(value: unknown): Fields {
  return isFields(value) ? value : {};
}

/** A field of a field of a field: `dig(pod, 'spec', 'nodeName')`. */
export function dig(value: unknown, ...path: string[]): unknown {
  let at = value;
  for (const step of path) at = fields(at)[step];
  return at;
}

/** A field that should hold a list of objects; what is no object in it is left out. Of a proper list it is the list itself. */
export function items(value: unknown): readonly Fields[] {
  if (!Array.isArray(value)) return NO_ITEMS;
  // A loop over the elements sees the holes of a sparse list, which `every` passes over.
  for (const item of value) if (!isFields(item)) return value.filter(isFields);
  return value;
}

const NO_ITEMS: readonly Fields[] = [];

function isFields(value: unknown): value is Fields {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** A field that should hold text; undefined for anything else and for the empty text. */
export function text(value: unknown): string | undefined {
  return typeof value === 'string' && value !== '' ? value : undefined;
}

/** A list of texts; other values are left out. */
export function words(value: unknown): string[] {
  return Array.isArray(value) ? value.filter((item): item is string => typeof item === 'string') : [];
}

/** A field that should hold a finite number; undefined for anything else. */
export function number(value: unknown): number | undefined {
  return typeof value === 'number' && Number.isFinite(value) ? value : undefined;
}

/** A field that should hold a number; 0 for anything else. */
export function count(value: unknown): number {
  return number(value) ?? 0;
}

/** No Date reaches further (ECMA-262, "Time Values and Time Range"). */
const LAST_MS = 8.64e15;

/** A timestamp of the API (RFC 3339), or epoch ms, as epoch ms. */
export function time(value: unknown): number | undefined {
  if (typeof value === 'number') return Math.abs(value) <= LAST_MS ? value : undefined;
  const at = typeof value === 'string' ? Date.parse(value) : Number.NaN;
  return Number.isNaN(at) ? undefined : at;
}

/** A map of texts, such as labels, in the order of its keys; other values are left out. Of a proper map it is the map itself. */
export function texts(value: unknown): Readonly<Record<string, string>> {
  const map = fields(value);
  // The API server sorts maps by key, so most are as they should be.
  const names = Object.keys(map);
  if (names.every((name, index) => typeof map[name] === 'string' && (index === 0 || names[index - 1]! < name)))
    return map as Record<string, string>;
  const found: Record<string, string> = {};
  for (const [name, inner] of Object.entries(map).sort(([a], [b]) => byText(a, b))) if (typeof inner === 'string') found[name] = inner;
  return found;
}
