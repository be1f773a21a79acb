import type { Defaults, ParameterName } from './parameters.ts';

/** What the queries are about, in the order in which they are listed. */
export const SUBJECTS = ['topology', 'causes', 'incidents', 'changes', 'noise', 'health', 'capacity', 'ownership', 'security'] as const;
export type Subject = (typeof SUBJECTS)[number];

/**
 * What a column holds. `object` and `incident`: a node with what a link to it needs. `time`: epoch milliseconds. `fields`: the
 * fields of a change, one text each. `message`: the message of an event.
 */
export const COLUMN_TYPES = ['object', 'incident', 'text', 'list', 'number', 'time', 'health', 'fields', 'message'] as const;
export type ColumnType = (typeof COLUMN_TYPES)[number];

/** A named query that only reads. */
export interface LibraryQuery {
  /** Lower case with hyphens; part of the address, so it never changes. */
  id: string;
  subject: Subject;
  /** What it lists, as a heading. */
  title: string;
  /** What a row is, and why one would look. */
  description: string;
  parameters: Defaults;
  /** Parameters with which it can be tried; those that are left out have their defaults. */
  example: Example;
  /** The columns by the alias that the Cypher returns. */
  columns: Record<string, ColumnType>;
  /** Without LIMIT, ordered so that the same graph gives the same rows. */
  cypher: string;
}

type Example = Partial<Record<ParameterName, string | number>>;

/** The queries of one subject. Those without an example of their own can be tried with their defaults. */
export function queriesOf(subject: Subject, queries: readonly (Omit<LibraryQuery, 'subject' | 'example'> & { example?: Example })[]) {
  return queries.map((query): LibraryQuery => ({ example: {}, ...query, subject }));
}

/** Most queries can be narrowed to a cluster and a namespace. */
export const PLACE = { cluster: '', namespace: '' } as const;
/** What names one object. */
export const OBJECT = { kind: null, name: null, ...PLACE } as const;

/** The kinds that run pods, as a list of Cypher. */
export const WORKLOADS = "['Deployment', 'StatefulSet', 'DaemonSet', 'CronJob', 'Job', 'Pod']";

/** Cypher: a node lies in the cluster that is asked for. */
export const inCluster = (node: string) => `($cluster = '' OR ${node}.cluster = $cluster)`;

/** Cypher: a node lies in the cluster and the namespace that are asked for. */
export const inPlace = (node: string) => `${inCluster(node)} AND ($namespace = '' OR ${node}.namespace = $namespace)`;

/** Cypher: an object exists, in the cluster and the namespace that are asked for. */
export const live = (node: string) => `${node}.deletedAt IS NULL AND ${inPlace(node)}`;

/** Cypher: an object runs pods and belongs to nothing: what people deploy, not what follows from it. */
export const deployed = (node: string) => `${node}.kind IN ${WORKLOADS} AND ${live(node)} AND NOT (${node})<-[:OWNS]-(:Resource)`;

/** Cypher: the one object that OBJECT names. */
export const named = (node: string) => `${node}.kind = $kind AND ${node}.name = $name AND ${live(node)}`;

/** Cypher: a cell of the type `object`. */
export const object = (node: string) => `${node} {.key, .kind, .namespace, .name, .cluster, .health}`;

/** Cypher: a cell of the type `incident`. */
export const incident = (node: string) => `${node} {.key, .number, .title}`;

/**
 * Cypher: an object's JSON says `"field":value`. Texts within JSON have their quotation marks escaped, so this finds the field and
 * never a text that looks like it; wherever in the object the field stands.
 */
export const says = (node: string, field: string, value: string) => `${node}.object CONTAINS '"${field}":${value}'`;
