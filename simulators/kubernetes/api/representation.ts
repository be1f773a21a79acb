import type { IncomingMessage, ServerResponse } from 'node:http';
import { gzipSync } from 'node:zlib';
import { apiVersionOf, type Kind } from '../store/kinds.ts';
import type { Obj } from '../store/object.ts';
import type { Listed } from './list.ts';
import { type Status, StatusError } from './status.ts';
import { type IncludeObject, partialOf, tableOf } from './tables/table.ts';

/** The form in which a client wants objects: complete, as a table, or metadata only. */
export interface Form {
  as: 'object' | 'table' | 'partial';
  /** What the rows of a table carry of their objects. */
  include: IncludeObject;
}

/** Bodies of at least this size are compressed if the client accepts it, as by the real server. */
const GZIP_FROM_BYTES = 128 * 1024;

/** The first supported form of an Accept header. Throws NotAcceptable if it names none. */
export function formOf(accept: string | undefined, query: URLSearchParams): Form {
  const include = (query.get('includeObject') ?? 'Metadata') as IncludeObject;
  for (const { type, parameters } of mediaTypes(accept)) {
    if (!['application/json', 'application/*', '*/*'].includes(type)) continue;
    const { as, g, v } = parameters;
    if (as === undefined) return { as: 'object', include };
    if (g !== 'meta.k8s.io' || v !== 'v1') continue;
    if (as === 'Table') return { as: 'table', include };
    if (as === 'PartialObjectMetadata' || as === 'PartialObjectMetadataList') return { as: 'partial', include };
  }
  throw new StatusError('NotAcceptable', 'only the following media types are accepted: application/json', {});
}

/** Whether an Accept header prefers discovery in one document (apidiscovery.k8s.io/v2). */
export function acceptsAggregatedDiscovery(accept: string | undefined): boolean {
  const [first] = mediaTypes(accept);
  return first?.type === 'application/json' && first.parameters.as === 'APIGroupDiscoveryList' && first.parameters.v === 'v2';
}

function mediaTypes(accept: string | undefined): { type: string; parameters: Record<string, string> }[] {
  return (accept || '*/*').split(',').map((part) => {
    const [type = '', ...parameters] = part.split(';').map((piece) => piece.trim());
    return { type: type.toLowerCase(), parameters: Object.fromEntries(parameters.map((parameter) => parameter.split('=', 2))) };
  });
}

/** An object in the requested form. */
export function objectIn(form: Form, kind: Kind, object: Obj, now: number, header = true): object {
  switch (form.as) {
    case 'table':
      return tableOf(kind.kind, [object], {
        now,
        include: form.include,
        header,
        metadata: { resourceVersion: object.metadata.resourceVersion },
      });
    case 'partial':
      return partialOf(object);
    default:
      return object;
  }
}

/** A list in the requested form. */
export function listIn(form: Form, kind: Kind, { items, metadata }: Listed, now: number): object {
  switch (form.as) {
    case 'table':
      return tableOf(kind.kind, items, { now, include: form.include, metadata });
    case 'partial':
      return { kind: 'PartialObjectMetadataList', apiVersion: 'meta.k8s.io/v1', metadata, items: items.map(partialOf) };
    default:
      // The items of a typed list carry neither kind nor apiVersion; the list's own apply to all.
      return {
        kind: `${kind.kind}List`,
        apiVersion: apiVersionOf(kind),
        metadata,
        items: items.map(({ kind: _kind, apiVersion: _version, ...rest }) => rest),
      };
  }
}

/** Answers with a JSON document, compressed if it is large and the client accepts that. */
export function sendJson(
  request: IncomingMessage,
  response: ServerResponse,
  code: number,
  body: object,
  contentType = 'application/json',
): void {
  const bytes = Buffer.from(JSON.stringify(body));
  const compress = bytes.length >= GZIP_FROM_BYTES && /\bgzip\b/.test(String(request.headers['accept-encoding'] ?? ''));
  const sent = compress ? gzipSync(bytes, { level: 1 }) : bytes;
  response.writeHead(code, {
    'content-type': contentType,
    'cache-control': 'no-cache, private',
    'content-length': sent.length,
    ...(compress && { 'content-encoding': 'gzip', vary: 'Accept-Encoding' }),
  });
  response.end(sent);
}

/** Answers with a Status. */
export function sendStatus(request: IncomingMessage, response: ServerResponse, status: Status): void {
  const { retryAfterSeconds } = status.details ?? {};
  if (retryAfterSeconds !== undefined) response.setHeader('retry-after', String(retryAfterSeconds));
  sendJson(request, response, status.code ?? 200, status);
}
