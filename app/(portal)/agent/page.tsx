import type { Metadata } from 'next';
import { installCommand } from '#lib/agent-package/index.ts';
import { currentPrincipal } from '#lib/api/server-session.ts';
import { AgentView } from './view.tsx';

export const metadata: Metadata = { title: 'Agent package' };

export default async function AgentPage() {
  const client = (await currentPrincipal())?.tenant;
  // Known on the server: what came later would push the rest of the page down.
  return <AgentView installCommand={client && installCommand(client.id)} />;
}
