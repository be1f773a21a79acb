import type { Metadata } from 'next';
import { AuditView } from './view.tsx';

export const metadata: Metadata = { title: 'Audit log' };

export default function AuditPage() {
  return <AuditView />;
}
