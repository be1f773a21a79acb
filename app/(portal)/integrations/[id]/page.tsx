import type { Metadata } from 'next';
import { DestinationView } from './view.tsx';

export const metadata: Metadata = { title: 'Destination' };

export default async function DestinationPage({ params }: { params: Promise<{ id: string }> }) {
  return <DestinationView id={(await params).id} />;
}
