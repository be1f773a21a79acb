import type { Metadata } from 'next';
import { AgentView } from './view.tsx';

export const metadata: Metadata = { title: 'Agent package' };

export default function AgentPage() {
  return <AgentView />;
}
