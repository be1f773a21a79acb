import { gunzipSync } from 'node:zlib';
import { z } from 'zod';
import { invalid, notFound, Problem } from '#lib/platform/problem.ts';
import { safeParse } from '#lib/platform/safe-parse.ts';
import { parseJson, shortened, wellFormed, wellFormedDeep } from '#lib/text/index.ts';

const MAX_JSON_BYTES = 1024 * 1024;
const JSON_TYPES = /^application\/(json|[\w.+-]{1,100}\+json)$/;
/** What JSON and people call a number, in a query. `Number()` takes more: nothing, blanks, hexadecimals. */
const DECIMAL = /^-?\d{1,20}(\.\d{1,20})?$/;

/** The schemas of what an operation takes. */
interface InputSchemas {
  params?: z.ZodObject;
  query?: z.ZodObject;
  body?: z.ZodType;
  /** The type of a body that the handler reads itself. */
  rawBody?: string;
}

/**
 * Reads the parameters, the query and the body of a request. Throws a Problem: 400 for a body that cannot be read, 404 for a parameter that
 * is no id, 413 and 415 for a body that is too large or not JSON, 422 for an input that does not fit its schema.
 */
export async function parseInput(schemas: InputSchemas, request: Request, params: Record<string, string | string[] | undefined>) {
  if (schemas.rawBody === 'application/json') assertJson(request);
  return {
    // A malformed id gets the same 404 as a missing object.
    params: schemas.params ? parsed(schemas.params, wellFormedDeep(params), () => notFound()) : undefined,
    query: schemas.query ? parsed(schemas.query, queryOf(request, schemas.query)) : undefined,
    body: schemas.body ? parsed(schemas.body, await readJson(request)) : undefined,
  };
}

function parsed(schema: z.ZodType, input: unknown, refuse = inputProblem): unknown {
  const result = safeParse(schema, input);
  if (!result.success) throw refuse(result.error);
  return result.data;
}

function inputProblem(error: z.ZodError): Problem {
  const invalidParams = error.issues.map((issue) => ({ name: issue.path.join('.') || 'body', reason: issue.message }));
  return new Problem(422, 'invalid_input', invalidParams.map(({ name, reason }) => `${name}: ${reason}`).join(' '), { invalidParams });
}

/** The query as text by name. One that the operation knows may come once: two places could read two values of it. */
function queryOf(request: Request, schema: z.ZodObject): Record<string, string> {
  const query: Record<string, string> = {};
  for (const [name, value] of new URL(request.url).searchParams) {
    if (!Object.hasOwn(schema.shape, name)) continue;
    if (Object.hasOwn(query, name)) throw invalid(name, 'Send it once.');
    const text = wellFormed(value);
    if (isNumber(schema.shape[name] as z.ZodType) && !DECIMAL.test(text)) throw invalid(name, 'Send a number, such as 50.');
    query[name] = text;
  }
  return query;
}

/** Whether a schema takes a number, with a default or not. */
function isNumber(schema: z.ZodType): boolean {
  if (schema instanceof z.ZodOptional || schema instanceof z.ZodDefault || schema instanceof z.ZodNullable)
    return isNumber(schema.unwrap() as z.ZodType);
  return schema instanceof z.ZodNumber;
}

function assertJson(request: Request): void {
  const type = (request.headers.get('content-type') ?? '').split(';')[0]?.trim().toLowerCase() ?? '';
  if (JSON_TYPES.test(type)) return;
  const said = type === '' ? 'does not say of what type it is' : `is said to be ${shortened(type, 100)}`;
  const detail = `The body ${said}. Send JSON, and say so: -H "Content-Type: application/json".`;
  throw new Problem(415, 'not_json', detail, { headers: { 'Accept-Post': 'application/json' } });
}

async function readJson(request: Request): Promise<unknown> {
  // A request without a body has no type to tell; it is refused for what it lacks.
  if (request.body) assertJson(request);
  const raw = Buffer.from(await request.arrayBuffer());
  const tooLarge = () => new Problem(413, 'body_too_large', `The body may be at most ${MAX_JSON_BYTES} bytes.`);
  if (raw.length > MAX_JSON_BYTES) throw tooLarge();
  let text: string;
  try {
    const gzip = request.headers.get('content-encoding') === 'gzip';
    text = (gzip ? gunzipSync(raw, { maxOutputLength: MAX_JSON_BYTES }) : raw).toString('utf8');
  } catch (error) {
    if ((error as { code?: string }).code === 'ERR_BUFFER_TOO_LARGE') throw tooLarge();
    throw new Problem(400, 'bad_body', 'The body is declared as gzip but cannot be decompressed.');
  }
  try {
    return parseJson(text || 'null');
  } catch {
    throw new Problem(400, 'bad_body', 'The body is not valid JSON. Send a JSON object with "Content-Type: application/json".');
  }
}
