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
import type { Database } from './grafeo.ts';
import { readingPlanOf } from './reading.ts';

/**
 * Plans a free query and runs it, on a database that nobody else uses. Throws ReadOnlyQueryError where it does more than read, and
 * InvalidQueryError for a mistake in it.
 */
export async function answerOf(db: Database, { cypher, params, maxRows, planOnly }: FreeQuery): Promise<FreeAnswer> {
  try {
    const plan = (await readingPlanOf(db, cypher, params)).trimEnd();
    if (planOnly) return { columns: [], rows: [], truncated: null, plan, ms: 0 };
    const bounded = await boundedQuery(db, cypher, params, plan, maxRows + 1);
    const started = performance.now();
    const result = await db.executeCypher(bounded, params);
    const ms = Math.round(performance.now() - started);
    const { columns, length } = result;
    const collected = new AnswerRows(maxRows);
    // One by one: of an answer that is too large only the beginning is made into values of JavaScript.
    for (let i = 0; i < length; i++) {
      const row = result.get(i);
      if (!collected.add(columns.map((name) => freeValue(row[name], entityOf)))) break;
    }
    return { columns, rows: collected.rows, truncated: collected.truncated, plan, ms };
  } catch (error) {
    throw invalidQuery(error as Error) ?? error;
  }
}

/**
 * The query with a LIMIT of its own, so that grafeo, which makes the whole answer before it gives the first row, makes no more than is
 * shown. The query as it is where it ends in a LIMIT, or where a LIMIT would not hold for all of it.
 */
async function boundedQuery(db: Database, cypher: string, params: Record<string, unknown>, plan: string, rows: number): Promise<string> {
  if (/^Limit\b/.test(plan) || /^[ \t]*(Union|Otherwise|Except|Intersect)\b/m.test(plan)) return cypher;
  const bounded = `${withoutEnd(cypher)}\nLIMIT ${rows}`;
  return await readingPlanOf(db, bounded, params).then(
    () => bounded,
    () => cypher,
  );
}

/** A query without the semicolons and spaces at its end. By hand, since a pattern would be tried at each space of the query. */
function withoutEnd(cypher: string): string {
  let end = cypher.length;
  while (/[\s;]/.test(cypher.charAt(end - 1))) end--;
  return cypher.slice(0, end);
}

/** An error of grafeo that the query itself causes: its code, what is wrong, where, and sometimes a hint. */
const ERROR = /GRAFEO-[QV]\d{3}: (?:(?:syntax|semantic) error: )?(?:\[Cypher\] )?([^\n]+)/;
const PLACE = /--> query:(\d+):(\d+)/;
const HINT = /help: ([^\n]+)/;

function invalidQuery({ message }: Error): InvalidQueryError | undefined {
  const [, what] = ERROR.exec(message) ?? [];
  if (!what) return undefined;
  const [, line, column] = PLACE.exec(message) ?? [];
  const [, hint] = HINT.exec(message) ?? [];
  return new InvalidQueryError(hint ? `${what}. ${hint}` : what, line ? { line: Number(line), column: Number(column) } : undefined);
}

function entityOf(value: object): FreeValue | undefined {
  const { _id, _labels, _type, nodes, edges } = value as Record<string, unknown>;
  if (_id !== undefined && Array.isArray(_labels)) return { node: nodeOf(value) };
  if (_id !== undefined && typeof _type === 'string') return { relation: relationOf(value) };
  if (!Array.isArray(nodes) || !Array.isArray(edges)) return undefined;
  return { path: { nodes: nodes.map(nodeOf), relations: edges.map(relationOf) } };
}

/** grafeo puts what a node or a relation is beside its properties. */
function nodeOf(value: object): FreeNode {
  const { _id, _labels, ...properties } = value as { _id: number; _labels: string[] };
  return { id: String(_id), labels: _labels, properties: freeMap(properties, entityOf) };
}

function relationOf(value: object): FreeRelation {
  const { _id, _type, _source, _target, ...properties } = value as { _id: number; _type: string; _source: number; _target: number };
  return { id: String(_id), type: _type, from: String(_source), to: String(_target), properties: freeMap(properties, entityOf) };
}
