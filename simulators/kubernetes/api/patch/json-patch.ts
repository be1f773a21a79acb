import { StatusError } from '../status.ts';
import { sameJson } from './same.ts';

interface Operation {
  op: string;
  path: string;
  from?: string;
  value?: unknown;
}

type Container = Record<string, unknown> | unknown[];

/**
 * A document after a JSON patch (RFC 6902). Throws Invalid where an operation can't be done or a test fails: then
 * nothing is changed.
 */
export function jsonPatch(document: object, patch: unknown): object {
  if (!Array.isArray(patch)) throw refused('a JSON patch is an array of operations');
  const root = { '': structuredClone(document) } as Record<string, unknown>;
  for (const operation of patch as Operation[]) apply(root, operation);
  return root[''] as object;
}

function apply(root: Record<string, unknown>, { op, path, from = '', value }: Operation): void {
  switch (op) {
    case 'add':
      add(root, path, structuredClone(value));
      break;
    case 'remove':
      remove(root, path);
      break;
    case 'replace':
      remove(root, path);
      add(root, path, structuredClone(value));
      break;
    case 'move':
      add(root, path, remove(root, from));
      break;
    case 'copy':
      add(root, path, structuredClone(read(root, from)));
      break;
    case 'test':
      if (!sameJson(read(root, path), value)) throw refused(`testing value ${path} failed`);
      break;
    default:
      throw refused(`unexpected kind of operation: ${op}`);
  }
}

function add(root: Record<string, unknown>, path: string, value: unknown): void {
  const { container, key } = locate(root, path);
  if (!Array.isArray(container)) container[key] = value;
  else container.splice(key === '-' ? container.length : indexIn(key, path, container.length), 0, value);
}

function remove(root: Record<string, unknown>, path: string): unknown {
  const { container, key } = locate(root, path);
  if (Array.isArray(container)) return container.splice(indexIn(key, path, container.length - 1), 1)[0];
  if (!(key in container)) throw refused(`${path} does not exist`);
  const value = container[key];
  delete container[key];
  return value;
}

function read(root: Record<string, unknown>, path: string): unknown {
  const { container, key } = locate(root, path);
  if (Array.isArray(container)) return container[indexIn(key, path, container.length - 1)];
  if (!(key in container)) throw refused(`${path} does not exist`);
  return container[key];
}

/** What holds the end of a pointer (RFC 6901), and under which key. */
function locate(root: Record<string, unknown>, path: string): { container: Container; key: string } {
  if (path !== '' && !path.startsWith('/')) throw refused(`${path} is no path: it must begin with /`);
  const keys = path.split('/').map((key) => key.replaceAll('~1', '/').replaceAll('~0', '~'));
  let container: Container = root;
  for (const key of keys.slice(0, -1)) {
    const inner: unknown = Array.isArray(container) ? container[indexIn(key, path, container.length - 1)] : container[key];
    if (typeof inner !== 'object' || inner === null) throw refused(`${path}: there is no ${key}`);
    container = inner as Container;
  }
  return { container, key: keys.at(-1)! };
}

function indexIn(key: string, path: string, highest: number): number {
  if (!/^(0|[1-9]\d*)$/.test(key) || Number(key) > highest) throw refused(`${path}: index ${key} is out of bounds`);
  return Number(key);
}

function refused(why: string): StatusError {
  return new StatusError('Invalid', `the server rejected our request due to an error in our request: ${why}`, {});
}
