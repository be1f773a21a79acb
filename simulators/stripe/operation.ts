import { z } from 'zod';
import { noSuch, StripeRefusal } from './errors.ts';
import type { Parts } from './parts.ts';
import { listOf, type StripeObject } from './types.ts';

/** An operation of the API: method, path with `:id`s, its parameters, and its implementation. */
export interface Operation {
  method: string;
  pattern: RegExp;
  schema: z.ZodType;
  run: (parts: Parts, input: never, ids: string[]) => unknown;
}

/** Declares an operation. `run` is handed the checked parameters without `expand`, and what the path's `:id`s are. */
export function on<S extends z.ZodType>(
  method: 'GET' | 'POST' | 'DELETE',
  path: string,
  schema: S,
  run: (parts: Parts, input: z.output<S>, id: string, second: string) => unknown,
): Operation {
  return {
    method,
    pattern: new RegExp(`^/v1${path.replaceAll(':id', '([^/]+)')}$`),
    schema,
    run: (parts, input, [first = '', second = '']) => run(parts, input, first, second),
  };
}

/**
 * The parameters of an operation. Each must be one that the SDK's type knows, so that a parameter which goes away breaks the build;
 * all others are refused, so that tests detect mistyped ones.
 */
export const paramsOf =
  <P>() =>
  <S extends z.ZodRawShape>(shape: S & { [K in Exclude<keyof S, keyof P>]: never }) =>
    z.strictObject({ ...(shape as S), expand: z.array(z.string()).optional() });

// The values of Stripe's form encoding: everything is text, and an empty text takes a value away.
export const text = z.string().max(5_000);
export const int = z.coerce.number().int();
export const cents = int.min(-99_999_999).max(99_999_999);
export const seconds = int.min(0);
export const flag = z.enum(['true', 'false']).transform((value) => value === 'true');
export const decimal = z.string().regex(/^-?\d+(\.\d{1,12})?$/);
export const emptyable = <S extends z.ZodType>(schema: S) => z.union([z.literal('').transform(() => null), schema]);
export const metadata = emptyable(
  z.record(z.string().max(40), z.string().max(500)).refine((all) => Object.keys(all).length <= 50, 'At most 50 keys'),
).optional();
export const address = z.strictObject({
  line1: text.optional(),
  line2: text.optional(),
  city: text.optional(),
  state: text.optional(),
  postal_code: text.optional(),
  country: z.union([z.literal(''), z.string().length(2)]).optional(),
});
export const period = z.strictObject({ start: seconds, end: seconds });
const range = z.strictObject({ gt: int.optional(), gte: int.optional(), lt: int.optional(), lte: int.optional() });
export const created = z.union([int, range]).optional();
export const pageShape = { limit: int.min(1).max(100).optional(), starting_after: text.optional(), ending_before: text.optional() };
export const nothing = z.strictObject({ expand: z.array(z.string()).optional() });

/** Whether a time lies in the range that a list asks for. */
export function within(time: number, wanted: z.output<typeof created>): boolean {
  if (wanted === undefined) return true;
  if (typeof wanted === 'number') return time === wanted;
  const { gt = -Infinity, gte = -Infinity, lt = Infinity, lte = Infinity } = wanted;
  return time > gt && time >= gte && time < lt && time <= lte;
}

/** Metadata after a change: values are merged, an empty one takes its key away, and null takes all away. */
export function mergedMetadata(
  before: Record<string, string> | null,
  change: Record<string, string> | null | undefined,
): Record<string, string> {
  if (change === undefined) return before ?? {};
  if (change === null) return {};
  return Object.fromEntries(Object.entries({ ...before, ...change }).filter(([, value]) => value !== ''));
}

/** A page of a list whose objects come newest first. Throws StripeRefusal when the object to go on from is not in it. */
export function listed<T extends { id: string }>(
  url: string,
  {
    limit = 10,
    starting_after: after,
    ending_before: before,
  }: { limit?: number | undefined; starting_after?: string | undefined; ending_before?: string | undefined },
  all: T[],
) {
  const at = (id: string, param: string) => {
    const index = all.findIndex((object) => object.id === id);
    if (index < 0) throw noSuch('object', id, param);
    return index;
  };
  if (before) {
    const end = at(before, 'ending_before');
    const start = Math.max(0, end - limit);
    return listOf(url, all.slice(start, end), start > 0);
  }
  const start = after ? at(after, 'starting_after') + 1 : 0;
  return listOf(url, all.slice(start, start + limit), start + limit < all.length);
}

/** Whether the fields of an object have the values that a list asks for. */
export function matches<T extends StripeObject>(object: T, wanted: { [K in keyof T]?: T[K] | undefined }): boolean {
  return Object.entries(wanted).every(([field, value]) => value === undefined || object[field as keyof T] === value);
}

/** Runs the operation of a request. Throws StripeRefusal for an unknown path or parameter. */
export function operate(operations: Operation[], parts: Parts, method: string, path: string, input: Record<string, unknown>): unknown {
  for (const { method: ofMethod, pattern, schema, run } of operations) {
    const match = ofMethod === method ? pattern.exec(path) : null;
    if (!match) continue;
    const parsed = schema.safeParse(input);
    if (!parsed.success) throw refusal(parsed.error);
    return run(parts, parsed.data as never, match.slice(1).map(decodeURIComponent));
  }
  throw new StripeRefusal(404, `Unrecognized request URL (${method}: ${path}).`);
}

function refusal(error: z.ZodError): StripeRefusal {
  const deepest = (issue: z.core.$ZodIssue | undefined): z.core.$ZodIssue | undefined => {
    const option = issue?.code === 'invalid_union' ? issue.errors.at(-1)?.[0] : undefined;
    return option && issue ? deepest({ ...option, path: [...issue.path, ...option.path] } as z.core.$ZodIssue) : issue;
  };
  const issue = deepest(error.issues[0]);
  const path = (more: PropertyKey[] = []) =>
    [...(issue?.path ?? []), ...more].map((part, i) => (i ? `[${String(part)}]` : String(part))).join('');
  if (issue?.code === 'unrecognized_keys') {
    const param = path(issue.keys.slice(0, 1));
    return new StripeRefusal(400, `Received unknown parameter: ${param}`, { code: 'parameter_unknown', param });
  }
  const missing = issue?.code === 'invalid_type' && issue.message.includes('undefined');
  return new StripeRefusal(400, missing ? `Missing required param: ${path()}.` : `Invalid ${path()}: ${issue?.message}`, {
    code: missing ? 'parameter_missing' : 'parameter_invalid',
    param: path(),
  });
}
