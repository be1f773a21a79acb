import type { Positions } from '#lib/event-log/port.ts';
import { RELATION_TYPES } from '#lib/kubernetes/references.ts';
import type { FreeAnswer, FreeQuery } from './free-query.ts';

/** A value a graph property may hold on every adapter. Times are epoch milliseconds, never dates. */
export type GraphValue = string | number | boolean | null | string[];

/** Properties of a node or an edge. */
export type GraphProps = Record<string, GraphValue>;

/** The labels that identify a node together with its `key` property; a Resource has its kind as second label. */
export const NODE_LABELS = ['Resource', 'Event', 'LogPattern', 'Alert', 'Change', 'Incident'] as const;
export type NodeLabel = (typeof NODE_LABELS)[number];

/** The edge types of the graph (docs/architecture.md, "The graph"). */
export const EDGE_TYPES = [...RELATION_TYPES, 'ABOUT', 'CHANGED', 'PART_OF', 'ROOT_CAUSE', 'CAUSES'] as const;
export type EdgeType = (typeof EDGE_TYPES)[number];

/** A node to merge: found by `label` and `key`, then its props are set (others stay as they are; null removes). */
export interface NodeUpsert {
  label: NodeLabel;
  key: string;
  /** Second label, for Resource: its kind. */
  kind?: string;
  props: GraphProps;
}

/** An edge to merge between two nodes, each found by label and key; one edge of a type between two nodes. */
export interface EdgeUpsert {
  type: EdgeType;
  from: { label: NodeLabel; key: string };
  to: { label: NodeLabel; key: string };
  props?: GraphProps;
}

/**
 * What one batch changes. Applied in one transaction in this order: edges of `replaceEdgesFrom` go, nodes are
 * merged, edges are merged (an edge whose end does not exist is left out), nodes are deleted, positions are kept.
 */
export interface GraphBatch {
  nodes: NodeUpsert[];
  edges: EdgeUpsert[];
  /** Outgoing edges of these types from these nodes are deleted first: how a projection drops stale relations. */
  replaceEdgesFrom?: { label: NodeLabel; key: string; types: EdgeType[] }[];
  deleteNodes?: { label: NodeLabel; key: string }[];
  /**
   * The writer's place in the row of those who wrote for this client, counted up with each new one. A batch of an earlier
   * writer than the graph has seen changes nothing and throws FencedError.
   */
  fence?: number;
  /** The log position that this batch brings the graph to; kept with the effects, in the same transaction. */
  positions?: Positions;
}

/** A row of a query's answer: every returned column has an alias. Return properties(n), not n: a node differs by adapter. */
export type GraphRow = Record<string, GraphValue | GraphProps | (GraphValue | GraphProps)[]>;

/**
 * The graph store: one database a client, named by `graphDatabaseName`. A projection of the event log: it can be
 * dropped and rebuilt. One writer a client at a time. Adapters: `embedded` (grafeo), `neo4j`; both must pass
 * `contract.integration.test.ts`.
 */
export interface GraphStore {
  /** Makes the client's database with its indexes. Idempotent. */
  create(tenantId: string): Promise<void>;
  /** Removes the client's database. Idempotent. */
  drop(tenantId: string): Promise<void>;
  /** Applies a batch atomically: all of it is durable when the promise resolves, or none. Throws UnknownGraphError. */
  apply(tenantId: string, batch: GraphBatch): Promise<void>;
  /** How far the log has been applied; {} for a fresh database. Throws UnknownGraphError. */
  positions(tenantId: string): Promise<Positions>;
  /**
   * Runs a reading Cypher query with parameters. A writing one is refused (ReadOnlyQueryError) and changes nothing; so are
   * procedures, file imports and schema commands. An answer of more rows or time than the store allows throws QueryLimitError.
   */
  query<Row extends GraphRow = GraphRow>(tenantId: string, cypher: string, params?: Record<string, unknown>): Promise<Row[]>;
  /**
   * Runs a query that a person wrote, one of a client at a time: it may be slow, huge or wrong, and harms nobody else. It only reads,
   * as `query` does, and what it answers may hold nodes, relations and paths. It is stopped when it takes longer or more memory than the
   * store allows. Throws UnknownGraphError, QueryBusyError while another one of the client runs, InvalidQueryError for a mistake in the
   * query, ReadOnlyQueryError and QueryLimitError.
   */
  ask(tenantId: string, query: FreeQuery): Promise<FreeAnswer>;
  /** Every node by label and key, then every edge by type and keys: the client's data export and the oracle's comparison. Read in pages: stable only while nobody writes. */
  export(tenantId: string): AsyncIterable<ExportedNode | ExportedEdge>;
  /**
   * A number that is another one after each change of the client's graph, for as long as this process runs. Undefined, or no such
   * function, where it cannot be told, because other processes write to the graph as well.
   */
  version?(tenantId: string): Promise<number | undefined>;
  /** Bytes the client's database takes. */
  sizeBytes(tenantId: string): Promise<number>;
  close(): Promise<void>;
}

/**
 * A store that holds a second database of a client beside the one that serves it, so that a graph can be rebuilt while
 * the old one answers.
 */
export interface RebuildableGraphStore extends GraphStore {
  /** The second databases: each is created, filled and dropped like any other, and nobody asks it but its builder. */
  readonly drafts: GraphStore;
  /**
   * The client's draft takes the place of its database, which is dropped; whoever asks meets one or the other. Throws
   * UnknownGraphError where the client has no draft.
   */
  promote(tenantId: string): Promise<void>;
  /** A damaged database makes room for a new one; where it can be looked at later, the last such is kept. Idempotent. */
  setAside(tenantId: string): Promise<void>;
}

export interface ExportedNode {
  node: { label: NodeLabel; key: string; kind?: string; props: GraphProps };
}
export interface ExportedEdge {
  edge: { type: EdgeType; from: string; to: string; props: GraphProps };
}

/** Thrown where the client has no graph database. */
export class UnknownGraphError extends Error {
  override name = 'UnknownGraphError';
  constructor(tenantId: string) {
    super(`client ${tenantId} has no graph database`);
  }
}

/** Whether there is no graph yet. Known by the name of the error: the class in the portal's bundle is another than the one that a store throws. */
export const isUnknownGraph = (error: unknown): boolean => (error as Error).name === 'UnknownGraphError';

/** Thrown where a query handed to `query` would write. */
export class ReadOnlyQueryError extends Error {
  override name = 'ReadOnlyQueryError';
}

/** Thrown where a query's answer passes the rows or the time that the store allows. */
export class QueryLimitError extends Error {
  override name = 'QueryLimitError';
}

/** Thrown where the client's database is there but cannot be read: drop it, create it and apply the log from its beginning. */
export class GraphDamagedError extends Error {
  override name = 'GraphDamagedError';
  constructor(tenantId: string, reason: string) {
    super(`the graph database of client ${tenantId} is damaged (${reason}): drop it and rebuild it from the event log`);
  }
}

/** Thrown where a batch is malformed: a name that is no label, type or property, or a value that no adapter can hold. */
export class GraphBatchError extends Error {
  override name = 'GraphBatchError';
}

/** Thrown where a later writer has taken over the client's graph: stop writing, somebody else goes on. */
export class FencedError extends Error {
  override name = 'FencedError';
  constructor(tenantId: string, fence: number) {
    super(`another writer has taken over the graph of client ${tenantId} (this one had number ${fence})`);
  }
}
