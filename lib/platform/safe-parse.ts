import { z } from 'zod';

/**
 * `schema.safeParse` for values that strangers made: what makes zod throw is an issue like any other. An object that says it has a
 * `length`, which is no number, where a text of a limited length belongs does so (zod compares the length although the type is wrong).
 */
export function safeParse<S extends z.ZodType>(schema: S, value: unknown): z.ZodSafeParseResult<z.output<S>> {
  try {
    return schema.safeParse(value) as z.ZodSafeParseResult<z.output<S>>;
  } catch (error) {
    if (!(error instanceof TypeError) && !(error instanceof RangeError)) throw error;
    const message = 'It holds an object where a plain value belongs, or is nested too deep.';
    return { success: false, error: new z.ZodError([{ code: 'custom', path: [], message, input: undefined }]) as z.ZodError<z.output<S>> };
  }
}
