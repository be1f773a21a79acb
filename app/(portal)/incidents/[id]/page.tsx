import type { Metadata } from 'next';
import { IncidentView } from './view.tsx';

// The title names no incident: it must not tell that a foreign one exists.
export const metadata: Metadata = { title: 'Incident' };

export default async function IncidentPage({ params }: { params: Promise<{ id: string }> }) {
  return <IncidentView id={(await params).id} />;
}
