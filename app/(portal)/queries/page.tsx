import type { Metadata } from 'next';
import { QueriesView } from './view.tsx';

export const metadata: Metadata = { title: 'Queries' };

export default function QueriesPage() {
  return <QueriesView />;
}
