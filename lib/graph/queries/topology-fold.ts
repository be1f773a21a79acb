import { kindOf } from '#lib/kubernetes/kinds.ts';
import type { NodeRow } from './topology-read.ts';
import type { TopologyEdge } from './topology-types.ts';

/** Whether the map shows an object of a kind, which may depend on whether it is related to others. */
function isShown(kind: string, isUsed: boolean): boolean {
  const hidden = kindOf(kind)?.hidden;
  return hidden === undefined || (hidden === 'unless used' && isUsed);
}

/** Kinds that fold into their owner. */
const FOLDED = new Set(['Pod', 'ReplicaSet', 'Job']);
/** Resources and the relations between them. */
export interface Part {
  rows: NodeRow[];
  edges: TopologyEdge[];
}

/** Pods folded into a workload. `isKnown`: the health of each is known. */
export interface Pods {
  ready: number;
  total: number;
  restarts: number;
  isKnown: boolean;
}

/** A part with what was folded: the pods of each workload, and into what an object was folded. */
export interface Folded extends Part {
  pods: Map<string, Pods>;
  root: (key: string) => string;
}

/** Folds pods, ReplicaSets and Jobs into what owns them; of the workloads in `expanded`, or of all, the pods stay. */
export function fold(rows: NodeRow[], edges: TopologyEdge[], expanded: ReadonlySet<string> | 'all'): Folded {
  const byKey = new Map(rows.map((row) => [row.key, row]));
  const owner = new Map(edges.filter(({ type }) => type === 'OWNS').map(({ from, to }) => [to, from]));
  const ownerOf = (key: string): string => {
    let at = key;
    for (let steps = 0; steps < 5 && FOLDED.has(byKey.get(at)?.kind ?? ''); steps++) {
      const above = owner.get(at);
      if (above === undefined) break;
      at = above;
    }
    return at;
  };
  const root = (key: string): string => {
    const into = ownerOf(key);
    const staysOf = expanded === 'all' || expanded.has(into);
    return staysOf && byKey.get(key)?.kind === 'Pod' ? key : into;
  };
  const pods = podsOf(rows, ownerOf);
  const seen = new Set<string>();
  const kept = edges.flatMap(({ from, to, type }) => {
    const edge = { from: root(from), to: root(to), type };
    const id = `${type} ${edge.from} ${edge.to}`;
    if (edge.from === edge.to || seen.has(id)) return [];
    seen.add(id);
    return [edge];
  });
  const used = new Set(kept.flatMap(({ from, to }) => [from, to]));
  const shown = rows.filter(({ key, kind }) => root(key) === key && isShown(kind, used.has(key)));
  const shownKeys = new Set(shown.map(({ key }) => key));
  return { rows: shown, edges: kept.filter(({ from, to }) => shownKeys.has(from) && shownKeys.has(to)), pods, root };
}

/** A part of which nothing is folded. */
export function unfolded(rows: NodeRow[], edges: TopologyEdge[]): Folded {
  return { rows, edges, pods: new Map(), root: (key) => key };
}

function podsOf(rows: NodeRow[], ownerOf: (key: string) => string): Map<string, Pods> {
  const pods = new Map<string, Pods>();
  for (const row of rows) {
    const into = ownerOf(row.key);
    if (row.kind !== 'Pod' || into === row.key) continue;
    const sum = pods.get(into) ?? { ready: 0, total: 0, restarts: 0, isKnown: true };
    pods.set(into, sum);
    sum.total++;
    sum.restarts += row.restarts ?? 0;
    sum.isKnown &&= row.isKnown;
    if (row.health === 'healthy' || (row.health === 'degraded' && isRunning(row))) sum.ready++;
  }
  return pods;
}

/** A degraded pod that restarted lately serves again; one that is not ready does not. */
function isRunning({ reason }: NodeRow): boolean {
  return reason?.includes('restarted') ?? false;
}

/** A namespace's objects with what they are related to. */
export function around(namespace: string, { rows, edges }: Part): Part {
  const inside = new Set(rows.filter((row) => row.namespace === namespace).map(({ key }) => key));
  const touching = edges.filter(({ from, to }) => inside.has(from) || inside.has(to));
  const shown = new Set([...inside, ...touching.flatMap(({ from, to }) => [from, to])]);
  return { rows: rows.filter(({ key }) => shown.has(key)), edges: touching };
}
