import { z } from 'zod';
import { exampleOf, type JsonSchema } from './openapi-example.ts';
import type { Declaration, RouteHandler } from './route.ts';

const PROBLEM = {
  type: 'object',
  description: 'RFC 9457 problem details',
  required: ['type', 'title', 'status', 'code', 'detail'],
  properties: {
    type: { type: 'string' },
    title: { type: 'string' },
    status: { type: 'integer' },
    code: { type: 'string', description: 'Stable; for programs' },
    detail: { type: 'string', description: 'What happened, what was expected, what to do' },
    invalid_params: {
      type: 'array',
      items: { type: 'object', required: ['name', 'reason'], properties: { name: { type: 'string' }, reason: { type: 'string' } } },
    },
  },
};

const PROBLEM_CONTENT = { 'application/problem+json': { schema: { $ref: '#/components/schemas/Problem' } } };

/** The OpenAPI 3.1 document of the declarations that validate every request and answer: it cannot say anything else than what holds. */
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
      description: 'The REST API of KG RCA. Times are epoch milliseconds, money is integer cents, sizes are bytes.',
      license: { name: 'Apache-2.0', identifier: 'Apache-2.0' },
    },
    servers: [{ url: serverUrl }],
    tags: [...new Set(handlers.map(({ declaration }) => declaration.tag))].sort().map((name) => ({ name })),
    paths,
    components: {
      securitySchemes: {
        apiKey: { type: 'http', scheme: 'bearer', description: "An API key of the client, or the provider's staff token" },
        session: { type: 'apiKey', in: 'cookie', name: 'next-auth.session-token', description: 'A signed-in person' },
      },
      schemas: { Problem: PROBLEM },
    },
  };
}

function operation(declaration: Declaration) {
  const { operationId, summary, tag, access, body, rawBody, response, status = 200 } = declaration;
  const content =
    response instanceof z.ZodType
      ? { 'application/json': { schema: schemaOf(response, 'output') } }
      : { [response.binary]: { schema: { type: 'string', format: 'binary' } } };
  return {
    operationId,
    summary,
    tags: [tag],
    security: access === 'public' ? [] : [{ apiKey: [] }, { session: [] }],
    ...(access === 'tenant' ? { description: rightsOf(declaration) } : {}),
    parameters: [...parameters(declaration.params, 'path'), ...parameters(declaration.query, 'query')],
    ...(body ? { requestBody: { required: true, content: { 'application/json': jsonBody(body) } } } : {}),
    ...(rawBody ? { requestBody: { required: true, content: { [rawBody]: { schema: { type: 'object' } } } } } : {}),
    responses: {
      [status]: { description: 'As asked', content },
      ...Object.fromEntries(problemsOf(declaration).map(([code, description]) => [code, { description, content: PROBLEM_CONTENT }])),
      default: { description: 'Another problem', content: PROBLEM_CONTENT },
    },
  };
}

function jsonBody(body: z.ZodType) {
  const schema = schemaOf(body, 'input');
  return { schema, example: exampleOf(schema as JsonSchema) };
}

/** The refusals that the route wrapper itself can answer an operation with. */
function problemsOf({ access, params, query, body }: Declaration): [number, string][] {
  const known = access !== 'public';
  return [
    ...(known ? [[401, 'Nobody is signed in, or the key is not live'] as [number, string]] : []),
    ...(access === 'tenant' ? [[403, 'The key lacks the scope, or the person the role'] as [number, string]] : []),
    ...(params || access === 'staff'
      ? [[404, 'There is no such object, or it is not yours: both answer the same'] as [number, string]]
      : []),
    ...(query || body ? [[422, 'An input is wrong; invalid_params names each'] as [number, string]] : []),
    ...(known ? [[429, 'A limit is reached; Retry-After says when to try again'] as [number, string]] : []),
  ];
}

/** What a caller needs, in words. */
export function rightsOf({ access, method, scope, role, metered }: Declaration): string {
  if (access === 'public') return 'Anybody.';
  if (access === 'user') return 'Anybody signed in, or any API key.';
  if (access === 'staff') return "The provider's staff only.";
  const reading = method === 'GET';
  const counted = metered === false ? 'Not counted as an API call.' : 'Counted as an API call of the plan.';
  return `An API key with the scope ${scope ?? (reading ? 'read' : 'write')}, or a session with at least the role ${role ?? (reading ? 'viewer' : 'member')}. ${counted}`;
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

/** The JSON Schema of a zod schema; what JSON cannot say (bigint, dates of code) is any value. */
export function schemaOf(schema: z.ZodType, io: 'input' | 'output') {
  const { $schema: _, ...json } = z.toJSONSchema(schema, { io, unrepresentable: 'any', target: 'draft-2020-12' });
  return json;
}
