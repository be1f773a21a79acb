import { route } from '#lib/api/index.ts';
import { auditCsv } from '../csv-export.ts';
import { auditFilter } from '../input.ts';

export const GET = route(
  {
    operationId: 'exportAudit',
    method: 'GET',
    path: '/api/v1/audit/export',
    summary: 'Download the audit log of the account as CSV, newest first. The hashes tie each entry to the one before.',
    tag: 'Account',
    access: 'tenant',
    role: 'admin',
    query: auditFilter,
    response: { binary: 'text/csv' },
  },
  async ({ tenant, query }) => auditCsv(tenant.id, query),
);
