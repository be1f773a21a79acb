import type { Metadata } from 'next';
import { notFound } from 'next/navigation';
import { currentPrincipal } from '#lib/api/server-session.ts';
import { incidentExists } from '#lib/incidents/index.ts';
import { IncidentView } from './view.tsx';

// The title is the same for every id, so that it does not reveal whether another client's incident exists.
export const metadata: Metadata = { title: 'Incident' };

export default async function IncidentPage({ params }: { params: Promise<{ id: string }> }) {
  const { id } = await params;
  const client = (await currentPrincipal())?.tenant;
  if (client && !(await incidentExists(client.id, id))) notFound();
  return <IncidentView id={id} />;
}
