import type { Metadata } from 'next';
import { QueryView } from './view.tsx';

export const metadata: Metadata = { title: 'Query' };

export default async function QueryPage({ params }: { params: Promise<{ id: string }> }) {
  return <QueryView id={(await params).id} />;
}
