import type { Metadata } from 'next';
import { RisksView } from './view.tsx';

export const metadata: Metadata = { title: 'Risks' };

export default function RisksPage() {
  return <RisksView />;
}
