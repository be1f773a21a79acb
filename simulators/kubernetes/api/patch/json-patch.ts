import jsonpatch, { type JsonPatchError } from 'fast-json-patch';
import { StatusError } from '../status.ts';

const OPERATIONS = ['add', 'remove', 'replace', 'move', 'copy', 'test'];

/**
 * Applies a JSON patch (RFC 6902) and returns the patched document; the document itself is not changed. Throws Invalid when
 * the patch is malformed, an operation cannot be applied or a test fails.
 */
export function jsonPatch(document: object, patch: unknown): object {
  if (!Array.isArray(patch)) throw refused('a JSON patch is an array of operations');
  for (const operation of patch) {
    const { op, path } = operation ?? {};
    if (!OPERATIONS.includes(op)) throw refused(`unexpected kind of operation: ${op}`);
    if (path !== '' && !String(path).startsWith('/')) throw refused(`${path} is not a valid path: it must begin with /`);
  }
  try {
    return jsonpatch.applyPatch(document, structuredClone(patch), true, false).newDocument;
  } catch (error) {
    throw refused(reasonOf(error as JsonPatchError));
  }
}

/** Why the library could not apply an operation. Its own messages quote the whole document. */
function reasonOf({ name, operation }: JsonPatchError): string {
  const { op, path = '', from } = operation ?? {};
  switch (name) {
    case 'TEST_OPERATION_FAILED':
      return `testing value ${path} failed`;
    case 'OPERATION_PATH_UNRESOLVABLE':
      return `${path} does not exist`;
    case 'OPERATION_FROM_UNRESOLVABLE':
      return `${from} does not exist`;
    case 'OPERATION_PATH_CANNOT_ADD':
      return `the parent of ${path} does not exist`;
    case 'OPERATION_VALUE_OUT_OF_BOUNDS':
    case 'OPERATION_PATH_ILLEGAL_ARRAY_INDEX':
      return `${path}: index ${path.slice(path.lastIndexOf('/') + 1)} is out of bounds`;
    default:
      return `${op} ${path} cannot be applied: ${name}`;
  }
}

function refused(why: string): StatusError {
  return new StatusError('Invalid', `the server rejected our request due to an error in our request: ${why}`, {});
}
