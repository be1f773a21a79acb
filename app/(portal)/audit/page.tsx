import type { Metadata } from 'next';
import { AuditView } from './view.tsx';

export const metadata: Metadata = { title: 'Audit log' };

const OBJECTS = [
  ['account', 'Sign-ins and accounts'],
  ['member', 'Members'],
  ['api_key', 'API keys'],
  ['agent_package', 'Agent package'],
  ['client', 'The client itself'],
  ['console_query', 'Query console'],
] as const;

export default function AuditPage() {
  return (
    <AuditView
      path="/api/v1/audit"
      lead="Who did what in this account, with the values before and after."
      empty="API keys created, packages downloaded, plans changed: every action is recorded here."
      objects={OBJECTS}
    />
  );
}
