import { isMap } from '../../store/merge-patch.ts';
import { isSet, mergeKeyOf } from './merge-keys.ts';

/**
 * The path of a field as managedFields writes it (structured-merge-diff): `f:` is a field of a map, `k:` the list element
 * with these keys, `v:` an element of a set; a trailing `.` is the element itself.
 */
export type FieldPath = readonly string[];

/** The paths of everything that a value sets: scalars, lists that are replaced as a whole, list elements. */
export function pathsIn(kind: string, value: unknown, field = '', prefix: FieldPath = []): FieldPath[] {
  if (isMap(value) && Object.keys(value).length > 0)
    return Object.entries(value).flatMap(([key, inner]) => pathsIn(kind, inner, key, [...prefix, `f:${key}`]));
  if (!Array.isArray(value) || value.length === 0) return [prefix];
  if (isSet(field)) return value.map((one) => [...prefix, `v:${JSON.stringify(one)}`]);
  const key = mergeKeyOf(kind, field);
  if (key === undefined) return [prefix];
  return value.flatMap((element) => {
    const own = [...prefix, `k:${JSON.stringify({ [key]: (element as Record<string, unknown>)[key] })}`];
    return [[...own, '.'], ...pathsIn(kind, element, '', own)];
  });
}

/** Paths as the nested maps of fieldsV1. */
export function toFieldsV1(paths: readonly FieldPath[]): object {
  const root: Record<string, unknown> = {};
  for (const path of paths) {
    let at = root;
    for (const part of path) {
      at[part] ??= {};
      at = at[part] as Record<string, unknown>;
    }
  }
  return root;
}

/** The paths in fieldsV1. */
export function fromFieldsV1(fields: unknown, prefix: FieldPath = []): FieldPath[] {
  const inner = Object.entries(isMap(fields) ? fields : {});
  if (inner.length === 0) return prefix.length > 0 ? [prefix] : [];
  return inner.flatMap(([part, below]) => fromFieldsV1(below, [...prefix, part]));
}

/** The value of an object at a path; undefined if there is none. */
export function valueAt(object: unknown, path: FieldPath): unknown {
  return path.reduce<unknown>((value, part) => {
    if (part === '.') return value;
    if (part.startsWith('f:')) return isMap(value) ? value[part.slice(2)] : undefined;
    return Array.isArray(value) ? value[placeOf(value, part)] : undefined;
  }, object);
}

/** Removes the value at a path of a draft. The key of a list element is never removed from the element. */
export function removeAt(draft: unknown, path: FieldPath): void {
  const steps = path.at(-1) === '.' ? path.slice(0, -1) : path;
  const [element = '', field = ''] = steps.slice(-2);
  if (element.startsWith('k:') && field.slice(2) in JSON.parse(element.slice(2))) return;
  const container = valueAt(draft, steps.slice(0, -1));
  const last = steps.at(-1)!;
  if (isMap(container) && last.startsWith('f:')) delete container[last.slice(2)];
  if (!Array.isArray(container)) return;
  const place = placeOf(container, last);
  if (place >= 0) container.splice(place, 1);
}

/** Whether the inner path equals the outer one or lies below it. */
export function covers(outer: FieldPath, inner: FieldPath): boolean {
  return outer.length <= inner.length && outer.every((part, index) => part === inner[index]);
}

/** A path as error messages write it: `.spec.containers[name="web"].image`. */
export function pathText(path: FieldPath): string {
  return path
    .filter((part) => part !== '.')
    .map((part) => {
      if (part.startsWith('f:')) return `.${part.slice(2)}`;
      if (part.startsWith('v:')) return `[=${part.slice(2)}]`;
      const keys = Object.entries(JSON.parse(part.slice(2)) as Record<string, unknown>);
      return `[${keys.map(([key, value]) => `${key}=${JSON.stringify(value)}`).join(',')}]`;
    })
    .join('');
}

function placeOf(list: readonly unknown[], part: string): number {
  const wanted: unknown = JSON.parse(part.slice(2));
  if (part.startsWith('v:')) return list.indexOf(wanted);
  const keys = Object.entries(wanted as Record<string, unknown>);
  return list.findIndex((element) => isMap(element) && keys.every(([key, value]) => element[key] === value));
}
