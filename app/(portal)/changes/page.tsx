import type { Metadata } from 'next';
import { ChangesView } from './view.tsx';

export const metadata: Metadata = { title: 'Changes' };

export default function ChangesPage() {
  return <ChangesView />;
}
