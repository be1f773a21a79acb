import type { Metadata } from 'next';
import { notFound } from 'next/navigation';
import { clientExists } from '#lib/admin/index.ts';
import { ClientView } from './view.tsx';

export const metadata: Metadata = { title: 'Client' };

// That only the staff get here is the layout's part.
export default async function ClientPage({ params }: { params: Promise<{ id: string }> }) {
  const { id } = await params;
  if (!(await clientExists(id))) notFound();
  return <ClientView id={id} />;
}
