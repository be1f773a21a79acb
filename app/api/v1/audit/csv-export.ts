import { type AuditFilter, listAudit } from '#lib/audit/index.ts';
import { csvLine } from '../csv.ts';

const PAGE = 1_000;
const COLUMNS = ['at', 'actor', 'action', 'target', 'address', 'before', 'after', 'hash'];

/** An audit log as a CSV file, newest first, read page by page while it is sent. */
export function auditCsv(tenantId: string, filter: AuditFilter): Response {
  const encoder = new TextEncoder();
  let cursor: bigint | undefined;
  let isDone = false;
  const body = new ReadableStream<Uint8Array>({
    start: (controller) => controller.enqueue(encoder.encode(csvLine(COLUMNS))),
    async pull(controller) {
      if (isDone) return controller.close();
      const rows = await listAudit(tenantId, PAGE, cursor, filter);
      isDone = rows.length < PAGE;
      cursor = rows.at(-1)?.id;
      for (const { at, actor, action, target, address, before, after, hash } of rows) {
        const cells = [at.toISOString(), actor, action, target, address ?? '', json(before), json(after), hash ?? ''];
        controller.enqueue(encoder.encode(csvLine(cells)));
      }
      if (isDone) controller.close();
    },
  });
  const name = tenantId.replace(/^@/, '');
  return new Response(body, {
    headers: { 'Content-Type': 'text/csv; charset=utf-8', 'Content-Disposition': `attachment; filename="audit-${name}.csv"` },
  });
}

function json(value: unknown): string {
  return value === null ? '' : JSON.stringify(value);
}
