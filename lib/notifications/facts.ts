import type { Severity } from '#lib/incidents/severity.ts';
import { env } from '#lib/platform/env.ts';
import type { Diagnosis } from '#lib/rca/types.ts';
import type { Incident } from '../../prisma/generated/client.ts';
import type { IncidentFacts } from './message.ts';

const MAX_NAMESPACES = 20;

/** What is told of an incident as it is now. `clusterName` is what people call its cluster. */
export function factsOf(incident: Incident, clusterName: string): IncidentFacts {
  const { id, number, cluster, title, status, code, tier, openedAt, closedAt } = incident;
  const diagnosis = incident.diagnosis as unknown as Diagnosis;
  return {
    id,
    number,
    cluster,
    clusterName,
    title,
    status,
    code,
    tier,
    object: incident.object as IncidentFacts['object'],
    severity: incident.severity as Severity,
    summary: diagnosis.causes[0]?.summary ?? null,
    change: diagnosis.culprit?.text ?? null,
    namespaces: namespacesOf(diagnosis),
    openedAt: openedAt.getTime(),
    closedAt: closedAt?.getTime() ?? null,
    url: `${env.use().publicUrl}/incidents/${id}`,
  };
}

/** The namespaces in which something fails, or is to blame. */
function namespacesOf({ causes, symptoms, blastRadius }: Diagnosis): string[] {
  const failing = blastRadius.affected.filter(({ impact }) => impact === 'failing').map(({ object }) => object);
  const objects = [...causes.slice(0, 1).map(({ object }) => object), ...symptoms.map(({ object }) => object), ...failing];
  return [...new Set(objects.flatMap(({ namespace }) => namespace ?? []))].slice(0, MAX_NAMESPACES);
}
