import type { Metadata } from 'next';
import { IntegrationsView } from './view.tsx';

export const metadata: Metadata = { title: 'Integrations' };

export default function IntegrationsPage() {
  return <IntegrationsView />;
}
