import { type EdgeUpsert, type GraphBatch, type GraphStore, resourceKey } from '#lib/graph/index.ts';
import { keyOf, type ObjectRef } from '#lib/kubernetes/refs.ts';
import type { Diagnosis, Snapshot, Window } from '#lib/rca/types.ts';
import type { RefreshedIncident } from './incidents.ts';

/** How many causes of an incident are written to the graph. */
const MAX_CAUSES = 3;
/** How many pieces of evidence are linked to an incident. */
const MAX_EVIDENCE = 1_000;

/**
 * Writes an incident to the client's graph: its node, ROOT_CAUSE edges to the objects at fault, CAUSES edges along its
 * chain, and PART_OF edges from the events and changes of its objects. Objects without a node (an external system, one that
 * was deleted long ago) are left out. PostgreSQL remains the source of truth; this makes incidents available to graph queries.
 */
export async function writeIncidentToGraph(
  store: GraphStore,
  tenantId: string,
  incident: RefreshedIncident,
  { resources }: Pick<Snapshot, 'resources'>,
  window: Window,
): Promise<void> {
  const { cluster, diagnosis } = incident;
  const uids = new Map(
    resources.map(({ kind, metadata }) => [keyOf({ kind, namespace: metadata?.namespace, name: metadata?.name }), metadata?.uid]),
  );
  const resourceOf = (object: ObjectRef): EdgeUpsert['from'][] => {
    const uid = uids.get(keyOf(object));
    return typeof uid === 'string' ? [{ label: 'Resource', key: resourceKey(cluster, uid) }] : [];
  };
  const involved = [...new Set(objectsOf(diagnosis).flatMap((object) => resourceOf(object).map(({ key }) => key)))];
  const evidence = await store.query<{ label: 'Event' | 'Change'; key: string }>(
    tenantId,
    'MATCH (e:Event)-[:ABOUT]->(r:Resource) WHERE r.key IN $involved AND e.lastAt >= $from AND e.lastAt <= $to ' +
      `RETURN 'Event' AS label, e.key AS key ORDER BY key LIMIT ${MAX_EVIDENCE}`,
    { involved, ...window },
  );
  const changes = diagnosis.causes.flatMap(({ evidenceFor }) =>
    evidenceFor.flatMap(({ source }) => (source.type === 'change' ? [{ label: 'Change' as const, key: source.changeId }] : [])),
  );
  await store.apply(tenantId, incidentBatch(incident, resourceOf, [...evidence, ...changes]));
}

function incidentBatch(
  { id, number, cluster, status, title, openedAt, closedAt, diagnosis }: RefreshedIncident,
  resourceOf: (object: ObjectRef) => EdgeUpsert['from'][],
  evidence: readonly EdgeUpsert['from'][],
): GraphBatch {
  const node = { label: 'Incident' as const, key: id };
  const [first] = diagnosis.causes;
  const roots = diagnosis.causes
    .slice(0, MAX_CAUSES)
    .flatMap(({ object, rank, code, confidence }): EdgeUpsert[] =>
      resourceOf(object).map((to) => ({ type: 'ROOT_CAUSE', from: node, to, props: { rank, code, confidence } })),
    );
  const steps = diagnosis.chain.flatMap(({ from, to, relation, mechanism }): EdgeUpsert[] =>
    resourceOf(from).flatMap((a) =>
      resourceOf(to).map((b) => ({ type: 'CAUSES', from: a, to: b, props: { incident: id, relation, mechanism } })),
    ),
  );
  const parts = evidence.map((from): EdgeUpsert => ({ type: 'PART_OF', from, to: node }));
  const props = { cluster, number, status, title, code: first?.code ?? null, tier: first?.tier ?? null, openedAt, closedAt };
  return {
    nodes: [{ ...node, props }],
    edges: [...roots, ...steps, ...parts],
    replaceEdgesFrom: [
      { ...node, types: ['ROOT_CAUSE'] },
      ...new Map(steps.map(({ from }) => [from.key, { ...from, types: ['CAUSES' as const] }])).values(),
    ],
  };
}

function objectsOf({ symptoms, causes, chain }: Diagnosis): ObjectRef[] {
  return [
    ...symptoms.map(({ object }) => object),
    ...causes.slice(0, MAX_CAUSES).map(({ object }) => object),
    ...chain.flatMap(({ from, to }) => [from, to]),
  ];
}
