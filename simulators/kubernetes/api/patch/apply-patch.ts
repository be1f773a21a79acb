import { isMap, mergePatch } from '../../store/merge-patch.ts';
import type { Obj } from '../../store/object.ts';
import { StatusError } from '../status.ts';
import { jsonPatch } from './json-patch.ts';
import { strategicMerge } from './strategic-merge.ts';

const ACCEPTED = [
  'application/json-patch+json',
  'application/merge-patch+json',
  'application/strategic-merge-patch+json',
  'application/apply-patch+yaml',
];

/**
 * Applies a patch of a content type and returns the applyPatch object; the object itself is not changed. Throws
 * UnsupportedMediaType, BadRequest and Invalid.
 */
export function applyPatch(object: Obj, contentType: string, patch: unknown): Obj {
  const current = structuredClone(object);
  switch (contentType) {
    case 'application/json-patch+json':
      return jsonPatch(current, patch) as Obj;
    case 'application/merge-patch+json':
      if (!isMap(patch)) throw new StatusError('BadRequest', 'a merge patch is a JSON object');
      return mergePatch(current, patch) as Obj;
    case 'application/strategic-merge-patch+json':
      return strategicMerge(current, patch);
    default:
      throw new StatusError(
        'UnsupportedMediaType',
        `the body of the request was in an unknown format - accepted media types include: ${ACCEPTED.join(', ')}`,
        {},
      );
  }
}
