import neo4j, { type ManagedTransaction, type Node, type Path, type Plan, type Relationship } from 'neo4j-driver';
import {
  AnswerRows,
  type FreeAnswer,
  type FreeNode,
  type FreeQuery,
  type FreeRelation,
  type FreeValue,
  freeMap,
  freeValue,
  InvalidQueryError,
} from '../free-query.ts';
import { ReadOnlyQueryError } from '../port.ts';
import { toDriver } from './values.ts';

/**
 * Plans a free query and runs it, in a reading transaction that ends it after a time. Throws InvalidQueryError for a mistake in it and
 * ReadOnlyQueryError where it would write.
 */
export async function askIn(transaction: ManagedTransaction, { cypher, params, maxRows, planOnly }: FreeQuery): Promise<FreeAnswer> {
  const given = toDriver(params) as Record<string, unknown>;
  try {
    // On a line of its own, so that the places in errors of the query are only a line further down.
    const explained = await transaction.run(`EXPLAIN\n${cypher}`, given).catch((error: unknown) => refuseInvalid(error, 1));
    if (explained.summary.queryType !== 'r') throw new ReadOnlyQueryError('a query may only read, and this one would write');
    const plan = explained.summary.plan ? planOf(explained.summary.plan).join('\n') : '';
    const collected = new AnswerRows(maxRows);
    const started = performance.now();
    const result = transaction.run(planOnly ? `EXPLAIN\n${cypher}` : cypher, given);
    const columns = await result.keys();
    if (!planOnly) {
      for await (const record of result) if (!collected.add(record.map((value: unknown) => freeValue(value, entityOf)))) break;
    }
    const ms = planOnly ? 0 : Math.round(performance.now() - started);
    return { columns, rows: collected.rows, truncated: collected.truncated, plan, ms };
  } catch (error) {
    return refuseInvalid(error, 0);
  }
}

/** Where in its text a query is wrong, at the end of the first line of a message; what follows repeats the text. */
const PLACE = /\(line (\d+), column (\d+) \(offset: \d+\)\)[\s\S]*$/;

/** Throws InvalidQueryError for an error that the query itself causes, with its place `linesBefore` lines further up, or else the error. */
function refuseInvalid(error: unknown, linesBefore: number): never {
  if (!(error instanceof neo4j.Neo4jError)) throw error;
  const isInvalid = error.code.startsWith('Neo.ClientError.Statement.') && error.code !== 'Neo.ClientError.Statement.AccessMode';
  if (!isInvalid) throw error;
  const [, line, column] = PLACE.exec(error.message) ?? [];
  const position = line && column ? { line: Number(line) - linesBefore, column: Number(column) } : undefined;
  throw new InvalidQueryError(error.message.replace(PLACE, '').trimEnd(), position);
}

/** The operators of a plan, a line each. */
function planOf({ operatorType, arguments: details, children }: Plan, depth = 0): string[] {
  const { Details, EstimatedRows } = details as { Details?: string; EstimatedRows?: number };
  const rows = EstimatedRows === undefined ? '' : ` (about ${Math.ceil(EstimatedRows)} rows)`;
  const line = `${'  '.repeat(depth)}${operatorType.replace(/@.*$/, '')}${Details ? ` ${Details}` : ''}${rows}`;
  return [line, ...children.flatMap((child) => planOf(child, depth + 1))];
}

function entityOf(value: object): FreeValue | undefined {
  if (neo4j.isNode(value)) return { node: nodeOf(value) };
  if (neo4j.isRelationship(value)) return { relation: relationOf(value) };
  if (!neo4j.isPath(value)) return undefined;
  const { start, segments } = value as Path;
  return {
    path: {
      nodes: [start, ...segments.map(({ end }) => end)].map(nodeOf),
      relations: segments.map(({ relationship }) => relationOf(relationship)),
    },
  };
}

function nodeOf({ elementId, labels, properties }: Node): FreeNode {
  return { id: elementId, labels, properties: freeMap(properties, entityOf) };
}

function relationOf({ elementId, type, startNodeElementId, endNodeElementId, properties }: Relationship): FreeRelation {
  return { id: elementId, type, from: startNodeElementId, to: endNodeElementId, properties: freeMap(properties, entityOf) };
}
