import type { Metadata } from 'next';
import { PlansView } from './view.tsx';

export const metadata: Metadata = { title: 'Plans' };

export default function PlansPage() {
  return <PlansView />;
}
