import type { Metadata } from 'next';
import { ResourceView } from './view.tsx';

export const metadata: Metadata = { title: 'Resource' };

export default async function ResourcePage({ params }: { params: Promise<{ key: string[] }> }) {
  return <ResourceView path={(await params).key.join('/')} />;
}
