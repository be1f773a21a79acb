import { asSystem } from '#lib/platform/database/index.ts';
import { type SignedReport, signedReport } from './report.ts';

/** A deletion as the staff see it. Times in epoch ms. */
export interface ListedDeletion {
  clientId: string;
  state: 'requested' | 'withdrawn' | 'running' | 'done';
  requestedAt: number;
  dueAt: number;
  finishedAt: number | null;
  /** The steps that are done. */
  steps: string[];
  /** Why the last attempt failed. */
  error: string | null;
  report: SignedReport | null;
}

/** The deletions that clients asked for, the newest first; `tenantId` narrows the list to one client. */
export async function listDeletions(limit: number, tenantId?: string): Promise<ListedDeletion[]> {
  const where = tenantId === undefined ? {} : { tenantId };
  const rows = await asSystem((tx) => tx.clientDeletion.findMany({ where, orderBy: { requestedAt: 'desc' }, take: limit }));
  return rows.map((row) => ({
    clientId: row.tenantId,
    state: row.state as ListedDeletion['state'],
    requestedAt: row.requestedAt.getTime(),
    dueAt: row.dueAt.getTime(),
    finishedAt: row.finishedAt?.getTime() ?? null,
    steps: row.steps,
    error: row.error,
    report: row.report === null ? null : signedReport.parse(row.report),
  }));
}
