import type { Metadata } from 'next';
import { publicStatus } from '#lib/admin/index.ts';
import { systemClock } from '#lib/platform/clock.ts';
import { RefreshEvery } from './refresh.tsx';
import { StatusView } from './view.tsx';

export const metadata: Metadata = {
  title: 'Status',
  description: 'How each part of KG RCA is now and was in the last 90 days.',
  alternates: { canonical: '/status' },
};

/** How the service is. It is shown while the database is away, too, without the history. */
export default async function StatusPage() {
  return (
    <>
      <StatusView status={await publicStatus(systemClock())} />
      <RefreshEvery ms={30_000} />
    </>
  );
}
