/** A query that a person wrote. */
export interface FreeQuery {
  cypher: string;
  params: Record<string, unknown>;
  /** How many rows are wanted. */
  maxRows: number;
  /** Plan the query without running it. */
  planOnly?: boolean;
}

/**
 * A value of an answer: what JSON has, and nodes, relations and paths. An `id` holds within its answer only: it ties the ends of a
 * relation to the nodes.
 */
export type FreeValue =
  | string
  | number
  | boolean
  | null
  | FreeValue[]
  | { node: FreeNode }
  | { relation: FreeRelation }
  | { path: { nodes: FreeNode[]; relations: FreeRelation[] } }
  | { [key: string]: FreeValue };

export interface FreeNode {
  id: string;
  labels: string[];
  properties: { [key: string]: FreeValue };
}

export interface FreeRelation {
  id: string;
  type: string;
  /** The ids of the nodes at its ends. */
  from: string;
  to: string;
  properties: { [key: string]: FreeValue };
}

/** What a free query answers. */
export interface FreeAnswer {
  columns: string[];
  /** A value for each column, in their order. */
  rows: FreeValue[][];
  /** Why there are more rows than these: more than were wanted, or more than MAX_ANSWER_BYTES of text. Null when these are all. */
  truncated: 'rows' | 'bytes' | null;
  /** How the store answers the query: an operator a line, what it works on indented below it. */
  plan: string;
  /** Milliseconds that the query ran; 0 when it was only planned. */
  ms: number;
}

/** The most bytes of JSON that an answer holds. */
export const MAX_ANSWER_BYTES = 4_000_000;

/** Thrown where a query is wrong in itself: a mistake in its text, an unknown function, a division by zero. */
export class InvalidQueryError extends Error {
  override name = 'InvalidQueryError';
  /** Where in the text, as far as the store says; both count from 1. */
  readonly position: { line: number; column: number } | undefined;
  constructor(message: string, position?: { line: number; column: number }) {
    super(message);
    this.position = position;
  }
}

/** Thrown where a free query of the client runs already. */
export class QueryBusyError extends Error {
  override name = 'QueryBusyError';
}

/** Collects the rows of an answer up to its bounds. */
export class AnswerRows {
  readonly rows: FreeValue[][] = [];
  truncated: FreeAnswer['truncated'] = null;
  #bytes = 0;
  #maxRows: number;

  constructor(maxRows: number) {
    this.#maxRows = maxRows;
  }

  /** Whether the row was taken; after the first that was not, there is no room for more. */
  add(row: FreeValue[]): boolean {
    this.#bytes += Buffer.byteLength(JSON.stringify(row));
    if (this.rows.length === this.#maxRows) this.truncated = 'rows';
    else if (this.#bytes > MAX_ANSWER_BYTES) this.truncated = 'bytes';
    else this.rows.push(row);
    return this.truncated === null;
  }
}

/** A value of a store's as an answer holds it. `entityOf` recognises what of the store's classes is a node, a relation or a path. */
export function freeValue(value: unknown, entityOf: (value: object) => FreeValue | undefined): FreeValue {
  if (value === null || value === undefined) return null;
  if (typeof value === 'string' || typeof value === 'boolean') return value;
  // JSON has neither NaN nor whole numbers of any length.
  if (typeof value === 'number') return Number.isFinite(value) ? value : String(value);
  if (typeof value !== 'object') return String(value);
  if (Array.isArray(value)) return value.map((one) => freeValue(one, entityOf));
  const entity = entityOf(value);
  if (entity !== undefined) return entity;
  const isMap = [Object.prototype, null].includes(Object.getPrototypeOf(value));
  // Everything else is a time, a duration or a point, which have a text.
  return isMap ? freeMap(value, entityOf) : value instanceof Date ? value.toISOString() : String(value);
}

/** The values of a map, such as the properties of a node. */
export function freeMap(map: object, entityOf: (value: object) => FreeValue | undefined): { [key: string]: FreeValue } {
  return Object.fromEntries(Object.entries(map).map(([key, value]) => [key, freeValue(value, entityOf)]));
}

/** Lets each client run one free query at a time. */
export class OneEach {
  #busy = new Set<string>();

  /** Runs `work`. Throws QueryBusyError while other work of the client runs. */
  async run<T>(tenantId: string, work: () => Promise<T>): Promise<T> {
    if (this.#busy.has(tenantId)) throw new QueryBusyError('a query of this client runs already: wait until it has ended');
    this.#busy.add(tenantId);
    try {
      return await work();
    } finally {
      this.#busy.delete(tenantId);
    }
  }
}
