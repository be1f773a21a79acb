import { audit } from '#lib/audit/index.ts';
import { clusterLimit, registerClusters } from '#lib/clusters/index.ts';
import { eventLog, UnknownStreamError } from '#lib/event-log/index.ts';
import { asSystem, type Tx } from '#lib/platform/database/index.ts';
import { notFound, Problem } from '#lib/platform/problem.ts';
import { type AdmittedRecord, admitRecord } from '#lib/wire/admission.ts';
import type { Stream } from '#lib/wire/names.ts';

/** Where a replayed record stands in the log now. */
export interface Replayed {
  clientId: string;
  stream: Stream;
  offset: bigint;
}

/**
 * Appends a dead letter's record to its stream again, once the cause is gone: it is checked as the edge checks records
 * now. All letters of the same record of the log are replayed with it. A crash before the end leaves it to be replayed
 * anew; usage and graph take the second copy for the duplicate that it is. Throws a Problem: the common 404, 409 with
 * `discarded`, `already_replayed`, `not_active`, `still_rejected` (what is wrong is in its detail) or `not_provisioned`.
 */
export async function replayDeadLetter(id: bigint, actor: string, now: number): Promise<Replayed> {
  return asSystem(async (tx) => {
    const { letter, ids } = await lockWaiting(tx, id);
    const { tenantId } = letter;
    const stream = letter.stream as Stream;
    const tenant = await tx.tenant.findUniqueOrThrow({ where: { id: tenantId } });
    if (tenant.status !== 'active')
      throw new Problem(409, 'not_active', `The client is ${tenant.status}, and only an active one takes records in.`);
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
    return { clientId: tenantId, stream, offset };
  });
}

/** Marks a letter, and all of the same record, as not worth a replay. It stays visible. Throws the common 404, and 409 where it is settled already. */
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

/** Takes away letters from before `before` (epoch ms), whatever became of them: a client's data goes with its retention. */
export async function forgetDeadLetters(clientId: string, before: number): Promise<void> {
  await asSystem((tx) => tx.deadLetter.deleteMany({ where: { tenantId: clientId, receivedAt: { lt: new Date(before) } } }));
}

/** The letter and the ids of all that wait with it for the same record, locked in one order so that two replays never wait for each other. */
async function lockWaiting(tx: Tx, id: bigint) {
  const asked = await tx.deadLetter.findUnique({ where: { id } });
  if (!asked) throw notFound();
  await tx.$executeRaw`
    SELECT 1 FROM dead_letters
    WHERE id = ${id} OR (tenant_id = ${asked.tenantId} AND stream = ${asked.stream} AND record_offset = ${asked.recordOffset})
    ORDER BY id FOR UPDATE`;
  const same = await tx.deadLetter.findMany({
    where: asked.recordOffset === null ? { id } : { tenantId: asked.tenantId, stream: asked.stream, recordOffset: asked.recordOffset },
  });
  const letter = same.find((one) => one.id === id);
  if (!letter) throw notFound();
  if (letter.discardedAt) throw new Problem(409, 'discarded', 'This letter was discarded.');
  if (letter.replayedAt) throw alreadyReplayed(await failedAgain(tx, letter));
  return { letter, ids: same.filter((one) => !one.replayedAt && !one.discardedAt).map((one) => one.id) };
}

async function failedAgain(tx: Tx, letter: { tenantId: string; stream: string; replayOffset: bigint | null }) {
  const { tenantId, stream, replayOffset } = letter;
  return tx.deadLetter.findFirst({ where: { tenantId, stream, recordOffset: replayOffset }, orderBy: { id: 'asc' } });
}

function alreadyReplayed(again: { id: bigint; detail: string } | null): Problem {
  const detail = again
    ? `This record was replayed, and turned away again: that is letter ${again.id} (${again.detail}). Replay that one.`
    : 'This record was replayed already. Should it be turned away again, it stands here as a new letter.';
  return new Problem(409, 'already_replayed', detail);
}

/** The record as the edge takes it now. */
function readmitted(stream: Stream, { reason, record }: { reason: string; record: string }): AdmittedRecord {
  if (reason === 'too_large') throw stillRejected('only the beginning of a record that is too large was kept');
  let json: unknown;
  try {
    json = JSON.parse(record);
  } catch (error) {
    throw stillRejected(`not JSON: ${(error as Error).message}`);
  }
  const admitted = admitRecord(stream, json);
  if ('reason' in admitted) throw stillRejected(admitted.detail);
  return admitted;
}

function stillRejected(why: string): Problem {
  return new Problem(409, 'still_rejected', `This record would be turned away again: ${why}.`);
}

async function append(clientId: string, stream: Stream, { key, value }: AdmittedRecord): Promise<bigint> {
  try {
    return (await eventLog.use().append(clientId, stream, [{ key, value }])).first;
  } catch (error) {
    if (!(error instanceof UnknownStreamError)) throw error;
    throw new Problem(409, 'not_provisioned', 'The streams of this client are not there: finish its set-up first.');
  }
}
