import { route } from '#lib/api/index.ts';
import { INSTALLATION } from '#lib/audit/index.ts';
import { auditCsv } from '../../../audit/csv-export.ts';
import { auditFilter } from '../../../audit/input.ts';

export const GET = route(
  {
    operationId: 'exportInstallationAudit',
    method: 'GET',
    path: '/api/v1/admin/audit/export',
    summary: 'Download the audit log of the installation as CSV, newest first. The hashes tie each entry to the one before.',
    tag: 'Provider',
    access: 'staff',
    query: auditFilter,
    response: { binary: 'text/csv' },
  },
  async ({ query }) => auditCsv(INSTALLATION, query),
);
