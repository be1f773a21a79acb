import { asSystem } from '#lib/platform/database/index.ts';
import { logger } from '#lib/platform/logger.ts';
import { metrics } from '#lib/platform/metrics.ts';
import { shortened, wellFormed } from '#lib/text/index.ts';

/** A failure that has not come again for so long is no longer shown, and deleted. */
const SHOWN_MS = 24 * 3_600_000;
const MAX_ERROR_CHARACTERS = 500;
const MAX_SUBJECT_CHARACTERS = 200;

/**
 * Work that is done for each client or cluster, and skipped where it fails so that the others go on: `diagnosis` and `incident`
 * of a cluster, `usage`, `housekeeping`, `quotas` and `billing` of a client, `retention` of a stream.
 */
export type Work = 'diagnosis' | 'incident' | 'usage' | 'housekeeping' | 'quotas' | 'retention' | 'billing';

/** What failed: the work, and the cluster or stream that it was for; no subject for a client as a whole. */
export interface WorkOf {
  tenantId: string;
  work: Work;
  subject?: string;
}

/** The failures that this process has reported: a success has to be recorded only after one of them. */
const reported = new Set<string>();

/**
 * Reports that something was skipped because it failed: in the log, in the metrics and to the staff, whose overview lists it until
 * it succeeds or a day has passed. Never throws: a report must not stop the rest either. `now` in epoch ms.
 */
export async function noteFailure(of: WorkOf, error: unknown, now: number): Promise<void> {
  const { tenantId, work } = of;
  const subject = subjectOf(of);
  reported.add(keyOf(of));
  logger.error({ err: error, tenantId, work, subject }, 'some work of a client failed and is skipped; it is tried again');
  metrics().workFailures.inc({ work });
  const text = shortened(wellFormed(error instanceof Error ? error.message : String(error)), MAX_ERROR_CHARACTERS);
  const at = new Date(now);
  try {
    await asSystem((tx) =>
      tx.workFailure.upsert({
        where: { tenantId_work_subject: { tenantId, work, subject } },
        create: { tenantId, work, subject, error: text, firstAt: at, lastAt: at },
        update: { error: text, lastAt: at, times: { increment: 1 } },
      }),
    );
  } catch (failure) {
    logger.error({ err: failure, tenantId, work }, 'a failure could not be stored for the staff');
  }
}

/** Does some work of a client. A failure is reported, as by `noteFailure`, and stops nothing else. Returns whether it succeeded. `now` in epoch ms. */
export async function attempt(of: WorkOf, now: number, work: () => Promise<unknown>): Promise<boolean> {
  try {
    await work();
    await noteSuccess(of);
    return true;
  } catch (error) {
    await noteFailure(of, error, now);
    return false;
  }
}

/** Removes a failure from the list once the work has succeeded. Costs nothing where this process has reported none. Never throws. */
export async function noteSuccess(of: WorkOf): Promise<void> {
  if (!reported.delete(keyOf(of))) return;
  const { tenantId, work } = of;
  try {
    await asSystem((tx) => tx.workFailure.deleteMany({ where: { tenantId, work, subject: subjectOf(of) } }));
  } catch (failure) {
    reported.add(keyOf(of));
    logger.error({ err: failure, tenantId, work }, 'a failure that is over could not be removed from the list');
  }
}

/** What the staff see, the newest first; what is older than a day is deleted. `now` in epoch ms. */
export async function listWorkFailures(now: number, limit = 100) {
  return asSystem(async (tx) => {
    await tx.workFailure.deleteMany({ where: { lastAt: { lt: new Date(now - SHOWN_MS) } } });
    return tx.workFailure.findMany({ orderBy: { lastAt: 'desc' }, take: limit });
  });
}

function subjectOf({ subject = '' }: WorkOf): string {
  return shortened(wellFormed(subject), MAX_SUBJECT_CHARACTERS);
}

function keyOf(of: WorkOf): string {
  return JSON.stringify([of.tenantId, of.work, subjectOf(of)]);
}
