import { EDGE_TYPES, type ExportedEdge, type ExportedNode, type GraphProps, type GraphRow, NODE_LABELS } from './port.ts';
import { kindAmong } from './statements.ts';

const PAGE = 1000;

type Reading = (cypher: string, params: Record<string, unknown>) => Promise<GraphRow[]>;

interface NodeRow extends GraphRow {
  key: string;
  labels: string[];
  props: GraphProps;
}

interface EdgeRow extends GraphRow {
  from: string;
  to: string;
  props: GraphProps;
}

/** Reads a whole graph through `read`, page by page after the last key seen: memory stays flat and order is that of the keys. */
export async function* exportGraph(read: Reading): AsyncGenerator<ExportedNode | ExportedEdge> {
  for (const label of NODE_LABELS.toSorted()) {
    for (let after = ''; ; ) {
      const rows = (await read(
        `MATCH (n:${label}) WHERE n.key > $after RETURN n.key AS key, labels(n) AS labels, properties(n) AS props ORDER BY key LIMIT ${PAGE}`,
        { after },
      )) as NodeRow[];
      for (const { key, labels, props } of rows) {
        const kind = kindAmong(labels, label);
        yield { node: { label, key, ...(kind === undefined ? {} : { kind }), props: withoutKey(props) } };
      }
      if (rows.length < PAGE) break;
      after = rows.at(-1)!.key;
    }
  }
  for (const type of EDGE_TYPES.toSorted()) {
    for (let after = { from: '', to: '' }; ; ) {
      const rows = (await read(
        `MATCH (a)-[r:${type}]->(b) WHERE a.key > $from OR (a.key = $from AND b.key > $to) ` +
          `RETURN a.key AS from, b.key AS to, properties(r) AS props ORDER BY from, to LIMIT ${PAGE}`,
        after,
      )) as EdgeRow[];
      for (const { from, to, props } of rows) yield { edge: { type, from, to, props: sorted(props) } };
      if (rows.length < PAGE) break;
      after = { from: rows.at(-1)!.from, to: rows.at(-1)!.to };
    }
  }
}

function withoutKey({ key: _, ...props }: GraphProps): GraphProps {
  return sorted(props);
}

/** Properties in the order of their names, so that two exports of equal graphs are equal texts. */
function sorted(props: GraphProps): GraphProps {
  return Object.fromEntries(Object.entries(props).toSorted(([a], [b]) => (a < b ? -1 : 1)));
}
