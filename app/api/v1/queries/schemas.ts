import { z } from 'zod';
import { assertFeature } from '#lib/features/index.ts';
import { graphStore } from '#lib/graph/index.ts';
import { invalid, notFound } from '#lib/platform/problem.ts';
import {
  COLUMN_TYPES,
  type GivenParameters,
  type LibraryQuery,
  libraryQuery,
  PARAMETER_NAMES,
  PARAMETERS,
  ParameterError,
  type ParameterName,
  type QueryAnswer,
  runQuery,
  SUBJECTS,
} from '#lib/queries/index.ts';
import { health, objectName, queryGraph } from '../topology/schemas.ts';

/** Schemas that the operations on the query library share. */
export const queryId = z.object({ id: z.string().max(100).describe('The id of a query, as GET /api/v1/queries lists it.') });
export const subject = z.enum(SUBJECTS);

/** Every parameter of the library; which of them a query takes, its description says. */
export const asked = Object.fromEntries(PARAMETER_NAMES.map((name) => [name, PARAMETERS[name].schema.optional()])) as Record<
  ParameterName,
  z.ZodOptional<z.ZodString> | z.ZodOptional<z.ZodCoercedNumber>
>;

const column = z.object({ name: z.string(), title: z.string(), type: z.enum(COLUMN_TYPES) });

export const query = z.object({
  id: z.string(),
  subject,
  title: z.string(),
  description: z.string(),
  parameters: z.array(
    z.object({
      name: z.string(),
      title: z.string(),
      description: z.string(),
      type: z.enum(['text', 'number']),
      required: z.boolean(),
      default: z.union([z.string(), z.number()]).nullable().describe('What it is where it is not given; null where it must be.'),
      least: z.number().optional().describe('The least number that is accepted.'),
      most: z.number().describe('The largest number that is accepted; of a text the most characters.'),
    }),
  ),
  columns: z.array(column),
  example: z.record(z.string(), z.union([z.string(), z.number()])).describe('Parameters with which it can be tried.'),
  cypher: z.string().describe('The text of the query, for those who want to know what exactly is asked.'),
});

const objectCell = z.object({
  key: z.string().describe('As GET /api/v1/resources/{key} takes it.'),
  ...objectName,
  cluster: z.string(),
  health,
});
const incidentCell = z.object({ id: z.string(), number: z.number(), title: z.string() });
const cell = z.union([z.string(), z.number(), z.boolean(), z.null(), z.array(z.string()), objectCell, incidentCell]);

export const answer = z.object({
  columns: z.array(column),
  rows: z.array(z.record(z.string(), cell)).describe('A value for each column, by its name. Times are in epoch milliseconds.'),
  truncated: z.boolean().describe('There are more rows than were asked for.'),
});

/** A query as the API tells of it. */
export function shownQuery({ id, subject, title, description, parameters, example, cypher, columns }: LibraryQuery) {
  return {
    id,
    subject,
    title,
    description,
    parameters: Object.entries(parameters).map(([name, value]) => {
      const { schema: _, ...about } = PARAMETERS[name as ParameterName];
      return { name, ...about, required: value === null, default: value };
    }),
    columns: shownColumns(columns),
    example,
    cypher,
  };
}

/** Columns with a heading each: `lastOpenedAt` is headed “Last opened at”. */
export function shownColumns(columns: LibraryQuery['columns']) {
  return Object.entries(columns).map(([name, type]) => {
    const words = name.replaceAll(/[A-Z]/g, (letter) => ` ${letter.toLowerCase()}`);
    return { name, title: words.charAt(0).toUpperCase() + words.slice(1), type };
  });
}

/** The query of an id. Throws a Problem: 404 where there is none. */
export function foundQuery(id: string): LibraryQuery {
  const found = libraryQuery(id);
  if (!found) throw notFound();
  return found;
}

/** Runs a query on the client's graph. Throws a Problem: 403 where queries are switched off, 422 for a parameter, which it names, 409 and 503 as queryGraph does. */
export async function rowsOf(
  tenantId: string,
  query: LibraryQuery,
  { limit, ...given }: GivenParameters & { limit: number },
  now: number,
): Promise<QueryAnswer> {
  await assertFeature('queries', tenantId);
  try {
    return await queryGraph(() => runQuery(graphStore.use(), tenantId, query, given, limit, now));
  } catch (error) {
    if (error instanceof ParameterError) throw invalid(error.parameter, error.message);
    throw error;
  }
}
