import type { Metadata } from 'next';
import { RevenueView } from './view.tsx';

export const metadata: Metadata = { title: 'Revenue' };

export default function RevenuePage() {
  return <RevenueView />;
}
