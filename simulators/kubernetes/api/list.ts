import { StoreError } from '../store/error.ts';
import type { Kind } from '../store/kinds.ts';
import type { Obj } from '../store/object.ts';
import type { Store } from '../store/store.ts';
import { selectionOf } from './selectors.ts';
import { badRequest, invalid, StatusError } from './status.ts';

/** A list, or a page of one. */
export interface Listed {
  items: Obj[];
  /** `resourceVersion` is the same on all pages. */
  metadata: { resourceVersion: string; continue?: string; remainingItemCount?: number };
}

/** Where a list continues: after the object with this key, at a revision; -1 means the latest. */
interface Continuation {
  v: 'meta.k8s.io/v1';
  rv: number;
  start: string;
}

/**
 * The objects of a kind that the query selects (labelSelector, fieldSelector), ordered by namespace and name, `limit` at a
 * time. All pages show the state at the revision of the first one. Throws BadRequest and Invalid; Expired if that revision
 * is no longer kept, with a token in the Status for continuing at the latest revision; Timeout if the query asks for a
 * future revision.
 */
export function list(store: Store, kind: Kind, namespace: string | undefined, query: URLSearchParams): Listed {
  const selects = selectionOf(kind, query);
  const limit = limitOf(query);
  const from = continuationOf(query);
  const revision = from && from.rv > 0 ? from.rv : (exactRevision(store, query) ?? store.revision);

  let objects: Obj[];
  try {
    objects = revision === store.revision ? store.list(kind.kind, namespace) : store.listAt(revision, kind.kind, namespace);
  } catch (error) {
    if (!(error instanceof StoreError && error.reason === 'Expired')) throw error;
    throw from ? expired({ ...from, rv: -1 }) : new StatusError('Expired', 'The resourceVersion for the provided list is too old.');
  }
  if (from) objects = objects.filter((object) => keyOf(object) > from.start);
  if (selects) objects = objects.filter(selects);

  const page = limit === undefined ? objects : objects.slice(0, limit);
  const remaining = objects.length - page.length;
  return {
    items: page,
    metadata: {
      resourceVersion: String(revision),
      ...(remaining > 0 && { continue: token({ v: 'meta.k8s.io/v1', rv: revision, start: keyOf(page.at(-1)!) }) }),
      // The real server reports the remaining count only when no selector is used.
      ...(remaining > 0 && !selects && { remainingItemCount: remaining }),
    },
  };
}

function keyOf({ metadata }: Obj): string {
  return `${metadata.namespace ?? ''}/${metadata.name}`;
}

function limitOf(query: URLSearchParams): number | undefined {
  const text = query.get('limit');
  if (!text) return undefined;
  if (!/^-?\d+$/.test(text)) throw badRequest(`strconv.ParseInt: parsing "${text}": invalid syntax`);
  return Number(text) > 0 ? Number(text) : undefined;
}

/** The exact revision that a query asks for; undefined if the latest will do. */
function exactRevision(store: Store, query: URLSearchParams): number | undefined {
  const text = query.get('resourceVersion');
  const match = query.get('resourceVersionMatch');
  if (match && !text)
    throw invalidOptions('resourceVersionMatch: Forbidden: resourceVersionMatch is forbidden unless resourceVersion is provided');
  if (match && match !== 'Exact' && match !== 'NotOlderThan')
    throw invalidOptions(`resourceVersionMatch: Unsupported value: "${match}": supported values: "Exact", "NotOlderThan", ""`);
  if (match === 'Exact' && text === '0')
    throw invalidOptions('resourceVersionMatch: Forbidden: resourceVersionMatch "exact" is forbidden for resourceVersion "0"');
  if (!text) return undefined;
  const revision = revisionOf(text);
  assertReached(store, revision);
  return match === 'Exact' ? revision : undefined;
}

/** List options that cannot be combined. */
export function invalidOptions(problem: string): StatusError {
  return invalid({ kind: 'ListOptions', group: 'meta.k8s.io' }, '', problem);
}

/** The resourceVersion of a query as a number. Throws BadRequest. */
export function revisionOf(text: string): number {
  if (!/^\d+$/.test(text))
    throw badRequest(`resourceVersion: Invalid value: "${text}": strconv.ParseUint: parsing "${text}": invalid syntax`);
  return Number(text);
}

/** Throws Timeout for a future revision: the client got it from a server that no longer exists. */
export function assertReached(store: Store, revision: number): void {
  if (revision <= store.revision) return;
  throw new StatusError('Timeout', `Timeout: Too large resource version: ${revision}, current: ${store.revision}`, {
    causes: [{ reason: 'ResourceVersionTooLarge', message: 'Too large resource version' }],
    retryAfterSeconds: 1,
  });
}

function continuationOf(query: URLSearchParams): Continuation | undefined {
  const text = query.get('continue');
  if (!text) return undefined;
  try {
    const from = JSON.parse(Buffer.from(text, 'base64url').toString('utf8')) as Continuation;
    if (from.v === 'meta.k8s.io/v1' && Number.isInteger(from.rv) && typeof from.start === 'string') return from;
  } catch {
    // Not one of our tokens: the same answer as for a token with unexpected content.
  }
  throw badRequest('invalid continue token: continue key is not valid: it must be the unchanged value from the previous page');
}

function token(continuation: Continuation): string {
  return Buffer.from(JSON.stringify(continuation)).toString('base64url');
}

function expired(rest: Continuation): StatusError {
  return new StatusError(
    'Expired',
    'The provided continue parameter is too old to display a consistent list result. You can start a new list without the continue parameter, or use the continue token in this response to retrieve the remainder of the results. Continuing with the provided token results in an inconsistent list - objects that were created, modified, or deleted between the time the first chunk was returned and now may show up in the list.',
    undefined,
    { continue: token(rest) },
  );
}
