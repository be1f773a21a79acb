import type { Metadata } from 'next';
import { ClientsView } from './view.tsx';

export const metadata: Metadata = { title: 'Clients' };

export default function ClientsPage() {
  return <ClientsView />;
}
