import { type CausalEdge, type Diagnosis, objectText } from './words.ts';

/** How an object of the picture fares in the incident. */
export type Role = 'cause' | 'failing' | 'degraded';

export interface PictureNode {
  id: string;
  object: CausalEdge['from'];
  role: Role;
  /** What is wrong with it, as Kubernetes names it. */
  what?: string;
}

/** A step from one object to the next, with how the failure gets there. */
export interface PictureStep {
  from: string;
  to: string;
  mechanism: string;
}

export interface Picture {
  /** From the cause to what is affected last; within a column the worst first. */
  columns: { nodes: PictureNode[]; omitted: number }[];
  steps: PictureStep[];
}

const SHOWN = 4;
const WORST_FIRST: Role[] = ['cause', 'failing', 'degraded'];

/**
 * The way of a failure from its cause to its impact, in at most `most` columns: each object stands one column after the furthest one
 * that makes it fail; what comes later than the last column joins it. What is only at risk is healthy and not part of it. Without a
 * known cause the picture is of what fails. The same diagnosis gives the same picture.
 */
export function pictureOf({ causes: [cause], chain, symptoms, blastRadius: { affected } }: Diagnosis, most = 3): Picture {
  const nodes = new Map<string, PictureNode>();
  const steps = new Map<string, PictureStep>();
  const add = (object: PictureNode['object'], role: Role, what?: string) => {
    const id = objectText(object);
    const known = nodes.get(id);
    if (!known) nodes.set(id, { id, object, role, ...(what && { what }) });
    else if (what && !known.what) known.what = what;
  };
  const step = (from: PictureNode['object'], to: PictureNode['object'], mechanism: string) => {
    const [a, b] = [objectText(from), objectText(to)];
    if (a !== b && nodes.has(a) && nodes.has(b) && !steps.has(`${a} ${b}`)) steps.set(`${a} ${b}`, { from: a, to: b, mechanism });
  };
  const isAtRisk = new Set(affected.filter(({ impact }) => impact === 'at-risk').map(({ object }) => objectText(object)));
  if (cause) add(cause.object, 'cause');
  for (const { object, what } of symptoms) add(object, 'failing', what);
  for (const { object, impact } of affected) if (impact !== 'at-risk') add(object, impact);
  for (const { from, to } of chain) for (const object of [from, to]) if (!isAtRisk.has(objectText(object))) add(object, 'failing');
  for (const { from, to, mechanism } of chain) step(from, to, mechanism);
  for (const { object, via } of affected) if (via) step(via.from, object, via.mechanism);

  const depth = depthsOf([...nodes.keys()], [...steps.values()]);
  // What nothing leads to fails because of the cause, by whatever way.
  const columnOf = ({ id, role }: PictureNode) => (role === 'cause' ? 0 : Math.min(most - 1, Math.max(cause ? 1 : 0, depth.get(id) ?? 0)));
  const columns = Array.from({ length: most }, (_, column) => {
    const here = [...nodes.values()]
      .filter((node) => columnOf(node) === column)
      .sort((a, b) => WORST_FIRST.indexOf(a.role) - WORST_FIRST.indexOf(b.role));
    return { nodes: here.slice(0, SHOWN), omitted: Math.max(0, here.length - SHOWN) };
  }).filter((column) => column.nodes.length > 0);
  const drawn = new Set(columns.flatMap((column) => column.nodes.map(({ id }) => id)));
  return { columns, steps: [...steps.values()].filter(({ from, to }) => drawn.has(from) && drawn.has(to)) };
}

/** The length of the longest way to each object. Steps that close a circle count for nothing. */
function depthsOf(ids: readonly string[], steps: readonly PictureStep[]): Map<string, number> {
  const nexts = Map.groupBy(steps, ({ from }) => from);
  const depth = new Map(ids.map((id) => [id, 0]));
  const done = new Set<string>();
  const path = new Set<string>();
  const order: string[] = [];
  const forward: PictureStep[] = [];
  const visit = (id: string): void => {
    path.add(id);
    for (const step of nexts.get(id) ?? []) {
      if (path.has(step.to)) continue;
      forward.push(step);
      if (!done.has(step.to)) visit(step.to);
    }
    path.delete(id);
    done.add(id);
    order.unshift(id);
  };
  for (const id of ids) if (!done.has(id)) visit(id);
  const ways = Map.groupBy(forward, ({ from }) => from);
  for (const id of order) for (const { to } of ways.get(id) ?? []) depth.set(to, Math.max(depth.get(to) ?? 0, (depth.get(id) ?? 0) + 1));
  return depth;
}
