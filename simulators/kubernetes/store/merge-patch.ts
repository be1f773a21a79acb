import type { Obj } from './object.ts';

/** Applies a JSON merge patch (RFC 7386): maps are merged, null deletes, anything else replaces. */
export function mergePatch(document: unknown, patch: unknown): unknown {
  if (!isMap(patch)) return structuredClone(patch);
  const result: Record<string, unknown> = isMap(document) ? { ...document } : {};
  for (const [key, value] of Object.entries(patch)) {
    if (value === null) delete result[key];
    else result[key] = mergePatch(result[key], value);
  }
  return result;
}

export function isMap(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** How an object or a part of it is changed: by a merge patch, or by a function that changes a copy. */
export type Edit = Record<string, unknown> | ((draft: Obj['spec']) => void);

/** An edited copy of an object, or of a part of one. */
export function edited<T>(part: T, edit: Edit): T {
  if (typeof edit !== 'function') return mergePatch(part, edit) as T;
  const draft = structuredClone(part);
  edit(draft);
  return draft;
}
