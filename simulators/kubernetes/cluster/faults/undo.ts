import { isMap } from '../../store/merge-patch.ts';
import { stable } from '../api-machinery/names.ts';

/** Reverts a change; does nothing if the object is gone. */
export type Undo = () => void;

/** A place in an object where two versions differ, and its previous value (undefined: none). */
export interface Difference {
  path: (string | number)[];
  before: unknown;
}

/** Where `after` differs from `before`, as deep as possible, so that later changes of the same object are kept. */
export function differences(before: unknown, after: unknown, path: (string | number)[] = []): Difference[] {
  if (stable(before) === stable(after)) return [];
  if (Array.isArray(before) && Array.isArray(after) && before.length === after.length)
    return before.flatMap((one, index) => differences(one, after[index], [...path, index]));
  if (isMap(before) && isMap(after))
    return [...new Set([...Object.keys(before), ...Object.keys(after)])].flatMap((key) =>
      differences(before[key], after[key], [...path, key]),
    );
  return [{ path, before }];
}

/** Restores the previous values; a place whose parent is gone is skipped. */
export function restore(target: unknown, found: readonly Difference[]): void {
  for (const { path, before } of found) {
    let place: unknown = target;
    for (const step of path.slice(0, -1))
      place = isMap(place) || Array.isArray(place) ? (place as Record<string, unknown>)[step] : undefined;
    const last = path.at(-1);
    if (last === undefined || !(isMap(place) || Array.isArray(place))) continue;
    if (before === undefined) delete (place as Record<string, unknown>)[last];
    else (place as Record<string, unknown>)[last] = structuredClone(before);
  }
}
