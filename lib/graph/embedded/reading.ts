import { ReadOnlyQueryError } from '../port.ts';

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

/** Throws ReadOnlyQueryError unless every operator of the plan that `EXPLAIN` printed only reads. */
export function assertReadingPlan(plan: string): void {
  for (const line of plan.split('\n')) {
    if (line.trim() === '') continue;
    const operator = /^\s*([A-Za-z]+)/.exec(line)?.[1] ?? line.trim();
    if (!READING_OPERATORS.has(operator)) {
      throw new ReadOnlyQueryError(`a query may only read, and this one plans ${operator}: use MATCH ... RETURN`);
    }
  }
}

/** grafeo does not explain schema commands: it returns this error instead, before running anything. */
export function isSchemaCommandError(error: unknown): boolean {
  return error instanceof Error && error.message.includes('Schema commands should be routed');
}
