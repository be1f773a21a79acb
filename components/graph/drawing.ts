import { HEALTH_ORDER } from '#lib/kubernetes/health/order.ts';
import { kindOf } from '#lib/kubernetes/kinds.ts';
import { CALL_RELATIONS, CROWDED_RELATIONS } from './relations.ts';
import type { DrawnTopology, TopologyNode } from './types.ts';

/**
 * Up to so many objects, all are shown at first: their labels can be read when all of them are in view. Of more, those that requests
 * pass are shown if they are no more than this; else only the unhealthy ones.
 */
const READABLE = 60;
/** The most objects that are drawn one by one, of all groups, of a folded group, and of the pods of a workload. */
export const MAX_DRAWN = 400;
const MAX_OF_FOLDED = 12;
const MAX_PODS = 24;

/** An object that is drawn by itself. A pod names the workload beside which it is shown. */
export interface DrawnObject {
  node: TopologyNode;
  group: string;
  owner?: TopologyNode;
}

/** The objects of one namespace, or those of a cluster that have none. */
export interface DrawnGroup {
  id: string;
  cluster: string;
  namespace: string | undefined;
  label: string;
  isOpen: boolean;
  /** Its objects, and those that are not drawn by themselves, with how many of each state. */
  total: number;
  folded: number;
  counts: Partial<Record<TopologyNode['health'], number>>;
  foldedCounts: Partial<Record<TopologyNode['health'], number>>;
}

/** A relation between two things that are drawn. */
export interface DrawnEdge {
  id: string;
  from: string;
  to: string;
  type: string;
}

/** What a map draws. Where a group holds objects that are not drawn by themselves, one node (`restId`) stands for all of them. */
export interface Drawing {
  groups: DrawnGroup[];
  objects: DrawnObject[];
  edges: DrawnEdge[];
}

/** What a person has chosen to see. */
export interface DrawingChoice {
  /** Groups that are not as they are at first, by id. */
  toggled?: ReadonlySet<string>;
  /** Objects that are drawn by themselves whatever their group: those found and the selected one. */
  always?: ReadonlySet<string>;
  /** Workloads whose pods are shown beside them. */
  expanded?: ReadonlySet<string>;
  /** Only what is this near to an object. */
  focus?: { key: string; hops: number } | undefined;
}

/** Namespaces of the system, which come after the others. */
export const SYSTEM_NAMESPACE = /^(kube-|local-path-storage$|cert-manager$|ingress-nginx$|monitoring$)/;

/** The group of an object. */
export const groupOf = ({ cluster, namespace }: Pick<TopologyNode, 'cluster' | 'namespace'>): string => `${cluster}/${namespace ?? ''}`;

/** The id of the node that stands for the folded objects of a group. */
export const restId = (group: string): string => `rest ${group}`;

/** Decides what a map draws of a topology: groups by namespace, the unhealthy objects and those asked for, and the others while they can be read. */
export function drawingOf(topology: DrawnTopology, { toggled, always, expanded, focus }: DrawingChoice = {}): Drawing {
  const { nodes, edges } = focus ? near(topology, focus) : topology;
  const isOpenAtFirst = nodes.length <= READABLE || focus !== undefined;
  const isOpen = (group: string) => isOpenAtFirst !== (toggled?.has(group) ?? false);
  const owners = podOwners(nodes, edges, expanded ?? new Set());
  const isPassed = nodes.filter(passesRequests).length <= READABLE ? passesRequests : () => false;
  const isShown = (node: TopologyNode) => isOpen(groupOf(node)) || (isPassed(node) && !(toggled?.has(groupOf(node)) ?? false));
  const drawn = new Set(chosen(nodes, isShown, (key) => (always?.has(key) ?? false) || (expanded?.has(key) ?? false) || owners.has(key)));
  const clusters = new Set(nodes.map(({ cluster }) => cluster)).size;
  const groups = groupsOf(nodes, drawn, isOpen, clusters > 1);
  const objects = nodes
    .filter(({ key }) => drawn.has(key))
    .map((node) => {
      const owner = owners.get(node.key);
      return { node, group: groupOf(node), ...(owner && { owner }) };
    });
  return { groups, objects, edges: drawnEdges(nodes, edges, drawn) };
}

/** Whether requests of users pass an object: entries, Services and workloads outside of the namespaces of the system. */
function passesRequests({ kind, namespace }: TopologyNode): boolean {
  if (namespace === undefined || SYSTEM_NAMESPACE.test(namespace)) return false;
  const { column, shape } = kindOf(kind) ?? {};
  return column === 'service' || column === 'workload' || shape === 'diamond';
}

/** The objects within some relations of one. It goes on through all but what almost every object is related to. */
function near({ nodes, edges }: DrawnTopology, { key, hops }: { key: string; hops: number }): DrawnTopology {
  const beside = new Map<string, { key: string; isCrowded: boolean }[]>();
  const note = (at: string, other: string, type: string) => {
    const known = beside.get(at) ?? [];
    known.push({ key: other, isCrowded: CROWDED_RELATIONS.has(type) });
    beside.set(at, known);
  };
  for (const { from, to, type } of edges) {
    note(from, to, type);
    note(to, from, type);
  }
  const found = new Set([key]);
  let border = [key];
  for (let hop = 0; hop < hops; hop++) {
    const next: string[] = [];
    for (const at of border)
      for (const one of beside.get(at) ?? []) {
        if (found.has(one.key)) continue;
        found.add(one.key);
        if (!one.isCrowded) next.push(one.key);
      }
    border = next;
  }
  return {
    nodes: nodes.filter((node) => found.has(node.key)),
    edges: edges.filter(({ from, to }) => found.has(from) && found.has(to)),
  };
}

/** The pods that are shown beside a workload, the least healthy of each, with the workload. */
function podOwners(
  nodes: readonly TopologyNode[],
  edges: DrawnTopology['edges'],
  expanded: ReadonlySet<string>,
): Map<string, TopologyNode> {
  const byKey = new Map(nodes.map((node) => [node.key, node]));
  const owners = new Map<string, TopologyNode>();
  for (const key of expanded) {
    const owner = byKey.get(key);
    const pods = edges.flatMap(({ from, to, type }) => (type === 'OWNS' && from === key ? (byKey.get(to) ?? []) : []));
    if (owner) for (const pod of pods.sort(worstFirst).slice(0, MAX_PODS)) owners.set(pod.key, owner);
  }
  return owners;
}

/** What an object is ranked by. */
type Ranked = Pick<TopologyNode, 'health' | 'kind' | 'namespace' | 'name'>;

/** The worst first; equals by name. */
export function worstFirst(a: Ranked, b: Ranked): number {
  const byHealth = HEALTH_ORDER.indexOf(a.health) - HEALTH_ORDER.indexOf(b.health);
  return byHealth || byText(a.namespace ?? '', b.namespace ?? '') || byText(a.kind, b.kind) || byText(a.name, b.name);
}

/** Names of Kubernetes are plain; comparing them as a language does takes ten times as long. */
function byText(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}

/** The keys of the objects that are drawn by themselves. */
function chosen(nodes: readonly TopologyNode[], isShown: (node: TopologyNode) => boolean, isWanted: (key: string) => boolean): string[] {
  const ofFolded = new Map<string, number>();
  const ranked: { key: string; rank: number }[] = [];
  for (const node of nodes.toSorted(worstFirst)) {
    const group = groupOf(node);
    const isUnhealthy = node.health === 'failing' || node.health === 'degraded';
    if (isWanted(node.key)) ranked.push({ key: node.key, rank: isUnhealthy ? 0 : 1 });
    else if (isShown(node)) ranked.push({ key: node.key, rank: isUnhealthy ? 2 : 3 });
    else if (isUnhealthy && (ofFolded.get(group) ?? 0) < MAX_OF_FOLDED) {
      ofFolded.set(group, (ofFolded.get(group) ?? 0) + 1);
      ranked.push({ key: node.key, rank: 2 });
    }
  }
  return ranked
    .sort((a, b) => a.rank - b.rank)
    .slice(0, MAX_DRAWN)
    .map(({ key }) => key);
}

function groupsOf(nodes: readonly TopologyNode[], drawn: ReadonlySet<string>, isOpen: (id: string) => boolean, isNamingCluster: boolean) {
  const groups = new Map<string, DrawnGroup>();
  for (const node of nodes) {
    const id = groupOf(node);
    const { cluster, namespace } = node;
    const label = namespace === undefined ? 'Without namespace' : namespace;
    const group = groups.get(id) ?? {
      ...{ id, cluster, namespace, label: isNamingCluster ? `${cluster}: ${label}` : label, isOpen: isOpen(id) },
      ...{ total: 0, folded: 0, counts: {}, foldedCounts: {} },
    };
    groups.set(id, group);
    count(group.counts, node);
    group.total++;
    if (drawn.has(node.key)) continue;
    count(group.foldedCounts, node);
    group.folded++;
  }
  return [...groups.values()];
}

function count(counts: DrawnGroup['counts'], { health }: TopologyNode): void {
  counts[health] = (counts[health] ?? 0) + 1;
}

/** The relations of what is drawn. Those of folded objects are drawn once for all of them, and only where calls go along them. */
function drawnEdges(nodes: readonly TopologyNode[], edges: DrawnTopology['edges'], drawn: ReadonlySet<string>): DrawnEdge[] {
  const groups = new Map(nodes.map((node) => [node.key, groupOf(node)]));
  const found = new Map<string, DrawnEdge>();
  for (const { from, to, type } of edges) {
    const [fromGroup, toGroup] = [groups.get(from), groups.get(to)];
    if (fromGroup === undefined || toGroup === undefined) continue;
    const isFolded = !drawn.has(from) || !drawn.has(to);
    if (isFolded && !CALL_RELATIONS.has(type)) continue;
    const ends = { from: drawn.has(from) ? from : restId(fromGroup), to: drawn.has(to) ? to : restId(toGroup) };
    if (ends.from === ends.to) continue;
    const id = isFolded ? `${ends.from} > ${ends.to}` : `${from} ${type} ${to}`;
    found.set(id, { id, ...ends, type: isFolded ? 'CALLS' : type });
  }
  return [...found.values()];
}
