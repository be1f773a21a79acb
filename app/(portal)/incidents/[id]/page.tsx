import type { Metadata } from 'next';
import { IncidentView } from './view.tsx';

// The title is the same for every id, so that it does not reveal whether another client's incident exists.
export const metadata: Metadata = { title: 'Incident' };

export default async function IncidentPage({ params }: { params: Promise<{ id: string }> }) {
  return <IncidentView id={(await params).id} />;
}
