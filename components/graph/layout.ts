import { kindOf, MAP_COLUMNS } from '#lib/kubernetes/kinds.ts';
import { type Drawing, type DrawnGroup, type DrawnObject, restId, SYSTEM_NAMESPACE } from './drawing.ts';

/** The centre of something that is drawn, in the map's own units. */
export interface Place {
  x: number;
  y: number;
}

/** A frame around what is drawn of a group; `x` and `y` are its upper left corner. */
export interface Frame extends Place {
  group: DrawnGroup;
  width: number;
  height: number;
}

const COLUMN = 180;
const ROW = 96;
const PAD = 20;
/** Between frames there is room for the label of the lower one. */
const GAP = { x: 50, y: 70 };
/** A column of a group goes on beside itself after so many rows, or after as many as make the group a square. */
const LEAST_ROWS = 5;

/**
 * Arranges a drawing: the frames of groups in columns, and in a frame the objects in columns by kind, as requests go, sorted by name,
 * pods below their workload. The column and the order of a group depend on the names of all groups only, so that one that is opened
 * or folded moves those below it and beside it, and never itself or what comes before it. The same drawing always has the same places.
 */
export function layout({ groups, objects }: Pick<Drawing, 'groups' | 'objects'>): { places: Map<string, Place>; frames: Frame[] } {
  const places = new Map<string, Place>();
  const members = Map.groupBy(objects, ({ group }) => group);
  const ranked = groups.toSorted((a, b) => a.cluster.localeCompare(b.cluster) || rankOf(a) - rankOf(b) || a.id.localeCompare(b.id));
  const columns = Math.ceil(Math.sqrt(ranked.length));
  const frames: Frame[] = [];
  let x = 0;
  for (let column = 0; column < columns; column++) {
    let [y, width] = [0, 0];
    for (const group of ranked.filter((_, i) => i % columns === column)) {
      const size = placeGroup(group, members.get(group.id) ?? [], { x, y }, places);
      frames.push({ group, x, y, ...size });
      y += size.height + GAP.y;
      width = Math.max(width, size.width);
    }
    x += width + GAP.x;
  }
  return { places, frames };
}

/** Gives the members of a group their places, and returns the size of its frame. */
function placeGroup(group: DrawnGroup, members: DrawnObject[], at: Place, places: Map<string, Place>): { width: number; height: number } {
  const mostRows = Math.max(LEAST_ROWS, Math.ceil(Math.sqrt(members.length)));
  const centre = (column: number, row: number): Place => ({
    x: at.x + PAD + column * COLUMN + COLUMN / 2,
    y: at.y + PAD + row * ROW + ROW / 2 - 8,
  });
  let [columns, rows] = [0, 0];
  const byColumn = Map.groupBy(members, ({ node }) => columnOf(node.kind));
  for (const [, ofColumn] of [...byColumn].sort(([a], [b]) => a - b)) {
    for (const [i, { node }] of ofColumn.toSorted(byOwner).entries())
      places.set(node.key, centre(columns + Math.floor(i / mostRows), i % mostRows));
    rows = Math.max(rows, Math.min(mostRows, ofColumn.length));
    columns += Math.ceil(ofColumn.length / mostRows);
  }
  if (group.folded > 0) {
    places.set(restId(group.id), centre(0, rows));
    rows++;
  }
  return { width: Math.max(1, columns) * COLUMN + 2 * PAD, height: Math.max(1, rows) * ROW + 2 * PAD };
}

/** The column of a kind in the map; unknown kinds are in the last one. */
function columnOf(kind: string): number {
  return MAP_COLUMNS.indexOf(kindOf(kind)?.column ?? 'foundation');
}

/** By kind and name; pods come right after the workload beside which they are shown. */
function byOwner(a: DrawnObject, b: DrawnObject): number {
  const name = ({ kind, name: of }: DrawnObject['node']) => `${kind} ${of}`;
  const [first, second] = [a.owner ?? a.node, b.owner ?? b.node];
  return (
    name(first).localeCompare(name(second)) ||
    Number(a.owner !== undefined) - Number(b.owner !== undefined) ||
    name(a.node).localeCompare(name(b.node))
  );
}

/** System namespaces come after the others, what has no namespace last. */
function rankOf({ namespace }: DrawnGroup): number {
  if (namespace === undefined) return 2;
  return SYSTEM_NAMESPACE.test(namespace) ? 1 : 0;
}
