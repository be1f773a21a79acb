import type { Metadata } from 'next';
import { NotificationsView } from './view.tsx';

export const metadata: Metadata = { title: 'Push notifications' };

export default function NotificationsPage() {
  return <NotificationsView />;
}
