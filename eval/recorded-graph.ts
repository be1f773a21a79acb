import { randomUUID } from 'node:crypto';
import { type Observed, Projection } from '#lib/graph/projection/projection.ts';
import { STATE_KINDS } from '#lib/kubernetes/kinds.ts';
import { keyOf, type ObjectRef } from '#lib/kubernetes/refs.ts';
import type { Snapshot } from '#lib/rca/types.ts';
import { keyedDigest } from '#lib/redaction/config-data.ts';
import { project } from '#lib/redaction/project.ts';
import type { DrivenCluster } from '#simulators/kubernetes/cluster/testing/driven.ts';
import type { Obj } from '#simulators/kubernetes/store/object.ts';

const CLUSTER = 'driven';
const digest = keyedDigest('kg_test_key');
const KINDS = new Map(STATE_KINDS.map((kind) => [kind.kind, kind]));

/** The nodes and edges in the graph of a driven cluster; objects by their key (see keyOf). */
export interface GraphContents {
  nodes: ReadonlySet<string>;
  edges: readonly { type: string; from: string; to: string }[];
  /** Objects that a node refers to but that do not exist. */
  missing: ReadonlySet<string>;
}

/** Records what the agent would send from a driven cluster; `graph` projects it, together with the logs of a snapshot, into a graph. */
export function recordedGraph({ store, clock }: DrivenCluster): { graph(snapshot: Snapshot): GraphContents } {
  const records: Observed[] = [];
  const record = (op: 'upsert' | 'delete', object: Obj) => {
    const kind = KINDS.get(object.kind);
    if (!kind) return;
    const sent = project(kind, object as unknown as Parameters<typeof project>[1], digest);
    const message = { op, observedAt: clock.now(), cluster: CLUSTER, object: sent } as Extract<
      Observed,
      { stream: 'state.k8s.resource' }
    >['message'];
    records.push({ stream: 'state.k8s.resource', message });
  };
  for (const kind of KINDS.keys()) for (const object of store.list(kind)) record('upsert', object);
  store.listen(({ type, object }) => record(type === 'DELETED' ? 'delete' : 'upsert', object));
  return { graph: (snapshot) => projected([...records, ...logRecords(snapshot)]) };
}

function logRecords({ logs, resources, collectedAt }: Snapshot): Observed[] {
  const uids = new Map(
    resources.filter(({ kind }) => kind === 'Pod').map(({ metadata }) => [`${metadata.namespace}/${metadata.name}`, metadata.uid]),
  );
  return logs.flatMap(({ namespace, pod, container, previous, lines }) =>
    lines.map((line): Observed => {
      const from = { uid: uids.get(`${namespace}/${pod}`) as string, namespace, name: pod };
      const message = {
        eventId: randomUUID(),
        observedAt: collectedAt,
        cluster: CLUSTER,
        pod: from,
        container,
        previous,
        severity: 'error' as const,
        line,
      };
      return { stream: 'logs.normalized', message };
    }),
  );
}

function projected(records: readonly Observed[]): GraphContents {
  const projection = new Projection();
  const known = { resources: new Map(), events: new Map(), alerts: new Map(), patterns: new Map() };
  const { batch } = projection.project(records, known, {});
  const refs = new Map<string, string>();
  const missing = new Map<string, string[]>();
  for (const { label, key, props } of batch.nodes) {
    if (label !== 'Resource') continue;
    if (typeof props.name === 'string')
      refs.set(
        key,
        keyOf({ kind: String(props.kind), name: props.name, ...(props.namespace !== null && { namespace: String(props.namespace) }) }),
      );
    if (Array.isArray(props.missingRefs)) missing.set(key, props.missingRefs);
  }
  const edges = batch.edges.flatMap(({ type, from, to }) => {
    const [a, b] = [refs.get(from.key), refs.get(to.key)];
    return a && b ? [{ type, from: a, to: b }] : [];
  });
  return { nodes: new Set(refs.values()), edges, missing: new Set([...missing.values()].flat().map(keyOfShown)) };
}

/** The key for the form used in missingRefs: `Kind/namespace/name` or `Kind/name`. */
function keyOfShown(shown: string): string {
  const [kind = '', ...rest] = shown.split('/');
  return keyOf(rest.length === 1 ? { kind, name: rest[0]! } : { kind, namespace: rest[0]!, name: rest[1]! });
}

/**
 * Whether the graph connects two objects by a relation of a type: an edge between them or objects they own, or an edge
 * from an object that the dependent owns to one (a claim, a Service) that in turn depends on the cause.
 */
export function joins({ edges, missing }: GraphContents, type: string, cause: ObjectRef, dependent: ObjectRef): boolean {
  const [causes, dependents] = [ownedBy(edges, keyOf(cause)), ownedBy(edges, keyOf(dependent))];
  if (type === 'OWNS') return causes.has(keyOf(dependent)) || dependents.has(keyOf(cause));
  if (missing.has(keyOf(cause))) return true;
  const leads = (from: string, to: ReadonlySet<string>, only?: string) =>
    edges.some((edge) => (only === undefined || edge.type === only) && edge.from === from && to.has(edge.to));
  for (const edge of edges) {
    if (edge.type !== type) continue;
    if (dependents.has(edge.from) && (causes.has(edge.to) || leads(edge.to, causes))) return true;
    if (causes.has(edge.from) && (dependents.has(edge.to) || edge.to === keyOf({ kind: 'Namespace', name: dependent.namespace ?? '' })))
      return true;
  }
  return false;
}

function ownedBy(edges: GraphContents['edges'], owner: string): Set<string> {
  const owned = new Set([owner]);
  // The iteration includes the elements that are added during it.
  for (const one of owned) for (const { type, from, to } of edges) if (type === 'OWNS' && from === one) owned.add(to);
  return owned;
}
