import { evidenceOf, graphStore, type ObjectsEvidence } from '#lib/graph/index.ts';
import { type ObjectRef, uniqueRefs } from '#lib/kubernetes/refs.ts';
import type { Diagnosis } from '#lib/rca/types.ts';
import { getIncident } from './incidents.ts';

const MINUTE = 60_000;
/** What came shortly before the change or the onset shows what was usual. */
const BEFORE_MS = MINUTE;
/** What came shortly after shows the recovery. */
const AFTER_MS = 5 * MINUTE;
/** More objects than a person looks at. */
const MAX_OBJECTS = 150;

/** The evidence around an incident, and the time range (epoch ms) that it is of. */
export interface IncidentEvidence extends ObjectsEvidence {
  from: number;
  to: number;
}

/**
 * What the graph knows of the objects of an incident: where each has its page, how it is now, and the events and lines about it from
 * shortly before the change that began it until shortly after it closed. Throws a Problem with status 404 for an unknown incident,
 * and UnknownGraphError. `now` in epoch ms.
 */
export async function incidentEvidence(tenantId: string, id: string, now: number): Promise<IncidentEvidence> {
  const { cluster, diagnosis, openedAt, closedAt } = await getIncident(tenantId, id);
  const from = Math.min(openedAt.getTime(), diagnosis.culprit?.at ?? Number.POSITIVE_INFINITY) - BEFORE_MS;
  const to = closedAt ? Math.min(now, closedAt.getTime() + AFTER_MS) : now;
  const objects = objectsOf(diagnosis).slice(0, MAX_OBJECTS);
  return { ...(await evidenceOf(graphStore.use(), tenantId, cluster, objects, { from, to })), from, to };
}

/** Every object that a diagnosis names, the cause, its chain and what fails first. */
function objectsOf({ culprit, causes, chain, symptoms, blastRadius, timeline }: Diagnosis): ObjectRef[] {
  const first = uniqueRefs([
    ...(culprit ? [culprit.object] : []),
    ...causes.map(({ object }) => object),
    ...chain.flatMap(({ from, to }) => [from, to]),
    ...symptoms.map(({ object }) => object),
  ]);
  const evidence = causes.flatMap(({ evidenceFor, evidenceAgainst }) =>
    [...evidenceFor, ...evidenceAgainst].flatMap(({ source }): ObjectRef[] => {
      if (source.type === 'log') return [{ kind: 'Pod', namespace: source.namespace, name: source.pod }];
      return 'object' in source ? [source.object] : [];
    }),
  );
  return [
    ...first,
    ...uniqueRefs([...evidence, ...blastRadius.affected.map(({ object }) => object), ...timeline.map(({ object }) => object)]),
  ];
}
