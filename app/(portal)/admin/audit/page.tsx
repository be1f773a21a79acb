import type { Metadata } from 'next';
import { AuditView } from '../../audit/view.tsx';
import { PROVIDER_CRUMBS } from '../crumbs.ts';

export const metadata: Metadata = { title: 'Audit log' };

const OBJECTS = [
  ['account', 'Sign-ins and accounts'],
  ['staff_token', 'Staff tokens'],
] as const;

export default function InstallationAuditPage() {
  return (
    <AuditView
      path="/api/v1/admin/audit"
      lead="What the staff and accounts without a client did. What concerns a client is in the audit log of that client."
      empty="Sign-ins of the staff and changes of their tokens are recorded here."
      objects={OBJECTS}
      crumbs={PROVIDER_CRUMBS}
    />
  );
}
