import type { Metadata } from 'next';
import { JobsView } from './view.tsx';

export const metadata: Metadata = { title: 'Jobs' };

export default function JobsPage() {
  return <JobsView />;
}
