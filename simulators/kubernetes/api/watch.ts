import type { ServerResponse } from 'node:http';
import { apiVersionOf, type Kind } from '../store/kinds.ts';
import type { Obj } from '../store/object.ts';
import type { StoreEvent } from '../store/store.ts';
import type { Api } from './context.ts';
import { assertReached, invalidOptions, list, revisionOf } from './list.ts';
import { type Form, objectIn } from './representation.ts';
import { isTrue } from './routes.ts';
import { type Selects, selectionOf } from './selectors.ts';
import { statusOf } from './status.ts';

/** A client with more unread bytes than this is disconnected and has to resume where it was. */
const MAX_UNREAD_BYTES = 64 * 1024 * 1024;
/** A watch without timeoutSeconds ends after 30 to 60 minutes, as with --min-request-timeout=1800. */
const MIN_TIMEOUT_MS = 1_800_000;

/** The events of a watch as they are sent, in any representation. */
interface Channel {
  send(type: string, object: object): void;
  event(type: StoreEvent['type'], object: Obj): void;
  bookmark(annotations?: Record<string, string>): void;
}

/**
 * Answers a watch: sends the existing objects (without resourceVersion, or with 0) or the changes after resourceVersion,
 * then further changes, each once and in order, until timeoutSeconds have passed, the client disconnects or the server
 * closes. A revision that is no longer kept is answered with an ERROR event with a Status 410. For a future revision
 * nothing is sent until it has passed, as by the real server: a client with a revision from an earlier server sees nothing.
 * Throws BadRequest and Invalid before the answer begins.
 */
export function watch(
  api: Api,
  { kind, namespace, query, form }: { kind: Kind; namespace: string | undefined; query: URLSearchParams; form: Form },
  response: ServerResponse,
): void {
  const { store } = api;
  const selects: Selects = selectionOf(kind, query) ?? (() => true);
  const concerns = ({ object }: StoreEvent) =>
    object.kind === kind.kind && (namespace === undefined || object.metadata.namespace === namespace);
  const wantsBookmarks = isTrue(query.get('allowWatchBookmarks'));
  const begin = beginningOf(api, query);
  const channel = channelOf(api, kind, form, response);
  response.writeHead(200, { 'content-type': 'application/json', 'cache-control': 'no-cache, private', 'transfer-encoding': 'chunked' });
  response.flushHeaders();

  let sentRevision = store.revision;
  const sendOnce = (event: StoreEvent) => {
    if (event.revision <= sentRevision) return;
    sentRevision = event.revision;
    const changed = concerns(event) ? seenThrough(selects, event) : undefined;
    if (changed) channel.event(changed.type, changed.object);
  };
  if (begin.initial) {
    for (const object of list(store, kind, namespace, selectorsOf(query)).items) channel.event('ADDED', object);
    if (begin.marksEnd && wantsBookmarks) channel.bookmark({ 'k8s.io/initial-events-end': 'true' });
  } else {
    try {
      const missed = store.since(begin.after);
      sentRevision = begin.after;
      for (const event of missed) sendOnce(event);
    } catch (error) {
      channel.send('ERROR', statusOf(error));
      response.end();
      return;
    }
  }

  const stopListening = store.listen(sendOnce);
  const bookmarks = wantsBookmarks ? setInterval(() => channel.bookmark(), api.bookmarkEveryMs) : undefined;
  const end = () => {
    if (wantsBookmarks) channel.bookmark();
    response.end();
  };
  const timeout = setTimeout(end, timeoutOf(query));
  const stop = () => {
    stopListening();
    clearInterval(bookmarks);
    clearTimeout(timeout);
    api.streams.delete(end);
  };
  api.streams.add(end);
  response.on('close', stop);
}

/** Where a watch starts: with all existing objects, or after a revision. */
function beginningOf(api: Api, query: URLSearchParams): { initial: true; marksEnd: boolean } | { initial: false; after: number } {
  const text = query.get('resourceVersion') ?? '';
  const revision = revisionOf(text || '0');
  const sendInitialEvents = query.get('sendInitialEvents');
  const match = query.get('resourceVersionMatch');
  if (sendInitialEvents !== null && match !== 'NotOlderThan')
    throw invalidOptions('resourceVersionMatch: Forbidden: sendInitialEvents requires setting resourceVersionMatch to NotOlderThan');
  if (sendInitialEvents === null && match)
    throw invalidOptions(
      'resourceVersionMatch: Forbidden: resourceVersionMatch is forbidden for watch unless sendInitialEvents is provided',
    );
  if (isTrue(sendInitialEvents)) {
    assertReached(api.store, revision);
    return { initial: true, marksEnd: true };
  }
  if (revision === 0 && sendInitialEvents === null) return { initial: true, marksEnd: false };
  return { initial: false, after: revision === 0 ? api.store.revision : revision };
}

function selectorsOf(query: URLSearchParams): URLSearchParams {
  return new URLSearchParams([...query].filter(([name]) => name === 'labelSelector' || name === 'fieldSelector'));
}

/** A write as seen through a selector: an object that starts to match is added, one that no longer matches is deleted. */
function seenThrough(selects: Selects, { type, object, previous }: StoreEvent): { type: StoreEvent['type']; object: Obj } | undefined {
  const was = previous !== undefined && selects(previous);
  const is = type !== 'DELETED' && selects(object);
  if (was && is) return { type: 'MODIFIED', object };
  if (is) return { type: 'ADDED', object };
  if (!was) return undefined;
  const { resourceVersion } = object.metadata;
  return { type: 'DELETED', object: { ...previous, metadata: { ...previous.metadata, resourceVersion } } };
}

function channelOf({ store, now }: Api, kind: Kind, form: Form, response: ServerResponse): Channel {
  let first = true;
  const send = (type: string, object: object) => {
    if (response.writableEnded || response.destroyed) return;
    response.write(`${JSON.stringify({ type, object })}\n`);
    if (response.writableLength > MAX_UNREAD_BYTES) response.destroy();
  };
  return {
    send,
    event(type, object) {
      send(type, objectIn(form, kind, object, now(), first));
      first = false;
    },
    bookmark(annotations) {
      const metadata = { resourceVersion: String(store.revision), creationTimestamp: null, ...(annotations && { annotations }) };
      if (form.as === 'table')
        send('BOOKMARK', { kind: 'Table', apiVersion: 'meta.k8s.io/v1', metadata, columnDefinitions: null, rows: [] });
      else if (form.as === 'partial') send('BOOKMARK', { kind: 'PartialObjectMetadata', apiVersion: 'meta.k8s.io/v1', metadata });
      else send('BOOKMARK', { kind: kind.kind, apiVersion: apiVersionOf(kind), metadata });
    },
  };
}

function timeoutOf(query: URLSearchParams): number {
  const seconds = Number(query.get('timeoutSeconds') ?? 0);
  return seconds > 0 ? seconds * 1000 : MIN_TIMEOUT_MS * (1 + Math.random());
}
