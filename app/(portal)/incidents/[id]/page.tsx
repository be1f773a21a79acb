import type { Metadata } from 'next';
import { notFound } from 'next/navigation';
import { GET as getEvidence } from '#app/api/v1/incidents/[id]/evidence/route.ts';
import { GET as getIncident } from '#app/api/v1/incidents/[id]/route.ts';
import { FirstAnswers } from '#components/first-answers.tsx';
import { firstAnswers } from '#lib/api/first-answers.ts';
import { currentPrincipal } from '#lib/api/server-session.ts';
import { incidentExists } from '#lib/incidents/index.ts';
import { pathOf } from './path.ts';
import { IncidentView } from './view.tsx';

// The title is the same for every id, so that it does not reveal whether another client's incident exists.
export const metadata: Metadata = { title: 'Incident' };

export default async function IncidentPage({ params }: { params: Promise<{ id: string }> }) {
  const { id } = await params;
  const path = pathOf(id);
  const first = await firstAnswers([
    { get: getIncident, path, params: { id } },
    { get: getEvidence, path: `${path}/evidence`, params: { id } },
  ]);
  if (!(path in first.answers)) {
    const client = (await currentPrincipal())?.tenant;
    if (client && !(await incidentExists(client.id, id))) notFound();
  }
  return (
    <FirstAnswers {...first}>
      <IncidentView id={id} />
    </FirstAnswers>
  );
}
