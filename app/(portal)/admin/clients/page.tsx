import type { Metadata } from 'next';
import { newestPlans } from '#lib/plans/versions.ts';
import { ClientsView } from './view.tsx';

export const metadata: Metadata = { title: 'Clients' };

export default async function ClientsPage() {
  return <ClientsView plans={await newestPlans()} />;
}
