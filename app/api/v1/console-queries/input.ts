import { z } from 'zod';

/** What a person enters in the query console. Checked in the browser too. */
export const consoleInput = z.object({
  cypher: z
    .string()
    .trim()
    .min(1, 'Write a query.')
    .max(10_000, 'Use at most 10,000 characters.')
    .describe('A query in Cypher that only reads.'),
  parameters: z
    .record(z.string().max(100), z.unknown())
    .refine((values) => JSON.stringify(values).length <= 100_000, 'Use at most 100,000 characters.')
    .default({})
    .describe('The values of the parameters of the query, by name: `$name` in the query is the value of `name`.'),
  planOnly: z.boolean().default(false).describe('Whether to plan the query without running it.'),
});
