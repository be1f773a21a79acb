import type { Metadata } from 'next';
import { StaffTokensView } from './view.tsx';

export const metadata: Metadata = { title: 'Staff tokens' };

export default function StaffTokensPage() {
  return <StaffTokensView />;
}
