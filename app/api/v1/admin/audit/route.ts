import { route } from '#lib/api/index.ts';
import { INSTALLATION } from '#lib/audit/index.ts';
import { auditPage, auditQuery, pageOfAudit } from '../../audit/entries.ts';

export const GET = route(
  {
    operationId: 'listInstallationAudit',
    method: 'GET',
    path: '/api/v1/admin/audit',
    summary:
      'List the audit log of the installation, newest first: sign-ins of the staff, their tokens, accounts that belong to no client.',
    tag: 'Provider',
    access: 'staff',
    query: auditQuery,
    response: auditPage,
  },
  async ({ query }) => pageOfAudit(INSTALLATION, query),
);
