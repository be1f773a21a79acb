import type { Metadata } from 'next';
import { AnnouncementsView } from './view.tsx';

export const metadata: Metadata = { title: 'Announcements' };

export default function AnnouncementsPage() {
  return <AnnouncementsView />;
}
