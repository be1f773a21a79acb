import { randomUUID } from 'node:crypto';
import { audit } from '#lib/audit/index.ts';
import type { Clock } from '#lib/platform/clock.ts';
import { asSystem, inTenant } from '#lib/platform/database/index.ts';
import { logger } from '#lib/platform/logger.ts';
import { type ArchiveTotals, writeArchive } from './archive.ts';
import { expiryOf, tellExport } from './exports.ts';
import { type ExportParts, sourcesOf } from './sources.ts';

/** Attempts before an export counts as failed. */
const MAX_ATTEMPTS = 3;
/** How often progress is written at most. */
const PROGRESS_MS = 500;

/** Another attempt has taken over: this one has nothing left to do. */
class SupersededError extends Error {
  override name = 'SupersededError';
}

/**
 * Makes the archive of a client that asked for it. An attempt begins anew and removes what an earlier one left. After three that
 * fail the export has failed, which its page and a mail say; before that the error is thrown, and the job is tried again. Does
 * nothing for a client that waits for no export.
 */
export async function runExport(parts: ExportParts, tenantId: string, clock: Clock): Promise<void> {
  const attempt = await beginAttempt(tenantId);
  if (!attempt) return;
  try {
    const totals = await writeArchive(tenantId, sourcesOf(parts, tenantId), targetOf(tenantId, attempt.id, clock), clock());
    await finish(tenantId, attempt, totals, clock());
  } catch (error) {
    if (error instanceof SupersededError) return;
    if (attempt.number < MAX_ATTEMPTS) throw error;
    logger.error({ err: error, tenantId }, 'the export of a client failed for good');
    await fail(tenantId, attempt, clock());
  }
}

interface Attempt {
  id: string;
  number: number;
  requestedBy: string;
}

async function beginAttempt(tenantId: string): Promise<Attempt | undefined> {
  const id = randomUUID();
  return inTenant(tenantId, async (tx) => {
    const { count } = await tx.dataExport.updateMany({
      where: { tenantId, state: { in: ['waiting', 'running'] } },
      data: { id, state: 'running', percent: 0, doing: '', records: 0, attempts: { increment: 1 } },
    });
    if (count === 0) return undefined;
    await tx.dataExportChunk.deleteMany({ where: { tenantId } });
    const { attempts, requestedBy } = await tx.dataExport.findUniqueOrThrow({ where: { tenantId } });
    return { id, number: attempts, requestedBy };
  });
}

/** Writes into the database as long as this attempt is the current one. */
function targetOf(tenantId: string, id: string, clock: Clock) {
  let number = 0;
  let toldAt = 0;
  const whileCurrent = async (data: object) => {
    const { count } = await inTenant(tenantId, (tx) => tx.dataExport.updateMany({ where: { tenantId, id, state: 'running' }, data }));
    if (count === 0) throw new SupersededError();
  };
  return {
    async write(payload: Buffer) {
      await whileCurrent({ bytes: { increment: payload.length } });
      await inTenant(tenantId, (tx) =>
        tx.dataExportChunk.create({ data: { tenantId, exportId: id, number, payload: new Uint8Array(payload) } }),
      );
      number += 1;
    },
    async progress(doing: string, done: number, records: number) {
      if (clock() - toldAt < PROGRESS_MS) return;
      toldAt = clock();
      await whileCurrent({ doing, percent: Math.min(99, Math.floor(done * 100)), records });
    },
  };
}

async function finish(
  tenantId: string,
  { id, requestedBy }: Attempt,
  { records, bytes, sha256 }: ArchiveTotals,
  now: number,
): Promise<void> {
  await asSystem(async (tx) => {
    const times = { finishedAt: new Date(now), expiresAt: new Date(expiryOf(now)) };
    const { count } = await tx.dataExport.updateMany({
      where: { tenantId, id, state: 'running' },
      data: { state: 'ready', percent: 100, doing: '', records, bytes, sha256, error: null, ...times },
    });
    if (count === 0) throw new SupersededError();
    await audit(tx, { tenantId, actor: 'system', action: 'data_export.ready', target: tenantId, after: { records, bytes, sha256 } });
    await tellExport(tx, { tenantId, requestedBy, isReady: true });
  });
}

async function fail(tenantId: string, { id, requestedBy }: Attempt, now: number): Promise<void> {
  await asSystem(async (tx) => {
    const error = 'Some of the data could not be read. The provider has been told; try again later.';
    const { count } = await tx.dataExport.updateMany({
      where: { tenantId, id, state: 'running' },
      data: { state: 'failed', error, finishedAt: new Date(now) },
    });
    if (count === 0) return;
    await tx.dataExportChunk.deleteMany({ where: { tenantId } });
    await audit(tx, { tenantId, actor: 'system', action: 'data_export.failed', target: tenantId });
    await tellExport(tx, { tenantId, requestedBy, isReady: false });
  });
}
