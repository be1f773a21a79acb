import { detailsOf, resourceOf } from '../store/error.ts';
import { apiVersionOf, type Kind, kindNamed } from '../store/kinds.ts';
import { isMap } from '../store/merge-patch.ts';
import { isoTime, type NewObj, type Obj } from '../store/object.ts';
import type { Api } from './context.ts';
import { applyPatch } from './patch/apply-patch.ts';
import { serverSideApply } from './patch/server-side-apply.ts';
import { hasStatus } from './resources.ts';
import { badRequest, conflict, invalid, notFound, StatusError } from './status.ts';

/** The object to write. */
export interface Target {
  kind: Kind;
  namespace: string | undefined;
  name: string;
}

/** How to write it. */
export interface Writing {
  /** Validate only; store nothing. */
  dryRun: boolean;
  /** The writer's name for managedFields: `kubectl-edit`; undefined if managedFields is already set. */
  writer: string | undefined;
}

/** The part of an object that a request writes: everything except the status, or the status alone. */
export type Part = 'object' | 'status';

const NAMES = /^[a-z0-9]([-a-z0-9.]*[a-z0-9])?$/;
/** Names of RBAC objects may contain colons (system:node). */
const PATH_NAMES = /^[^/%]+$/;
const NAME_RULE =
  "a lowercase RFC 1123 subdomain must consist of lower case alphanumeric characters, '-' or '.', and must start and end with an alphanumeric character (e.g. 'example.com', regex used for validation is '[a-z0-9]([-a-z0-9]*[a-z0-9])?(\\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*')";

/**
 * Creates an object from a request's body. Throws BadRequest, NotFound (no such namespace), Forbidden, Invalid and
 * AlreadyExists.
 */
export function create(api: Api, kind: Kind, namespace: string | undefined, body: unknown, writing: Writing): Obj {
  const given = objectOf(kind, namespace, body);
  if (given.metadata.resourceVersion) throw badRequest('resourceVersion should not be set on objects to be created');
  if (namespace !== undefined) assertNamespace(api, kind, namespace, given.metadata.name);
  assertName(kind, given);
  const { uid: _uid, creationTimestamp: _time, deletionTimestamp: _deletion, ...metadata } = given.metadata;
  const { status: _status, ...content } = given;
  const object = api.admit('CREATE', { ...(hasStatus(kind) ? content : given), metadata } as Obj, undefined, writing.writer);
  if (!writing.dryRun) return api.store.create(object as NewObj);
  const name = object.metadata.name || `${object.metadata.generateName}`;
  if (api.store.find(kind.kind, namespace, name))
    throw new StatusError('AlreadyExists', `${resourceOf(kind)} "${name}" already exists`, detailsOf(kind, name));
  return { ...object, metadata: { ...object.metadata, name, creationTimestamp: isoTime(api.now()) } };
}

/** Replaces an object, or its status, with a request's body. Throws BadRequest, NotFound, Conflict, Invalid and Forbidden. */
export function update(api: Api, target: Target, part: Part, body: unknown, writing: Writing): Obj {
  const object = objectOf(target.kind, target.namespace, body);
  if (object.metadata.name !== target.name)
    throw badRequest(`the name of the object (${object.metadata.name}) does not match the name on the URL (${target.name})`);
  return write(api, target, part, object, writing);
}

/** Patches an object, or its status. Throws like `update`, and UnsupportedMediaType. */
export function patch(api: Api, target: Target, part: Part, contentType: string, body: unknown, writing: Writing): Obj {
  const current = existing(api, target);
  const next = applyPatch(current, contentType, body);
  if (next.metadata?.name !== target.name || next.metadata.namespace !== target.namespace)
    throw invalid(target.kind, target.name, 'metadata.name: Invalid value: name and namespace of an object cannot be changed');
  return write(api, target, part, next, writing);
}

/**
 * Server-side apply; creates the object if it does not exist, and returns whether it did. Throws like `update`, and
 * Conflict if others manage a field with another value and `force` is not set.
 */
export function apply(api: Api, target: Target, body: unknown, force: boolean, writing: Writing): { object: Obj; made: boolean } {
  const { kind, namespace, name } = target;
  const config = objectOf(kind, namespace, body);
  if (config.metadata.name !== name)
    throw badRequest(`the name of the object (${config.metadata.name}) does not match the name on the URL (${name})`);
  if (!writing.writer)
    throw invalid({ ...kind, kind: 'PatchOptions', group: 'meta.k8s.io' }, '', 'fieldManager: Required value: is required for apply patch');
  const current = api.store.find(kind.kind, namespace, name);
  const next = serverSideApply(current, config, { manager: writing.writer, force, now: api.now() });
  const noted = { ...writing, writer: undefined };
  if (!current) return { object: create(api, kind, namespace, next, noted), made: true };
  return { object: write(api, target, 'object', next, noted), made: false };
}

/** The object named by a request. Throws NotFound. */
export function existing({ store }: Api, { kind, namespace, name }: Target): Obj {
  const found = store.find(kind.kind, namespace, name);
  if (!found) throw notFound(kind, name);
  return found;
}

function write(api: Api, target: Target, part: Part, given: Obj, writing: Writing): Obj {
  const { kind, name } = target;
  const current = existing(api, target);
  const { uid, resourceVersion } = given.metadata;
  if (uid && uid !== current.metadata.uid)
    throw conflict(kind, name, `Precondition failed: UID in precondition: ${uid}, UID in object meta: ${current.metadata.uid}`);
  if (resourceVersion && resourceVersion !== current.metadata.resourceVersion)
    throw conflict(kind, name, 'the object has been modified; please apply your changes to the latest version and try again');
  const next =
    part === 'status' ? { ...current, status: given.status } : api.admit('UPDATE', kept(kind, given, current), current, writing.writer);
  return writing.dryRun ? next : api.store.update(next);
}

/** Restores what no client can change: identity, deletion, and the status if it has its own endpoint. */
function kept(kind: Kind, given: Obj, current: Obj): Obj {
  const { uid, resourceVersion, creationTimestamp, deletionTimestamp, deletionGracePeriodSeconds, generation, generateName } =
    current.metadata;
  const {
    deletionTimestamp: _deletion,
    deletionGracePeriodSeconds: _grace,
    generation: _generation,
    generateName: _generateName,
    ...metadata
  } = given.metadata;
  const { status: _status, ...content } = given;
  const keepsStatus = hasStatus(kind) && current.status !== undefined;
  return {
    ...(hasStatus(kind) ? content : given),
    ...(keepsStatus && { status: current.status }),
    apiVersion: current.apiVersion,
    kind: current.kind,
    metadata: {
      ...metadata,
      uid,
      resourceVersion,
      creationTimestamp,
      ...(deletionTimestamp && { deletionTimestamp, deletionGracePeriodSeconds }),
      ...(generation !== undefined && { generation }),
      ...(generateName && { generateName }),
    },
  } as Obj;
}

/** A body as an object of a kind, in the namespace of the path. Throws BadRequest. */
function objectOf(kind: Kind, namespace: string | undefined, body: unknown): Obj {
  if (!isMap(body)) throw badRequest(`the body must be a JSON object: a ${kind.kind}`);
  if (body.kind !== kind.kind || body.apiVersion !== apiVersionOf(kind))
    throw badRequest(
      `${String(body.kind)} in version "${String(body.apiVersion)}" cannot be handled as a ${kind.kind}: expected kind ${kind.kind} and apiVersion ${apiVersionOf(kind)}`,
    );
  const metadata = isMap(body.metadata) ? body.metadata : {};
  if (metadata.namespace && metadata.namespace !== namespace)
    throw badRequest('the namespace of the provided object does not match the namespace sent on the request');
  return { ...body, metadata: { ...metadata, ...(namespace !== undefined && { namespace }) } } as unknown as Obj;
}

function assertNamespace({ store }: Api, kind: Kind, namespace: string, name: string | undefined): void {
  const found = store.find('Namespace', undefined, namespace);
  if (!found) throw notFound(kindNamed('Namespace'), namespace);
  if (found.metadata.deletionTimestamp)
    throw new StatusError(
      'Forbidden',
      `${resourceOf(kind)}${name ? ` "${name}"` : ''} is forbidden: unable to create new content in namespace ${namespace} because it is being terminated`,
      {
        ...detailsOf(kind, name),
        causes: [{ reason: 'NamespaceTerminating', message: `namespace ${namespace} is being terminated`, field: 'metadata.namespace' }],
      },
    );
}

function assertName(kind: Kind, { metadata }: Obj): void {
  const { name, generateName } = metadata;
  if (!name && !generateName) throw invalid(kind, '', 'metadata.name: Required value: name or generateName is required');
  const valid = kind.group === 'rbac.authorization.k8s.io' ? PATH_NAMES : NAMES;
  if (name && (!valid.test(name) || name.length > 253)) throw invalid(kind, name, `metadata.name: Invalid value: "${name}": ${NAME_RULE}`);
}
