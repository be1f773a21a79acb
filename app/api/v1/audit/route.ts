import { route } from '#lib/api/index.ts';
import { auditPage, auditQuery, pageOfAudit } from './entries.ts';

export const GET = route(
  {
    operationId: 'listAudit',
    method: 'GET',
    path: '/api/v1/audit',
    summary: 'List the audit log of the account, newest first.',
    tag: 'Account',
    access: 'tenant',
    role: 'admin',
    query: auditQuery,
    response: auditPage,
  },
  async ({ tenant, query }) => pageOfAudit(tenant.id, query),
);
