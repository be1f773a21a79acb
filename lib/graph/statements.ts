import type { Positions } from '#lib/event-log/port.ts';
import { STREAMS } from '#lib/wire/names.ts';
import { EDGE_TYPES, type EdgeType, type GraphBatch, GraphBatchError, type GraphProps, NODE_LABELS, type NodeLabel } from './port.ts';

/** One Cypher statement with its parameters; the same text runs on every adapter. */
export interface Statement {
  cypher: string;
  params: Record<string, unknown>;
}

const KIND = /^[A-Za-z][A-Za-z0-9]{0,62}$/;
/** The label of the one node that holds the applied position; it is no NodeLabel, so neither export nor a batch can reach it. */
const POSITION_LABEL = 'Position';

/** Edges of which very many may go out from one node; of all others many may come in. */
const MANY_FROM: ReadonlySet<EdgeType> = new Set(['SELECTS', 'RESTRICTS', 'OWNS']);

const labels: ReadonlySet<string> = new Set(NODE_LABELS);
const edgeTypes: ReadonlySet<string> = new Set(EDGE_TYPES);

function checkedLabel(label: string): string {
  if (!labels.has(label))
    throw new GraphBatchError(`unknown node label ${JSON.stringify(label)}: expected one of ${NODE_LABELS.join(', ')}`);
  return label;
}

function checkedType(type: string): string {
  if (!edgeTypes.has(type))
    throw new GraphBatchError(`unknown edge type ${JSON.stringify(type)}: expected one of ${EDGE_TYPES.join(', ')}`);
  return type;
}

function checkedKind(kind: string): string {
  // A kind becomes a label in the statement's text: nothing but a plain word may pass, and none that means a node of its own.
  if (!KIND.test(kind) || labels.has(kind) || kind === POSITION_LABEL) {
    throw new GraphBatchError(`${JSON.stringify(kind)} cannot be a node's second label: expected a Kubernetes kind`);
  }
  return kind;
}

function checkedKey(key: string): string {
  if (typeof key !== 'string' || key === '') throw new GraphBatchError(`${JSON.stringify(key)} is no key of a node: expected text`);
  return key;
}

function checkedProps(props: GraphProps, where: string): GraphProps {
  for (const [name, value] of Object.entries(props)) {
    if (name === 'key') throw new GraphBatchError(`${where}: "key" identifies the node and is no property to set`);
    const fine =
      value === null ||
      typeof value === 'string' ||
      typeof value === 'boolean' ||
      (typeof value === 'number' && Number.isFinite(value)) ||
      (Array.isArray(value) && value.every((item) => typeof item === 'string'));
    if (!fine)
      throw new GraphBatchError(
        `${where}: property ${JSON.stringify(name)} must be text, a finite number, a boolean, null or a list of texts`,
      );
  }
  return props;
}

/** Rows gathered under the statement text they share. */
class Groups {
  #rows = new Map<string, unknown[]>();

  add(cypher: string, row: unknown): void {
    const rows = this.#rows.get(cypher);
    if (rows) rows.push(row);
    else this.#rows.set(cypher, [row]);
  }

  statements(): Statement[] {
    return [...this.#rows].map(([cypher, rows]) => ({ cypher, params: { rows } }));
  }
}

/**
 * The statements of a batch, in the order the port promises: replaced edges go, nodes are merged, edges are merged
 * (MATCH leaves out an edge whose end is missing), nodes are deleted, positions are kept. Rows of one shape share a
 * statement, so a batch of thousands runs a handful. Throws GraphBatchError on a malformed batch.
 */
export function batchStatements(batch: GraphBatch): Statement[] {
  const replaced = new Groups();
  for (const { label, key, types } of batch.replaceEdgesFrom ?? []) {
    if (types.length === 0) continue;
    const alternatives = types.map(checkedType).toSorted().join('|');
    replaced.add(`UNWIND $rows AS row MATCH (a:${checkedLabel(label)} {key: row})-[r:${alternatives}]->() DELETE r`, key);
  }
  const nodes = new Groups();
  for (const { label, key, kind, props } of batch.nodes) {
    const second = kind === undefined ? '' : ` SET n:${checkedKind(kind)}`;
    nodes.add(`UNWIND $rows AS row MERGE (n:${checkedLabel(label)} {key: row.key})${second} SET n += row.props`, {
      key: checkedKey(key),
      props: checkedProps(props, `${label} ${key}`),
    });
  }
  const edges = new Groups();
  for (const { type, from, to, props = {} } of batch.edges) {
    const edge = `[r:${checkedType(type)}]`;
    // grafeo looks for an existing edge among those of the end that is named first: there must not be thousands of them.
    const path = MANY_FROM.has(type) ? `(b)<-${edge}-(a)` : `(a)-${edge}->(b)`;
    const merge =
      `UNWIND $rows AS row MATCH (a:${checkedLabel(from.label)} {key: row.from}) MATCH (b:${checkedLabel(to.label)} {key: row.to}) ` +
      `MERGE ${path}`;
    const ends = { from: from.key, to: to.key };
    // Most edges are of evidence and have no properties: setting none costs as much as setting one.
    if (Object.keys(props).length === 0) edges.add(merge, ends);
    else edges.add(`${merge} SET r += row.props`, { ...ends, props: checkedProps(props, `${type} ${from.key} -> ${to.key}`) });
  }
  const deleted = new Groups();
  for (const { label, key } of batch.deleteNodes ?? []) {
    deleted.add(`UNWIND $rows AS row MATCH (n:${checkedLabel(label)} {key: row}) DETACH DELETE n`, key);
  }
  return [...replaced.statements(), ...nodes.statements(), ...edges.statements(), ...deleted.statements(), ...positionStatements(batch)];
}

function positionStatements({ positions }: GraphBatch): Statement[] {
  if (!positions) return [];
  // Offsets are 64 bit and kept as text: a number would lose their last digits.
  const props = Object.fromEntries(Object.entries(positions).map(([stream, offset]) => [stream, String(offset)]));
  return [{ cypher: `MERGE (p:${POSITION_LABEL} {key: 'log'}) SET p += $props`, params: { props } }];
}

/** Takes the writer's number over unless a later one is there; returns the number that holds then, as `fence`. Runs before the batch, in its transaction. */
export function fenceStatement(fence: number): Statement {
  const cypher =
    `MERGE (p:${POSITION_LABEL} {key: 'log'}) ` +
    'SET p.fence = CASE WHEN coalesce(p.fence, 0) < $fence THEN $fence ELSE p.fence END RETURN p.fence AS fence';
  return { cypher, params: { fence } };
}

/** Reads the applied position back: one row with `props`, or none in a fresh database. */
export const READ_POSITIONS = `MATCH (p:${POSITION_LABEL} {key: 'log'}) RETURN properties(p) AS props`;

/** The positions in a row of READ_POSITIONS. */
export function positionsOf(props: Record<string, unknown> | undefined): Positions {
  const positions: Positions = {};
  for (const stream of STREAMS) {
    const offset = props?.[stream];
    if (typeof offset === 'string') positions[stream] = BigInt(offset);
  }
  return positions;
}

/** Every label that has a unique key. */
export const KEYED_LABELS: readonly string[] = [...NODE_LABELS, POSITION_LABEL];

/** Properties besides the key by which nodes are looked up: each gets an index. */
export const LOOKED_UP: readonly { label: NodeLabel; property: string }[] = [
  { label: 'LogPattern', property: 'source' },
  { label: 'Resource', property: 'namespace' },
];

/** Whether `kind` may stand as a Resource's second label. */
export function isKindLabel(kind: string): boolean {
  return KIND.test(kind) && !labels.has(kind) && kind !== POSITION_LABEL;
}

/** The kind among a node's labels: the one that is not its own. */
export function kindAmong(all: readonly string[], label: NodeLabel): string | undefined {
  return all.find((other) => other !== label);
}
