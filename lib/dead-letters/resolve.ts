import { audit } from '#lib/audit/index.ts';
import { clusterLimit, registerClusters } from '#lib/clusters/index.ts';
import { eventLog, UnknownStreamError } from '#lib/event-log/index.ts';
import { limitsOf } from '#lib/plans/index.ts';
import { asSystem, type Tx } from '#lib/platform/database/index.ts';
import { notFound, Problem } from '#lib/platform/problem.ts';
import { type AdmittedRecord, admitRecord } from '#lib/wire/admission.ts';
import type { Stream } from '#lib/wire/names.ts';

/** The position of a replayed record in the log. */
export interface Replayed {
  tenantId: string;
  stream: Stream;
  offset: bigint;
}

/**
 * Appends the record of a dead letter to its stream again, after validating it like a new one. All dead letters of the same
 * record of the log are resolved together. After a crash the dead letter is still waiting; if its record had already been
 * appended, the next replay counts as a duplicate. Throws a Problem: 404, or 409 with the code `discarded`,
 * `already_replayed`, `not_active`, `still_rejected` (with the reason in its detail) or `not_provisioned`. `now` in epoch ms.
 */
export async function replayDeadLetter(id: bigint, actor: string, now: number): Promise<Replayed> {
  return asSystem(async (tx) => {
    const { letter, ids } = await lockWaiting(tx, id);
    const { tenantId } = letter;
    const stream = letter.stream as Stream;
    const row = await tx.tenant.findUniqueOrThrow({ where: { id: tenantId } });
    const tenant = { ...row, limits: limitsOf(row) };
    if (tenant.status !== 'active')
      throw new Problem(409, 'not_active', `The client is ${tenant.status}. Only active clients accept records.`);
    const record = readmitted(stream, letter);
    if ((await registerClusters(tenant, new Set([record.cluster]))).size > 0) throw stillRejected(clusterLimit(tenant));
    const offset = await append(tenantId, stream, record);
    await tx.deadLetter.updateMany({
      where: { id: { in: ids } },
      data: { replayedAt: new Date(now), replayedBy: actor, replayOffset: offset },
    });
    await audit(tx, {
      tenantId,
      actor,
      action: 'dead_letter.replayed',
      target: String(id),
      after: { stream, offset: String(offset), reason: letter.reason },
    });
    return { tenantId, stream, offset };
  });
}

/** Discards a dead letter and all others of the same record; they stay visible. Throws a Problem: 404, or 409 if it has already been resolved. */
export async function discardDeadLetter(id: bigint, actor: string, now: number): Promise<void> {
  await asSystem(async (tx) => {
    const { letter, ids } = await lockWaiting(tx, id);
    await tx.deadLetter.updateMany({ where: { id: { in: ids } }, data: { discardedAt: new Date(now), discardedBy: actor } });
    await audit(tx, {
      tenantId: letter.tenantId,
      actor,
      action: 'dead_letter.discarded',
      target: String(id),
      after: { stream: letter.stream, reason: letter.reason },
    });
  });
}

/** Deletes a client's dead letters that were received before `before` (epoch ms), resolved or not: they are subject to its retention. */
export async function deleteDeadLettersBefore(tenantId: string, before: number): Promise<void> {
  await asSystem((tx) => tx.deadLetter.deleteMany({ where: { tenantId, receivedAt: { lt: new Date(before) } } }));
}

/** The dead letter and the ids of all waiting ones of the same record, locked in a fixed order to avoid deadlocks between replays. */
async function lockWaiting(tx: Tx, id: bigint) {
  const requested = await tx.deadLetter.findUnique({ where: { id } });
  if (!requested) throw notFound();
  await tx.$executeRaw`
    SELECT 1 FROM dead_letters
    WHERE id = ${id} OR (tenant_id = ${requested.tenantId} AND stream = ${requested.stream} AND record_offset = ${requested.recordOffset})
    ORDER BY id FOR UPDATE`;
  const same = await tx.deadLetter.findMany({
    where:
      requested.recordOffset === null
        ? { id }
        : { tenantId: requested.tenantId, stream: requested.stream, recordOffset: requested.recordOffset },
  });
  const letter = same.find((one) => one.id === id);
  if (!letter) throw notFound();
  if (letter.discardedAt) throw new Problem(409, 'discarded', 'This dead letter has been discarded.');
  if (letter.replayedAt) throw alreadyReplayed(await failedAgain(tx, letter));
  return { letter, ids: same.filter((one) => !one.replayedAt && !one.discardedAt).map((one) => one.id) };
}

async function failedAgain(tx: Tx, letter: { tenantId: string; stream: string; replayOffset: bigint | null }) {
  const { tenantId, stream, replayOffset } = letter;
  return tx.deadLetter.findFirst({ where: { tenantId, stream, recordOffset: replayOffset }, orderBy: { id: 'asc' } });
}

function alreadyReplayed(again: { id: bigint; detail: string } | null): Problem {
  const detail = again
    ? `This record was replayed and rejected again, as dead letter ${again.id} (${again.detail}). Replay that one.`
    : 'This record has already been replayed. If it is rejected again, it becomes a new dead letter.';
  return new Problem(409, 'already_replayed', detail);
}

/** Validates the record as ingest does. */
function readmitted(stream: Stream, { reason, record }: { reason: string; record: string }): AdmittedRecord {
  if (reason === 'too_large') throw stillRejected('It is too large, and only its beginning was stored.');
  let json: unknown;
  try {
    json = JSON.parse(record);
  } catch (error) {
    throw stillRejected(`It is not valid JSON: ${(error as Error).message}`);
  }
  const admitted = admitRecord(stream, json);
  if ('reason' in admitted) throw stillRejected(admitted.detail);
  return admitted;
}

function stillRejected(reason: string): Problem {
  return new Problem(409, 'still_rejected', `This record would be rejected again. ${reason}`);
}

async function append(tenantId: string, stream: Stream, { key, value }: AdmittedRecord): Promise<bigint> {
  try {
    return (await eventLog.use().append(tenantId, stream, [{ key, value }])).first;
  } catch (error) {
    if (!(error instanceof UnknownStreamError)) throw error;
    throw new Problem(409, 'not_provisioned', 'The streams of this client do not exist. Complete its provisioning first.');
  }
}
