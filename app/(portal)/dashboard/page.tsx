import type { Metadata } from 'next';
import { GET as listChangeGroups } from '#app/api/v1/change-groups/route.ts';
import { GET as getHealthSummary } from '#app/api/v1/health-summary/route.ts';
import { GET as getIncidentTrend } from '#app/api/v1/incidents/trend/route.ts';
import { GET as getOverview } from '#app/api/v1/overview/route.ts';
import { FirstAnswers } from '#components/first-answers.tsx';
import { firstAnswers } from '#lib/api/first-answers.ts';
import { READS } from './reads.ts';
import { DashboardView } from './view.tsx';

export const metadata: Metadata = { title: 'Dashboard' };

export default async function DashboardPage() {
  const first = await firstAnswers([
    { get: getOverview, path: READS.overview },
    { get: getHealthSummary, path: READS.health },
    { get: getIncidentTrend, path: READS.trend },
    { get: listChangeGroups, path: READS.changes },
  ]);
  return (
    <FirstAnswers {...first}>
      <DashboardView />
    </FirstAnswers>
  );
}
