import type { Metadata } from 'next';
import { notFound } from 'next/navigation';
import { libraryQuery } from '#lib/queries/index.ts';
import { QueryView } from './view.tsx';

export const metadata: Metadata = { title: 'Query' };

export default async function QueryPage({ params }: { params: Promise<{ id: string }> }) {
  const { id } = await params;
  if (!libraryQuery(id)) notFound();
  return <QueryView id={id} />;
}
