import type { Metadata } from 'next';
import { HealthView } from './view.tsx';

export const metadata: Metadata = { title: 'System health' };

export default function HealthPage() {
  return <HealthView />;
}
