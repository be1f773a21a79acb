import type { POST as RunConsoleQuery } from '#app/api/v1/console-queries/route.ts';
import { csvLine } from '#app/api/v1/csv.ts';
import type { DrawnTopology } from '#components/graph/types.ts';
import type { AnswerOf } from '#lib/api/index.ts';
import { HEALTH_ORDER } from '#lib/kubernetes/health/order.ts';

export type Cell = string | number | boolean | null | Cell[] | { [key: string]: Cell };

/** The answer of POST /api/v1/console-queries. */
export type ConsoleAnswer = Omit<AnswerOf<typeof RunConsoleQuery>, 'rows'> & { rows: Cell[][] };

export interface NodeCell {
  id: string;
  labels: string[];
  properties: { [key: string]: Cell };
}
export interface RelationCell {
  id: string;
  type: string;
  from: string;
  to: string;
  properties: { [key: string]: Cell };
}

/** What a cell of an answer is; a map of the query's own may look like an entity only in part, and is a value then. */
export type Known =
  | { is: 'node'; node: NodeCell }
  | { is: 'relation'; relation: RelationCell }
  | { is: 'path'; nodes: NodeCell[]; relations: RelationCell[] }
  | { is: 'value'; value: Cell };

export function knownOf(cell: Cell): Known {
  if (isMap(cell) && Object.keys(cell).length === 1) {
    const { node, relation, path } = cell;
    if (isNode(node)) return { is: 'node', node };
    if (isRelation(relation)) return { is: 'relation', relation };
    if (isMap(path) && Array.isArray(path.nodes) && Array.isArray(path.relations)) {
      return { is: 'path', nodes: path.nodes.filter(isNode), relations: path.relations.filter(isRelation) };
    }
  }
  return { is: 'value', value: cell };
}

/** A Kubernetes object as the map and links need it; undefined for any other node. */
export function objectOf({ labels, properties }: NodeCell): DrawnTopology['nodes'][number] | undefined {
  const { key, kind, namespace, name, cluster, health } = properties;
  if (!labels.includes('Resource') || ![key, kind, name, cluster].every((one) => typeof one === 'string')) return undefined;
  return {
    ...{ key: String(key), kind: String(kind), name: String(name), cluster: String(cluster) },
    ...(typeof namespace === 'string' && { namespace }),
    health: HEALTH_ORDER.find((one) => one === health) ?? 'unknown',
  };
}

/** The objects in an answer, wherever they stand in it, with the relations between them; undefined where it holds none. */
export function drawnOf({ rows }: Pick<ConsoleAnswer, 'rows'>): DrawnTopology | undefined {
  const keys = new Map<string, string>();
  const nodes = new Map<string, DrawnTopology['nodes'][number]>();
  const relations = new Map<string, RelationCell>();
  const collect = (cell: Cell): void => {
    const known = knownOf(cell);
    const found = known.is === 'path' ? known.nodes : known.is === 'node' ? [known.node] : [];
    for (const node of found) {
      const object = objectOf(node);
      if (!object) continue;
      keys.set(node.id, object.key);
      nodes.set(object.key, object);
    }
    for (const one of known.is === 'path' ? known.relations : known.is === 'relation' ? [known.relation] : []) relations.set(one.id, one);
    if (known.is !== 'value' || typeof known.value !== 'object' || known.value === null) return;
    for (const inner of Object.values(known.value)) collect(inner);
  };
  for (const row of rows) for (const cell of row) collect(cell);
  if (nodes.size === 0) return undefined;
  const edges = [...relations.values()].flatMap(({ type, from, to }) => {
    const [fromKey, toKey] = [keys.get(from), keys.get(to)];
    return fromKey && toKey ? [{ from: fromKey, to: toKey, type }] : [];
  });
  return { nodes: [...nodes.values()], edges };
}

/** An answer as CSV: objects by kind, namespace and name, everything else that is no plain value as JSON. */
export function csvOf({ columns, rows }: Pick<ConsoleAnswer, 'columns' | 'rows'>): string {
  return [columns, ...rows.map((row) => row.map(textOf))].map(csvLine).join('');
}

/** A cell on one line, as text. */
export function textOf(cell: Cell): string {
  const known = knownOf(cell);
  switch (known.is) {
    case 'node':
      return nodeText(known.node);
    case 'relation':
      return known.relation.type;
    case 'path':
      return known.nodes.map(nodeText).join(' > ');
    default:
      return known.value === null ? '' : typeof known.value === 'object' ? JSON.stringify(known.value) : String(known.value);
  }
}

function nodeText(node: NodeCell): string {
  const object = objectOf(node);
  if (object) return [object.kind, object.namespace, object.name].filter(Boolean).join('/');
  return `${node.labels.join(':')} ${JSON.stringify(node.properties)}`;
}

function isMap(value: Cell | undefined): value is { [key: string]: Cell } {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function isNode(value: Cell | undefined): value is Cell & NodeCell {
  return isMap(value) && typeof value.id === 'string' && Array.isArray(value.labels) && isMap(value.properties);
}

function isRelation(value: Cell | undefined): value is Cell & RelationCell {
  return isMap(value) && ['id', 'type', 'from', 'to'].every((field) => typeof value[field] === 'string');
}
