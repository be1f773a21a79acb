import type { Metadata } from 'next';
import { DeletionsView } from './view.tsx';

export const metadata: Metadata = { title: 'Deletions' };

export default function DeletionsPage() {
  return <DeletionsView />;
}
