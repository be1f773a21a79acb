import type { Metadata } from 'next';
import { notFound } from 'next/navigation';
import { keyOfPath } from '#app/api/v1/resources/key-of-path.ts';
import { currentPrincipal } from '#lib/api/server-session.ts';
import { graphStore, resourceExists } from '#lib/graph/index.ts';
import { ResourceView } from './view.tsx';

export const metadata: Metadata = { title: 'Resource' };

export default async function ResourcePage({ params }: { params: Promise<{ key: string[] }> }) {
  const parts = (await params).key;
  const key = keyOfPath(parts);
  const client = (await currentPrincipal())?.tenant;
  // While the graph cannot be read, the page says why.
  if (client && !(key && (await resourceExists(graphStore.use(), client.id, key).catch(() => true)))) notFound();
  return <ResourceView path={parts.join('/')} />;
}
