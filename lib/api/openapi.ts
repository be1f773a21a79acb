import { z } from 'zod';
import type { Declaration } from './declaration.ts';
import { takesIdempotencyKey } from './idempotency.ts';
import { exampleOf, type JsonSchema } from './openapi-example.ts';
import { HEADERS, hasEntityTag, headerParameters, problemHeaders, successHeaders } from './openapi-headers.ts';
import type { RouteHandler } from './route.ts';

const PROBLEM = {
  type: 'object',
  description: 'RFC 9457 problem details',
  required: ['type', 'title', 'status', 'code', 'detail'],
  properties: {
    type: { type: 'string' },
    title: { type: 'string' },
    status: { type: 'integer' },
    code: { type: 'string', description: 'Stable and meant for programs' },
    detail: { type: 'string', description: 'What happened, what was expected and what to do' },
    invalid_params: {
      type: 'array',
      items: { type: 'object', required: ['name', 'reason'], properties: { name: { type: 'string' }, reason: { type: 'string' } } },
    },
  },
};

const PROBLEM_CONTENT = { 'application/problem+json': { schema: { $ref: '#/components/schemas/Problem' } } };

const SCIM_ERROR_SCHEMA = {
  type: 'object',
  description: 'An error of SCIM (RFC 7644, 3.12)',
  required: ['schemas', 'status', 'detail'],
  properties: {
    schemas: { type: 'array', items: { type: 'string' } },
    status: { type: 'string' },
    scimType: { type: 'string' },
    detail: { type: 'string' },
  },
};
const SCIM_ERROR = { 'application/scim+json': { schema: { $ref: '#/components/schemas/ScimError' } } };

/** The OpenAPI 3.1 document, generated from the declarations that validate every request and response, so it is always accurate. */
export function openApiDocument(handlers: readonly RouteHandler[], serverUrl: string) {
  const paths: Record<string, Record<string, unknown>> = {};
  for (const { declaration } of handlers) {
    const path = paths[declaration.path] ?? {};
    path[declaration.method.toLowerCase()] = operation(declaration);
    paths[declaration.path] = path;
  }
  return {
    openapi: '3.1.0',
    info: {
      title: 'KG RCA',
      version: '1',
      description:
        'The REST API of KG RCA. Times are in epoch milliseconds, amounts of money in integer cents, sizes in bytes. Before an operation is looked up, a request may be refused with 405 (no such method), 421 (another host name) or 431 (headers too large, more than 16 KiB).',
      license: { name: 'Apache-2.0', identifier: 'Apache-2.0' },
    },
    servers: [{ url: serverUrl }],
    tags: [...new Set(handlers.map(({ declaration }) => declaration.tag))].sort().map((name) => ({ name })),
    paths,
    components: {
      securitySchemes: {
        apiKey: { type: 'http', scheme: 'bearer', description: 'An API key of the client, or the staff token of the provider' },
        scimToken: { type: 'http', scheme: 'bearer', description: 'A token of the directory of a client, for SCIM only' },
        session: {
          type: 'apiKey',
          in: 'cookie',
          name: 'kg-rca-session',
          description: 'The session of a signed-in user; over HTTPS the name is __Host-kg-rca-session',
        },
      },
      schemas: { Problem: PROBLEM, ScimError: SCIM_ERROR_SCHEMA },
      headers: HEADERS,
      responses: Object.fromEntries(
        Object.entries(PROBLEMS).map(([status, description]) => [
          status,
          { description, headers: problemHeaders(Number(status)), content: PROBLEM_CONTENT },
        ]),
      ),
    },
  };
}

function operation(declaration: Declaration) {
  const { operationId, summary, tag, access, body, rawBody, rawSchema, response, status = 200 } = declaration;
  const isScim = access === 'scim';
  const jsonType = isScim ? 'application/scim+json' : 'application/json';
  const content =
    response instanceof z.ZodType
      ? { [jsonType]: withExample(response, 'output') }
      : { [response.binary]: { schema: response.binary === 'application/json' ? {} : { type: 'string', format: 'binary' } } };
  return {
    operationId,
    summary,
    tags: [tag],
    security: access === 'public' ? [] : isScim ? [{ scimToken: [] }] : [{ apiKey: [] }, { session: [] }],
    ...(access === 'tenant' ? { description: rightsOf(declaration) } : {}),
    parameters: [...parameters(declaration.params, 'path'), ...parameters(declaration.query, 'query'), ...headerParameters(declaration)],
    ...(body ? { requestBody: { required: true, content: { [jsonType]: withExample(body, 'input') } } } : {}),
    ...(rawBody
      ? { requestBody: { required: true, content: { [rawBody]: { schema: rawSchema ? schemaOf(rawSchema, 'input') : {} } } } }
      : {}),
    responses: {
      [status]: { description: 'Success', headers: successHeaders(declaration), ...(status !== 204 && { content }) },
      ...(hasEntityTag(declaration) && {
        304: { description: 'The answer is still the one whose ETag was sent in If-None-Match', headers: successHeaders(declaration) },
      }),
      ...Object.fromEntries(
        problemsOf(declaration).map((one) => [
          one,
          isScim
            ? { description: PROBLEMS[one] ?? '', content: { ...SCIM_ERROR, ...(BEFORE_OPERATIONS.includes(one) && PROBLEM_CONTENT) } }
            : { $ref: `#/components/responses/${one}` },
        ]),
      ),
    },
  };
}

function withExample(of: z.ZodType, io: 'input' | 'output') {
  const schema = schemaOf(of, io);
  return { schema, example: exampleOf(schema as JsonSchema) };
}

/** What the problems of each status have in common. */
const PROBLEMS: Record<number, string> = {
  400: 'The request cannot be read: its address, its encoding or its JSON',
  401: 'Not signed in, or the API key is unknown, revoked or expired',
  402: 'The client is suspended',
  403: 'The API key lacks the permission, the user lacks the role, or the page that asks is of another origin',
  404: 'The object does not exist or belongs to another client; the response is the same',
  408: 'The body did not arrive in time',
  409: 'It does not fit the present state; detail says what to do first',
  413: 'The body is too large',
  415: 'The body has a type other than JSON',
  422: 'An input is invalid; invalid_params lists each of them',
  431: 'The address and the headers are too large',
  429: 'A limit has been reached; Retry-After says when to try again',
  503: 'Too much is going on at the moment; Retry-After says when to try again',
};

/** With what the HTTP server may refuse a request before it knows the operation. */
const BEFORE_OPERATIONS = [400, 408, 413, 431, 503];

/** The statuses of the problems with which an operation may respond: those of the route wrapper and its own. */
function problemsOf(declaration: Declaration): number[] {
  const { access, method, params, query, body, rawBody, whileSuspended, problems = [] } = declaration;
  const isRead = method === 'GET';
  const hasKey = takesIdempotencyKey(declaration);
  const byWrapper: [number, boolean][] = [
    [400, true],
    [401, access !== 'public'],
    [402, access === 'tenant' && !(whileSuspended ?? isRead)],
    [403, access !== 'public' || !isRead],
    [404, params !== undefined || access === 'staff'],
    [408, !isRead],
    [409, hasKey],
    [413, !isRead],
    [415, body !== undefined || rawBody !== undefined],
    [422, query !== undefined || body !== undefined || hasKey],
    [429, true],
    [431, params !== undefined || query !== undefined],
    [503, !isRead || rawBody !== undefined],
  ];
  const statuses = byWrapper.flatMap(([status, applies]) => (applies ? [status] : []));
  return [...new Set([...statuses, ...problems])].sort();
}

/** The access rights that an operation requires, as text. */
export function rightsOf({ access, method, scope, role, metered }: Declaration): string {
  if (access === 'public') return 'No authentication required.';
  if (access === 'user') return 'Any signed-in user, or any API key.';
  if (access === 'scim') return 'Only the directory of a client, with its SCIM token.';
  if (access === 'staff') return "Only the provider's staff.";
  const reading = method === 'GET';
  const counted = metered === false ? 'Does not count as an API call.' : 'Counts as an API call of the plan.';
  return `An API key with the permission ${scope ?? (reading ? 'read' : 'write')}, or a session with at least the role ${role ?? (reading ? 'viewer' : 'member')}. ${counted}`;
}

function parameters(schema: z.ZodObject | undefined, place: 'path' | 'query') {
  if (!schema) return [];
  const json = schemaOf(schema, 'input') as { properties?: Record<string, object>; required?: string[] };
  return Object.entries(json.properties ?? {}).map(([name, property]) => ({
    name,
    in: place,
    required: place === 'path' || (json.required ?? []).includes(name),
    schema: property,
  }));
}

/** The JSON Schema of a zod schema. What JSON Schema cannot express, such as bigint, becomes any value. */
export function schemaOf(schema: z.ZodType, io: 'input' | 'output') {
  const { $schema: _, ...json } = z.toJSONSchema(schema, { io, unrepresentable: 'any', target: 'draft-2020-12' });
  return json;
}
