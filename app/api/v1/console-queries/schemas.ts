import { z } from 'zod';
import { CONSOLE_ROWS, OUTCOMES } from '#lib/queries/index.ts';
import { nextCursor, time, uuid } from '../schemas.ts';

const VALUES =
  'Nodes, relations and paths are objects with one field: `node` (id, labels, properties), `relation` (id, type, from, to, properties) and `path` (nodes, relations). Their ids hold within this answer only.';

export const consoleAnswer = z.object({
  id: uuid.describe('The id of the query in the history.'),
  columns: z.array(z.string()),
  rows: z.array(z.array(z.unknown())).describe(`At most ${CONSOLE_ROWS} rows, with a value for each column, in their order. ${VALUES}`),
  truncated: z
    .enum(['rows', 'bytes'])
    .nullable()
    .describe(`Why there are more rows: more than ${CONSOLE_ROWS}, or more than 4 MB. Null when these are all.`),
  plan: z.string().describe('How the graph store answers the query: an operator a line, what it works on indented below it.'),
  ms: z.number().int().describe('How long the query ran, in milliseconds; 0 when it was only planned.'),
});

export const consoleHistory = z.object({
  items: z.array(
    z.object({
      id: uuid,
      at: time,
      actor: z.string(),
      cypher: z.string(),
      parameters: z.record(z.string(), z.unknown()),
      outcome: z
        .enum(OUTCOMES)
        .describe(
          '`invalid`: there is a mistake in it. `refused`: it does more than read. `stopped`: it met a limit of time, memory or rows.',
        ),
      rows: z.number().int().nullable().describe('How many rows were answered; null where there was no answer.'),
      ms: z.number().int(),
      error: z.string().nullable(),
    }),
  ),
  nextCursor,
});
