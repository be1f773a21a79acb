import type { Metadata } from 'next';
import { IncidentsView } from './view.tsx';

export const metadata: Metadata = { title: 'Incidents' };

export default function Page() {
  return <IncidentsView />;
}
