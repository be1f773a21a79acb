import { ReadOnlyQueryError } from '../port.ts';
import type { Database } from './grafeo.ts';

/**
 * grafeo's plan operators that only read. `EXPLAIN` prints one a line and runs nothing, so a statement all of whose
 * operators are here cannot write; anything unknown (writes, CALL, LOAD CSV, operators of later versions) is refused.
 */
const READING_OPERATORS = new Set([
  'Aggregate',
  'AntiJoin',
  'Apply',
  'Bind',
  'Discriminant', // the rows an Apply hands to its subquery
  'Distinct',
  'EdgeScan',
  'Empty',
  'Except',
  'Expand',
  'FactorizedAggregate',
  'Filter',
  'HorizontalAggregate',
  'Intersect',
  'Join',
  'LeftJoin',
  'Limit',
  'MapCollect',
  'MultiWayJoin',
  'NodeScan',
  'Otherwise',
  'ParameterScan',
  'Project',
  'Return',
  'SemiJoin',
  'ShortestPath',
  'Skip',
  'Sort',
  'Union',
  'Unwind',
]);

/**
 * The plan of a query that only reads, as grafeo prints it; explaining runs nothing. Throws ReadOnlyQueryError for every other query.
 */
export async function readingPlanOf(db: Pick<Database, 'executeCypher'>, cypher: string, params: Record<string, unknown>): Promise<string> {
  if (/^\s*(explain|profile)\b/i.test(cypher)) throw new ReadOnlyQueryError('EXPLAIN and PROFILE are not queries of the portal');
  // On the line of the query, whose errors name places in it, nothing may be added.
  const explained = await db.executeCypher(`EXPLAIN\n${cypher}`, params).catch((error: unknown) => {
    if (isSchemaCommandError(error)) throw new ReadOnlyQueryError('a query may only read, and this is a schema command');
    throw withPlaceInQuery(error);
  });
  const plan = String(explained.scalar());
  assertReadingPlan(plan);
  return plan;
}

/** An error with the place that it names a line further up. */
function withPlaceInQuery(error: unknown): unknown {
  if (error instanceof Error) error.message = error.message.replace(/--> query:(\d+):/, (_, line) => `--> query:${Number(line) - 1}:`);
  return error;
}

/** Throws ReadOnlyQueryError unless every operator of the plan that `EXPLAIN` printed only reads. */
function assertReadingPlan(plan: string): void {
  for (const line of plan.split('\n')) {
    if (line.trim() === '') continue;
    const operator = /^\s*([A-Za-z]+)/.exec(line)?.[1] ?? line.trim();
    if (!READING_OPERATORS.has(operator)) {
      throw new ReadOnlyQueryError(`a query may only read, and this one plans ${operator}: use MATCH ... RETURN`);
    }
  }
}

/** grafeo does not explain schema commands: it returns this error instead, before running anything. */
function isSchemaCommandError(error: unknown): boolean {
  return error instanceof Error && error.message.includes('Schema commands should be routed');
}
