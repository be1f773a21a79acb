import type { IncomingMessage, ServerResponse } from 'node:http';
import { parse } from 'yaml';
import { kindNamed } from '../store/kinds.ts';
import type { Api } from './context.ts';
import { deleteObject, deleteOptions } from './delete.ts';
import { evict } from './evict.ts';
import { list } from './list.ts';
import { sendLog } from './pod-log.ts';
import { decodeProtobuf } from './protobuf/decode.ts';
import { formOf, listIn, objectIn, sendJson } from './representation.ts';
import { hasStatus, REVIEWS, subresourcesOf } from './resources.ts';
import { answerReview, requestToken } from './reviews.ts';
import { isTrue, type ResourcePath, type Verb } from './routes.ts';
import { scaleOf, writeScale } from './scale.ts';
import { badRequest, methodNotAllowed, type Status, StatusError, unknownResource } from './status.ts';
import { watch } from './watch.ts';
import { apply, create, existing, type Part, patch, type Target, update, type Writing } from './write.ts';

/** The media type of a server-side apply. */
const APPLY = 'application/apply-patch+yaml';
const MAX_BODY_BYTES = 3 * 1024 * 1024;

/** An authorized request for a resource. */
export interface ResourceRequest {
  path: ResourcePath;
  verb: Verb;
  query: URLSearchParams;
  user: { name: string; groups: string[] };
  request: IncomingMessage;
  response: ServerResponse;
}

/** Answers a request for objects, a subresource or a review. Throws errors that are answered as a Status. */
export async function answerResource(api: Api, resourceRequest: ResourceRequest): Promise<void> {
  const { path, verb, user, request, response } = resourceRequest;
  const { kind, name, subresource } = path;
  if (!kind) {
    const review = REVIEWS.find((one) => one.group === path.group && one.version === path.version && one.plural === path.resource);
    if (!review) throw unknownResource();
    if (verb !== 'create') throw methodNotAllowed();
    return sendJson(request, response, 201, answerReview(api, review, user, (await bodyOf(request)).content));
  }
  if (!kind.namespaced && path.namespace !== undefined) throw unknownResource();
  if (name === undefined) return answerCollection(api, resourceRequest, kind);
  if (kind.namespaced && path.namespace === undefined) throw unknownResource();
  const target: Target = { kind, namespace: path.namespace, name };
  if (subresource === undefined) return answerObject(api, resourceRequest, target, 'object');
  if (subresource === 'status' && hasStatus(kind)) return answerObject(api, resourceRequest, target, 'status');
  if (subresource === 'finalize' && kind.kind === 'Namespace') return answerObject(api, resourceRequest, target, 'object');
  if (!subresourcesOf(kind).some((one) => one.name === subresource)) throw unknownResource();
  return answerSubresource(api, resourceRequest, target, subresource);
}

async function answerCollection(api: Api, resourceRequest: ResourceRequest, kind: Target['kind']): Promise<void> {
  const { path, verb, query, request, response } = resourceRequest;
  const { namespace } = path;
  switch (verb) {
    case 'list':
      return sendJson(
        request,
        response,
        200,
        listIn(formOf(request.headers.accept, query), kind, list(api.store, kind, namespace, query), api.now()),
      );
    case 'watch':
      return watch(api, { kind, namespace, query, form: formOf(request.headers.accept, query) }, response);
    case 'create': {
      if (kind.namespaced && namespace === undefined) throw methodNotAllowed();
      const created = create(api, kind, namespace, (await bodyOf(request)).content, writingOf(resourceRequest));
      return sendJson(request, response, 201, objectIn(formOf(request.headers.accept, query), kind, created, api.now()));
    }
    case 'deletecollection': {
      if (kind.namespaced && namespace === undefined) throw methodNotAllowed();
      const options = deleteOptions((await bodyOf(request)).content, query);
      const found = list(api.store, kind, namespace, query);
      for (const { metadata } of found.items) deleteObject(api, { kind, namespace, name: metadata.name }, options);
      return sendJson(request, response, 200, listIn(formOf(request.headers.accept, query), kind, found, api.now()));
    }
    default:
      throw methodNotAllowed();
  }
}

async function answerObject(api: Api, resourceRequest: ResourceRequest, target: Target, part: Part): Promise<void> {
  const { verb, query, request, response } = resourceRequest;
  const send = (object: ReturnType<typeof existing>, code = 200) =>
    sendJson(request, response, code, objectIn(formOf(request.headers.accept, query), target.kind, object, api.now()));
  switch (verb) {
    case 'get':
      return send(existing(api, target));
    case 'update':
      return send(update(api, target, part, (await bodyOf(request)).content, writingOf(resourceRequest)));
    case 'patch': {
      const { content, type } = await bodyOf(request);
      if (type === APPLY && part === 'object') {
        const writing = { dryRun: query.has('dryRun'), writer: query.get('fieldManager') ?? undefined };
        const { object, made } = apply(api, target, content, isTrue(query.get('force')), writing);
        return send(object, made ? 201 : 200);
      }
      return send(patch(api, target, part, type, content, writingOf(resourceRequest)));
    }
    case 'delete': {
      if (part === 'status') throw methodNotAllowed();
      const gone = deleteObject(api, target, deleteOptions((await bodyOf(request)).content, query));
      return sendJson(request, response, 200, gone);
    }
    default:
      throw methodNotAllowed();
  }
}

async function answerSubresource(api: Api, resourceRequest: ResourceRequest, target: Target, subresource: string): Promise<void> {
  const { verb, query, request, response } = resourceRequest;
  const send = (body: object | Status, code = 200) => sendJson(request, response, code, body);
  const allowed = { eviction: ['create'], log: ['get'], token: ['create'], scale: ['get', 'update', 'patch'] }[subresource];
  if (!allowed?.includes(verb)) throw methodNotAllowed();
  if (subresource === 'log') return sendLog(api, target, query, response);
  if (verb === 'get') return send(scaleOf(existing(api, target)));
  const { content, type } = await bodyOf(request);
  if (subresource === 'scale')
    return send(writeScale(api, target, content, verb === 'patch' ? type : undefined, writingOf(resourceRequest)));
  if (subresource === 'eviction') return send(evict(api, { ...target, kind: kindNamed('Pod') }, content, query), 201);
  return send(requestToken(api, target, content), 201);
}

/** The field manager of a request: its fieldManager, or the first word of its user agent. */
function writingOf({ query, request }: ResourceRequest): Writing {
  const agent = String(request.headers['user-agent'] ?? 'unknown');
  return { dryRun: query.has('dryRun'), writer: query.get('fieldManager') || agent.split('/')[0]! };
}

/**
 * The body of a request and its media type; content is undefined if the body is empty. Throws BadRequest,
 * UnsupportedMediaType and RequestEntityTooLarge.
 */
async function bodyOf(request: IncomingMessage): Promise<{ content: unknown; type: string }> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of request as AsyncIterable<Buffer>) {
    size += chunk.length;
    if (size > MAX_BODY_BYTES) throw new StatusError('RequestEntityTooLarge', `Request entity too large: limit is ${MAX_BODY_BYTES}`, {});
    chunks.push(chunk);
  }
  const type = (request.headers['content-type'] ?? 'application/json').split(';')[0]!.trim().toLowerCase();
  const bytes = Buffer.concat(chunks);
  if (bytes.length === 0) return { content: undefined, type };
  if (type === 'application/vnd.kubernetes.protobuf') return { content: decodeProtobuf(bytes), type };
  if (!/[/+](json|yaml)$/.test(type))
    throw new StatusError(
      'UnsupportedMediaType',
      `the body of the request was in an unknown format - accepted media types include: application/json, application/yaml, application/vnd.kubernetes.protobuf`,
      {},
    );
  try {
    const text = bytes.toString('utf8');
    return { content: type.endsWith('yaml') ? parse(text) : JSON.parse(text), type };
  } catch (error) {
    throw badRequest(`the body of the request could not be read as ${type}: ${(error as Error).message}`);
  }
}
