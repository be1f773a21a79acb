import { type EdgeUpsert, type GraphBatch, type GraphStore, resourceKey } from '#lib/graph/index.ts';
import { keyOf } from '#lib/kubernetes/refs.ts';
import type { Diagnosis, ObjectRef, Snapshot, Window } from '#lib/rca/types.ts';
import type { TouchedIncident } from './incidents.ts';

/** So many of an incident's causes are drawn. */
const CAUSES_DRAWN = 3;
/** So many pieces of evidence are tied to an incident. */
const MAX_EVIDENCE = 1_000;

/**
 * Draws an incident into the client's graph (docs/architecture.md, "The graph"): its node, ROOT_CAUSE edges to the
 * objects at fault, CAUSES edges along its chain, PART_OF edges from the events and changes of its objects. Objects
 * that have no node (an outside system, what was deleted long ago) are left out. PostgreSQL stays the incident's home:
 * this is what a graph query finds it by.
 */
export async function drawIncident(
  store: GraphStore,
  clientId: string,
  incident: TouchedIncident,
  { resources }: Snapshot,
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
    clientId,
    'MATCH (e:Event)-[:ABOUT]->(r:Resource) WHERE r.key IN $involved AND e.lastAt >= $from AND e.lastAt <= $to ' +
      `RETURN 'Event' AS label, e.key AS key ORDER BY key LIMIT ${MAX_EVIDENCE}`,
    { involved, ...window },
  );
  const changes = diagnosis.causes.flatMap(({ evidenceFor }) =>
    evidenceFor.flatMap(({ source }) => (source.type === 'change' ? [{ label: 'Change' as const, key: source.changeId }] : [])),
  );
  await store.apply(clientId, incidentBatch(incident, resourceOf, [...evidence, ...changes]));
}

function incidentBatch(
  { id, number, cluster, status, title, openedAt, closedAt, diagnosis }: TouchedIncident,
  resourceOf: (object: ObjectRef) => EdgeUpsert['from'][],
  evidence: readonly EdgeUpsert['from'][],
): GraphBatch {
  const node = { label: 'Incident' as const, key: id };
  const [first] = diagnosis.causes;
  const roots = diagnosis.causes
    .slice(0, CAUSES_DRAWN)
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
    ...causes.slice(0, CAUSES_DRAWN).map(({ object }) => object),
    ...chain.flatMap(({ from, to }) => [from, to]),
  ];
}
