import { randomUUID } from 'node:crypto';
import { audit } from '#lib/audit/index.ts';
import { mailPort } from '#lib/mail/index.ts';
import { asSystem, inTenant } from '#lib/platform/database/index.ts';
import { env } from '#lib/platform/env.ts';
import { jobs, type Queue } from '#lib/platform/jobs.ts';
import { notFound, Problem } from '#lib/platform/problem.ts';
import { randomToken, sha256 } from '#lib/platform/secrets.ts';
import { forMail } from '#lib/text/index.ts';

/** How long after an export was asked for the next one may be, unless it failed: making one reads everything. */
const PAUSE_MS = 60 * 60_000;
/** How long a download may begin after it was asked for. */
const TICKET_MS = 5 * 60_000;
const HOUR_MS = 3_600_000;

/**
 * The jobs that write archives. An attempt may take hours; one whose process died is noticed by its missing heartbeat.
 * `attempt` tells that attempt from later ones.
 */
export const EXPORT_QUEUE: Queue<{ tenantId: string }> = {
  name: 'data-export',
  retryLimit: 4,
  retryDelay: 5,
  expireInSeconds: 12 * 3_600,
  heartbeatSeconds: 30,
};

/** The state of a client's export, as its page shows it. */
export interface ExportState {
  state: 'none' | 'waiting' | 'running' | 'ready' | 'failed' | 'expired';
  requestedBy: string | null;
  requestedAt: number | null;
  finishedAt: number | null;
  expiresAt: number | null;
  /** 0 to 100. */
  percent: number;
  /** The folder that is being written. */
  doing: string;
  records: number;
  bytes: number;
  sha256: string | null;
  error: string | null;
}

const NONE: ExportState = {
  state: 'none',
  requestedBy: null,
  requestedAt: null,
  finishedAt: null,
  expiresAt: null,
  percent: 0,
  doing: '',
  records: 0,
  bytes: 0,
  sha256: null,
  error: null,
};

/** The last export of a client. An archive that is past its time counts as expired even before it is removed. `now` in epoch ms. */
export async function exportOf(tenantId: string, now: number): Promise<ExportState> {
  const row = await inTenant(tenantId, (tx) => tx.dataExport.findUnique({ where: { tenantId } }));
  if (!row) return NONE;
  const isExpired = row.state === 'ready' && row.expiresAt !== null && row.expiresAt.getTime() <= now;
  return {
    state: isExpired ? 'expired' : (row.state as ExportState['state']),
    requestedBy: row.requestedBy,
    requestedAt: row.requestedAt.getTime(),
    finishedAt: row.finishedAt?.getTime() ?? null,
    expiresAt: row.expiresAt?.getTime() ?? null,
    percent: row.percent,
    doing: row.doing,
    records: Number(row.records),
    bytes: Number(row.bytes),
    sha256: row.sha256,
    error: row.error,
  };
}

/**
 * Asks for an export, which a job makes; the archive of the one before is removed. Throws a Problem with status 409 while one is
 * being made, and with 429 within an hour of the last one. `now` in epoch ms.
 */
export async function requestExport(tenantId: string, actor: string, now: number): Promise<void> {
  await inTenant(tenantId, async (tx) => {
    await tx.$executeRaw`SELECT 1 FROM tenants WHERE id = ${tenantId} FOR UPDATE`;
    const last = await tx.dataExport.findUnique({ where: { tenantId } });
    if (last?.state === 'waiting' || last?.state === 'running')
      throw new Problem(409, 'export_running', 'An export is being made already. Wait until it is ready.');
    const waitMs = last && last.state !== 'failed' ? last.requestedAt.getTime() + PAUSE_MS - now : 0;
    if (waitMs > 0) {
      const minutes = Math.ceil(waitMs / 60_000);
      throw new Problem(429, 'export_recent', `The last export was made within the hour. Start the next one in ${minutes} minutes.`, {
        headers: { 'Retry-After': String(Math.ceil(waitMs / 1000)) },
      });
    }
    await tx.dataExportChunk.deleteMany({ where: { tenantId } });
    await tx.dataExport.deleteMany({ where: { tenantId } });
    await tx.dataExport.create({ data: { tenantId, id: randomUUID(), state: 'waiting', requestedBy: actor, requestedAt: new Date(now) } });
    await audit(tx, { tenantId, actor, action: 'data_export.requested', target: tenantId });
    await jobs.use().send(EXPORT_QUEUE, { tenantId }, tenantId, tx);
  });
}

/**
 * Lets an archive be downloaded for five minutes by whoever presents the ticket that it returns. Throws a Problem with status 404
 * where no archive is ready. `now` in epoch ms.
 */
export async function issueTicket(tenantId: string, actor: string, now: number): Promise<string> {
  const ticket = randomToken(40);
  await inTenant(tenantId, async (tx) => {
    const { count } = await tx.dataExport.updateMany({
      where: { tenantId, state: 'ready', expiresAt: { gt: new Date(now) } },
      data: { ticketHash: sha256(ticket), ticketUntil: new Date(now + TICKET_MS) },
    });
    if (count === 0) throw notFound();
    await audit(tx, { tenantId, actor, action: 'data_export.downloaded', target: tenantId });
  });
  return ticket;
}

/** The archive that a ticket opens, piece by piece. Throws a Problem with status 404 for a ticket that is not valid. `now` in epoch ms. */
export async function openArchive(
  tenantId: string,
  ticket: string,
  now: number,
): Promise<{ bytes: number; chunks: AsyncIterable<Uint8Array> }> {
  const row = await inTenant(tenantId, (tx) =>
    tx.dataExport.findFirst({ where: { tenantId, state: 'ready', ticketHash: sha256(ticket), ticketUntil: { gt: new Date(now) } } }),
  );
  if (!row || (row.expiresAt && row.expiresAt.getTime() <= now)) throw notFound();
  return { bytes: Number(row.bytes), chunks: chunksOf(tenantId, row.id) };
}

async function* chunksOf(tenantId: string, exportId: string): AsyncGenerator<Uint8Array> {
  for (let number = 0; ; number++) {
    const where = { tenantId_exportId_number: { tenantId, exportId, number } };
    const chunk = await inTenant(tenantId, (tx) => tx.dataExportChunk.findUnique({ where }));
    if (!chunk) return;
    yield chunk.payload;
  }
}

/** Removes the archives whose time is over. Several processes may run it at once. Returns how many. `now` in epoch ms. */
export async function removeExpiredExports(now: number): Promise<number> {
  const due = await asSystem((tx) =>
    tx.dataExport.findMany({
      where: { state: 'ready', expiresAt: { lte: new Date(now) } },
      select: { tenantId: true, id: true },
      take: 100,
    }),
  );
  for (const { tenantId, id } of due) {
    await asSystem(async (tx) => {
      await tx.dataExportChunk.deleteMany({ where: { tenantId, exportId: id } });
      await tx.dataExport.updateMany({ where: { tenantId, id }, data: { state: 'expired', ticketHash: null, ticketUntil: null } });
    });
  }
  return due.length;
}

/** When an archive that is ready now is removed, in epoch ms. */
export function expiryOf(now: number): number {
  return now + env.use().EXPORT_KEPT_HOURS * HOUR_MS;
}

/** Tells whoever asked for an export that it is ready, or that it failed. */
export async function tellExport(
  tx: Parameters<Parameters<typeof asSystem>[0]>[0],
  { tenantId, requestedBy, isReady }: { tenantId: string; requestedBy: string; isReady: boolean },
): Promise<void> {
  const url = `${env.use().publicUrl}/your-data`;
  const hours = env.use().EXPORT_KEPT_HOURS;
  const text = isReady
    ? `The data of ${tenantId} can be downloaded for ${hours} hours by owners and admins who sign in:\n\n${url}\n\nAfterwards the archive is removed. If nobody of you asked for it, end all sessions under Your account and change your password.`
    : `The export of the data of ${tenantId} failed. Nothing was changed. Try again here:\n\n${url}`;
  await mailPort.use().send(
    {
      tenantId,
      to: requestedBy,
      subject: `${isReady ? 'Your data is ready' : 'The export failed'}: ${forMail(tenantId)}`,
      text: `Hello,\n\n${text}`,
    },
    tx,
  );
}
