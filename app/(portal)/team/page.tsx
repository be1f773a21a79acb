import type { Metadata } from 'next';
import { allRoutes } from '#app/api/v1/routes.ts';
import { type Right, TeamView } from './view.tsx';

export const metadata: Metadata = { title: 'Team' };

/** What each role may do, as the operations of the REST API declare it. */
export default function TeamPage() {
  const rights: Right[] = allRoutes
    .filter(({ declaration }) => declaration.access === 'tenant' && declaration.scope !== 'ingest')
    .map(({ declaration: { method, role, summary, tag } }) => ({
      ...{ tag, summary: (summary.split('. ')[0] ?? summary).replace(/\.$/, '') },
      role: role ?? (method === 'GET' ? 'viewer' : 'member'),
    }));
  return <TeamView rights={rights} />;
}
