import { KINDS, type Kind } from '../store/kinds.ts';

/** The verbs of access rules. */
export type Verb = 'get' | 'list' | 'watch' | 'create' | 'update' | 'patch' | 'delete' | 'deletecollection';

/** What a path of the API refers to: a collection, an object or a subresource of one. */
export interface ResourcePath {
  group: string;
  version: string;
  /** The plural; it may be one without a kind (reviews, unknown resources). */
  resource: string;
  /** Undefined if no kind of the store is served there. */
  kind?: Kind;
  namespace?: string;
  name?: string;
  subresource?: string;
}

/** Subresources of a namespace. Anything else after a namespace is a resource in it. */
const OF_NAMESPACE = new Set(['status', 'finalize']);

/** Parses a path under /api/v1 or /apis/<group>/<version>; undefined if it is not a resource path (discovery, /healthz). */
export function resourcePath(path: string): ResourcePath | undefined {
  const parts = path.split('/').slice(1).map(decodeURIComponent);
  const core = parts[0] === 'api';
  if (!core && parts[0] !== 'apis') return undefined;
  const [group, version] = core ? ['', parts[1]] : [parts[1], parts[2]];
  const rest = parts.slice(core ? 2 : 3);
  if (group === undefined || !version || !rest[0] || rest.some((part) => part === '')) return undefined;
  const at = (resource: string, namespace: string | undefined, name?: string, subresource?: string): ResourcePath => ({
    group,
    version,
    resource,
    kind: KINDS.find((kind) => kind.group === group && kind.version === version && kind.plural === resource),
    ...(namespace !== undefined && { namespace }),
    ...(name !== undefined && { name }),
    ...(subresource !== undefined && { subresource }),
  });
  if (rest[0] === 'namespaces' && rest[2] && !(core && OF_NAMESPACE.has(rest[2])))
    return at(rest[2], rest[1]!, rest[3], rest.slice(4).join('/') || undefined);
  return at(rest[0], undefined, rest[1], rest.slice(2).join('/') || undefined);
}

/** The verb of a method on a path; undefined if the API does not support it. */
export function verbOf(method: string, path: ResourcePath, query: URLSearchParams): Verb | undefined {
  switch (method) {
    case 'GET':
    case 'HEAD':
      if (path.name !== undefined) return 'get';
      return isTrue(query.get('watch')) ? 'watch' : 'list';
    case 'POST':
      return 'create';
    case 'PUT':
      return 'update';
    case 'PATCH':
      return 'patch';
    case 'DELETE':
      return path.name === undefined ? 'deletecollection' : 'delete';
    default:
      return undefined;
  }
}

/** Whether a query value means true, as the API server parses it. */
export function isTrue(value: string | null): boolean {
  return value !== null && !['false', '0', ''].includes(value.toLowerCase());
}
