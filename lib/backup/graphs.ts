import type { Positions } from '#lib/event-log/index.ts';
import {
  type ExportedEdge,
  type ExportedNode,
  type GraphBatch,
  type GraphStore,
  type NodeLabel,
  UnknownGraphError,
} from '#lib/graph/index.ts';
import { STREAMS } from '#lib/wire/names.ts';

const BATCH = 1_000;

/** The first line of a graph: how far it has applied the log, as texts, since JSON has no such numbers. */
interface Head {
  positions: Record<string, string>;
}
/** A line of a graph in a backup. */
export type GraphLine = Head | ExportedNode | ExportedEdge;

/** The lines of a client's graph; none where it has no graph. What is applied meanwhile may be in it: it is applied again later. */
export async function* readGraph(store: GraphStore, tenantId: string): AsyncGenerator<GraphLine> {
  let positions: Positions;
  try {
    positions = await store.positions(tenantId);
  } catch (error) {
    if (error instanceof UnknownGraphError) return;
    throw error;
  }
  yield { positions: Object.fromEntries(Object.entries(positions).map(([stream, position]) => [stream, String(position)])) };
  yield* store.export(tenantId);
}

/**
 * Makes a client's graph from the lines of a backup, in place of one that is there: it may have applied what a log in the database
 * has lost. Edges name their ends by key alone: the nodes are read first, and say their
 * labels. The positions come last: a restore that is cut short leaves a graph that is applied from the beginning of the log.
 */
export async function writeGraph(store: GraphStore, tenantId: string, lines: AsyncIterable<GraphLine>): Promise<void> {
  await store.drop(tenantId);
  await store.create(tenantId);
  const labels = new Map<string, NodeLabel[]>();
  let positions: Positions = {};
  let batch: GraphBatch = { nodes: [], edges: [] };
  const apply = async () => {
    if (batch.nodes.length + batch.edges.length > 0) await store.apply(tenantId, batch);
    batch = { nodes: [], edges: [] };
  };
  for await (const line of lines) {
    if ('positions' in line) {
      positions = Object.fromEntries(
        STREAMS.flatMap((stream) => (line.positions[stream] === undefined ? [] : [[stream, BigInt(line.positions[stream])]])),
      );
    } else if ('node' in line) {
      labels.set(line.node.key, [...(labels.get(line.node.key) ?? []), line.node.label]);
      batch.nodes.push(line.node);
    } else {
      const { type, from, to, props } = line.edge;
      for (const [start, end] of endsOf(labels.get(from), labels.get(to)))
        batch.edges.push({ type, from: { label: start, key: from }, to: { label: end, key: to }, props });
    }
    if (batch.nodes.length + batch.edges.length >= BATCH) await apply();
  }
  await apply();
  await store.apply(tenantId, { nodes: [], edges: [], positions });
}

function endsOf(from: readonly NodeLabel[] = [], to: readonly NodeLabel[] = []): [NodeLabel, NodeLabel][] {
  return from.flatMap((start) => to.map((end): [NodeLabel, NodeLabel] => [start, end]));
}
