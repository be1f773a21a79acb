import type { Clock } from '#lib/platform/clock.ts';
import { type Jobs, jobs } from '#lib/platform/jobs.ts';
import { logger } from '#lib/platform/logger.ts';
import { type Repeated, repeat } from '#lib/platform/repeat.ts';
import { DELETION_QUEUE, type DeletionParts, deleteClient } from './deletion/erase.ts';
import { dueDeletions, remindOwners } from './deletion/requests.ts';
import { EXPORT_QUEUE, removeExpiredExports } from './export/exports.ts';
import { runExport } from './export/run.ts';

const INTERVAL_MS = 5_000;

/**
 * Works on exports and deletions: takes their jobs, and every five seconds starts the deletions that are due, reminds owners, and
 * removes archives that are past their time. `stop` waits for a round in progress. `worker` is the job library.
 */
export async function startClientData(parts: DeletionParts, worker: Jobs, clock: Clock): Promise<Repeated> {
  await worker.work(EXPORT_QUEUE, ({ tenantId }) => runExport(parts, tenantId, clock));
  await worker.work(DELETION_QUEUE, ({ tenantId }) => deleteClient(parts, tenantId, clock));
  return repeat(
    INTERVAL_MS,
    () => tend(clock()),
    (error) => logger.warn({ err: error }, 'exports and deletions could not be tended to; retrying'),
  );
}

/** One round of what is due. Several processes may run it at once. `now` in epoch ms. */
export async function tend(now: number): Promise<void> {
  await remindOwners(now);
  for (const tenantId of await dueDeletions(now)) await jobs.use().send(DELETION_QUEUE, { tenantId }, tenantId);
  await removeExpiredExports(now);
}
