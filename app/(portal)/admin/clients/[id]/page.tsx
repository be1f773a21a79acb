import type { Metadata } from 'next';
import { ClientView } from './view.tsx';

export const metadata: Metadata = { title: 'Client' };

export default async function ClientPage({ params }: { params: Promise<{ id: string }> }) {
  return <ClientView id={(await params).id} />;
}
