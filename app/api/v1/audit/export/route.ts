import { route } from '#lib/api/index.ts';
import { listAudit } from '#lib/audit/index.ts';
import { csvLine } from '../csv.ts';
import { auditFilter } from '../input.ts';

const PAGE = 1_000;
const COLUMNS = ['at', 'actor', 'action', 'target', 'address', 'before', 'after', 'hash'];

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
  async ({ tenant, query }) => {
    const encoder = new TextEncoder();
    let cursor: bigint | undefined;
    let isDone = false;
    const body = new ReadableStream<Uint8Array>({
      start: (controller) => controller.enqueue(encoder.encode(csvLine(COLUMNS))),
      async pull(controller) {
        if (isDone) return controller.close();
        const rows = await listAudit(tenant.id, PAGE, cursor, query);
        isDone = rows.length < PAGE;
        cursor = rows.at(-1)?.id;
        for (const { at, actor, action, target, address, before, after, hash } of rows) {
          const cells = [at.toISOString(), actor, action, target, address ?? '', json(before), json(after), hash ?? ''];
          controller.enqueue(encoder.encode(csvLine(cells)));
        }
        if (isDone) controller.close();
      },
    });
    return new Response(body, {
      headers: { 'Content-Type': 'text/csv; charset=utf-8', 'Content-Disposition': `attachment; filename="audit-${tenant.id}.csv"` },
    });
  },
);

function json(value: unknown): string {
  return value === null ? '' : JSON.stringify(value);
}
