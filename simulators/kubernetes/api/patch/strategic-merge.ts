import { isMap } from '../../store/merge-patch.ts';
import { StatusError } from '../status.ts';
import { isSet, mergeKeyOf } from './merge-keys.ts';

/**
 * Applies a strategic merge patch (apimachinery, strategicpatch): maps are merged, null deletes a field, lists with a merge
 * key are merged by element, other lists are replaced. Supports the directives `$patch: delete | replace | merge`,
 * `$deleteFromPrimitiveList/<field>`, `$setElementOrder/<field>` and `$retainKeys`. Throws BadRequest if an element lacks
 * its merge key or a directive is unknown.
 */
export function strategicMerge<T extends { kind: string }>(object: T, patch: unknown): T {
  if (!isMap(patch)) throw new StatusError('BadRequest', 'a strategic merge patch is a JSON object');
  return mergeMap(object.kind, object, patch) as T;
}

function mergeMap(kind: string, current: Record<string, unknown>, patch: Record<string, unknown>): Record<string, unknown> {
  const { $patch: directive, $retainKeys: retained, ...changes } = patch;
  if (directive === 'replace') return clean(changes) as Record<string, unknown>;
  if (directive === 'delete') return {};
  if (directive !== undefined && directive !== 'merge') throw unknownDirective(directive);

  const result: Record<string, unknown> = Array.isArray(retained)
    ? Object.fromEntries(Object.entries(current).filter(([key]) => retained.includes(key)))
    : { ...current };
  for (const [key, value] of Object.entries(changes)) {
    if (key.startsWith('$setElementOrder/')) continue;
    if (key.startsWith('$deleteFromPrimitiveList/')) {
      const field = key.slice('$deleteFromPrimitiveList/'.length);
      result[field] = asList(result[field]).filter((one) => !asList(value).includes(one));
    } else if (value === null) delete result[key];
    else if (isMap(value)) result[key] = mergeMap(kind, isMap(result[key]) ? result[key] : {}, value);
    else if (Array.isArray(value)) result[key] = mergeList(kind, key, asList(result[key]), value);
    else result[key] = value;
  }
  for (const [key, value] of Object.entries(changes)) {
    if (!key.startsWith('$setElementOrder/')) continue;
    const field = key.slice('$setElementOrder/'.length);
    if (Array.isArray(result[field])) result[field] = inOrder(result[field], asList(value), mergeKeyOf(kind, field));
  }
  return result;
}

function mergeList(kind: string, field: string, current: unknown[], patch: unknown[]): unknown[] {
  const key = mergeKeyOf(kind, field);
  if (key === undefined) return isSet(field) ? [...new Set([...current, ...patch])] : (clean(patch) as unknown[]);
  const replaces = patch.some((element) => isMap(element) && element.$patch === 'replace');
  const changes = patch.filter((element) => !(isMap(element) && element.$patch === 'replace'));
  return changes.reduce<unknown[]>((list, change) => mergeElement(kind, key, list, change), replaces ? [] : [...current]);
}

function mergeElement(kind: string, key: string, list: unknown[], change: unknown): unknown[] {
  if (!isMap(change) || change[key] === undefined)
    throw new StatusError('BadRequest', `map: ${JSON.stringify(change)} does not contain declared merge key: ${key}`);
  const matches = (element: unknown) => isMap(element) && element[key] === change[key];
  if (change.$patch === 'delete') return list.filter((element) => !matches(element));
  const at = list.findIndex(matches);
  if (at < 0) return [...list, mergeMap(kind, {}, change)];
  return list.with(at, mergeMap(kind, list[at] as Record<string, unknown>, change));
}

/** Sorts the elements named in `order` into that order, using the positions they occupy; the others stay where they are. */
function inOrder(list: unknown[], order: unknown[], key: string | undefined): unknown[] {
  const identity = (element: unknown) => (key !== undefined && isMap(element) ? element[key] : element);
  const places = new Map(order.map((element, place) => [identity(element), place]));
  const named = list.filter((element) => places.has(identity(element))).sort((a, b) => places.get(identity(a))! - places.get(identity(b))!);
  return list.map((element) => (places.has(identity(element)) ? named.shift() : element));
}

/** A patch value for a place where there is nothing to merge it with: without nulls and directives. */
function clean(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(clean);
  if (!isMap(value)) return value;
  return Object.fromEntries(
    Object.entries(value)
      .filter(([key, inner]) => inner !== null && !key.startsWith('$'))
      .map(([key, inner]) => [key, clean(inner)]),
  );
}

function asList(value: unknown): unknown[] {
  return Array.isArray(value) ? value : [];
}

function unknownDirective(directive: unknown): StatusError {
  return new StatusError(
    'BadRequest',
    `unrecognized directive $patch: ${JSON.stringify(directive)}; supported are delete, replace and merge`,
  );
}
