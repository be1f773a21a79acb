import type { GET as GetTopology } from '#app/api/v1/topology/route.ts';
import type { AnswerOf } from '#lib/api/index.ts';
import { kindOf, MAP_COLUMNS } from '#lib/kubernetes/kinds.ts';

export type TopologyNode = AnswerOf<typeof GetTopology>['nodes'][number];

/** The centre of a node, in the map's own units. */
export interface Place {
  x: number;
  y: number;
}

/** A frame around the nodes of one namespace. */
export interface Frame {
  id: string;
  label: string;
  x: number;
  y: number;
  width: number;
  height: number;
}

const COLUMN = 150;
const ROW = 60;
const GAP = 70;
const PAD = 40;
/** A row of frames wraps at this width. */
const MAX_ROW_WIDTH = 1_500;
/** System namespaces come after the others, cluster-wide objects last. */
const SYSTEM = /^(kube-|local-path-storage$|cert-manager$|ingress-nginx$|monitoring$)/;

/** The column of a kind in the map; unknown kinds are in the last one. */
function columnOf(kind: string): number {
  return MAP_COLUMNS.indexOf(kindOf(kind)?.column ?? 'foundation');
}

/**
 * Arranges nodes in one frame per namespace; within a frame, in columns by kind, sorted by name. The same nodes always
 * get the same places, and a new node moves only those below it in its column.
 */
export function layout(nodes: readonly TopologyNode[]): { places: Map<string, Place>; frames: Frame[] } {
  const groups = new Map<string, TopologyNode[]>();
  for (const node of nodes) {
    const id = `${node.cluster}/${node.namespace ?? ''}`;
    groups.set(id, [...(groups.get(id) ?? []), node]);
  }
  const places = new Map<string, Place>();
  const frames: Frame[] = [];
  let [x, y, rowHeight] = [0, 0, 0];
  const ranked = [...groups].sort(([a, [first]], [b, [second]]) => rankOf(first) - rankOf(second) || a.localeCompare(b));
  for (const [id, members] of ranked) {
    const columns = [...new Set(members.map((node) => columnOf(node.kind)))].sort();
    const filled = new Map<number, number>();
    const width = columns.length * COLUMN + 2 * PAD;
    const tallest = Math.max(...columns.map((layer) => members.filter((node) => columnOf(node.kind) === layer).length));
    const height = tallest * ROW + 2 * PAD;
    if (x > 0 && x + width > MAX_ROW_WIDTH) {
      x = 0;
      y += rowHeight + GAP;
      rowHeight = 0;
    }
    const ordered = [...members].sort((a, b) => a.kind.localeCompare(b.kind) || a.name.localeCompare(b.name));
    for (const node of ordered) {
      const layer = columnOf(node.kind);
      const row = filled.get(layer) ?? 0;
      filled.set(layer, row + 1);
      places.set(node.key, { x: x + PAD + columns.indexOf(layer) * COLUMN + COLUMN / 2, y: y + PAD + row * ROW + ROW / 2 });
    }
    const [first] = members;
    frames.push({ id, label: first?.namespace ?? `${first?.cluster}: cluster-wide`, x, y, width, height });
    x += width + GAP;
    rowHeight = Math.max(rowHeight, height);
  }
  return { places, frames };
}

function rankOf(node: TopologyNode | undefined): number {
  if (!node?.namespace) return 2;
  return SYSTEM.test(node.namespace) ? 1 : 0;
}
