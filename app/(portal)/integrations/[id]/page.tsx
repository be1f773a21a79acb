import type { Metadata } from 'next';
import { notFound } from 'next/navigation';
import { currentPrincipal } from '#lib/api/server-session.ts';
import { destinationExists } from '#lib/notifications/index.ts';
import { DestinationView } from './view.tsx';

export const metadata: Metadata = { title: 'Destination' };

export default async function DestinationPage({ params }: { params: Promise<{ id: string }> }) {
  const { id } = await params;
  const client = (await currentPrincipal())?.tenant;
  if (client && !(await destinationExists(client.id, id))) notFound();
  return <DestinationView id={id} />;
}
