import type { Metadata } from 'next';
import { SharedIncidentView } from './view.tsx';

export const metadata: Metadata = { title: 'Shared incident', referrer: 'no-referrer', robots: { index: false } };

export default async function SharedIncidentPage({ searchParams }: { searchParams: Promise<{ token?: string }> }) {
  return <SharedIncidentView token={(await searchParams).token ?? ''} />;
}
