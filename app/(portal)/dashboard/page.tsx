import type { Metadata } from 'next';
import { DashboardView } from './view.tsx';

export const metadata: Metadata = { title: 'Dashboard' };

export default function DashboardPage() {
  return <DashboardView />;
}
