import { audit } from '#lib/audit/index.ts';
import { assertFeature } from '#lib/features/index.ts';
import { asSystem, inTenant, type Tx } from '#lib/platform/database/index.ts';
import { notFound, Problem } from '#lib/platform/problem.ts';
import type { Delivery } from '../../prisma/generated/client.ts';
import { DeliveryError } from './channel.ts';
import { CHANNELS, channelOf } from './channels/index.ts';
import { find } from './destinations.ts';
import { headlineOf, type Message } from './message.ts';
import { readSecrets } from './secrets.ts';

/** How long the log of deliveries is kept, and between two test messages. */
const KEPT_MS = 30 * 86_400_000;
const BETWEEN_TESTS_MS = 10_000;

/** An entry of the delivery log. */
export interface DeliveryView {
  id: bigint;
  event: string;
  state: 'waiting' | 'sent' | 'failed' | 'superseded';
  /** What it was about, in one line; null while it has not been attempted. */
  headline: string | null;
  incidentId: string | null;
  isReplay: boolean;
  createdAt: Date;
  dueAt: Date;
  attempts: number;
  attemptedAt: Date | null;
  answer: string | null;
}

/** A page of a destination's log, newest first; `cursor` is the id of the last entry of the previous page. Throws 404. */
export async function listDeliveries(tenantId: string, destinationId: string, limit: number, cursor?: bigint): Promise<DeliveryView[]> {
  return inTenant(tenantId, async (tx) => {
    await find(tx, tenantId, destinationId);
    const rows = await tx.delivery.findMany({
      where: { destinationId, ...(cursor !== undefined && { id: { lt: cursor } }) },
      orderBy: { id: 'desc' },
      take: limit,
    });
    return rows.map(shown);
  });
}

function shown(row: Delivery): DeliveryView {
  const { id, event, incidentId, createdAt, dueAt, attempts, attemptedAt, answer, historyId } = row;
  return {
    ...{ id, event, incidentId, createdAt, dueAt, attempts, attemptedAt, answer },
    state: row.state as DeliveryView['state'],
    headline: row.message ? headlineOf(row.message as unknown as Message) : null,
    isReplay: historyId === null && event !== 'test',
  };
}

/**
 * Sends a message of the log once more, as it was, with the same id: behind what waits already. Throws a Problem with status 404
 * for an entry of another client or destination, and 409 for one that was never attempted, or while the destination is not active.
 * `now` in epoch ms.
 */
export async function replayDelivery(
  tenantId: string,
  destinationId: string,
  id: bigint,
  actor: string,
  now: number,
): Promise<DeliveryView> {
  return inTenant(tenantId, async (tx) => {
    const destination = await find(tx, tenantId, destinationId);
    const row = await tx.delivery.findUnique({ where: { id, tenantId, destinationId } });
    if (!row) throw notFound();
    if (!row.message || row.state === 'waiting' || row.event === 'test')
      throw new Problem(409, 'nothing_to_replay', 'Only messages about incidents that were sent or have failed can be sent again.');
    if (destination.state !== 'active')
      throw new Problem(409, 'destination_off', 'This destination is switched off. Switch it on, then send the message again.');
    const at = new Date(now);
    const { event, incidentId, message } = row;
    const again = await tx.delivery.create({
      data: { tenantId, destinationId, incidentId, event, createdAt: at, dueAt: at, message: message as object },
    });
    await audit(tx, { tenantId, actor, action: 'destination.replayed', target: destinationId, after: { delivery: String(id), event } });
    return shown(again);
  });
}

/**
 * Sends a test message at once, and writes it into the log: to a destination of the client, or to a browser of one member, which is
 * forgotten where its push service says that it is gone. Returns whether it was taken and what was answered. Throws a Problem with
 * status 404 for a destination of anybody else, and 429 within ten seconds of the last test. `now` in epoch ms.
 */
export async function sendTest(
  tenantId: string,
  destinationId: string,
  actor: string,
  now: number,
  userId: string | null = null,
): Promise<{ ok: boolean; answer: string }> {
  if (userId) await assertFeature('web-push', tenantId);
  const begun = await inTenant(tenantId, (tx) => beginTest(tx, { tenantId, destinationId, userId }, actor, now));
  const { row, destination, secrets } = begun;
  const settings = destination.settings as Record<string, unknown>;
  const message: Message = { id: `msg_${row.id}`, items: [], at: now };
  const result = await channelOf(destination.kind)
    .send(message, { tenantId, destinationId, settings, secrets }, now)
    .then(({ answer }) => ({ ok: true, answer, isGone: false }))
    .catch((error: Error) => ({ ok: false, answer: error.message, isGone: error instanceof DeliveryError && error.fate === 'gone' }));
  const { ok, answer } = result;
  await inTenant(tenantId, async (tx) => {
    if (userId && result.isGone) return void (await tx.destination.deleteMany({ where: { id: destinationId } }));
    const data = { state: ok ? 'sent' : 'failed', attempts: 1, attemptedAt: new Date(now), answer, message: message as object };
    await tx.delivery.updateMany({ where: { id: row.id }, data });
  });
  return { ok, answer };
}

/** Writes the entry of a test that is about to be sent. */
async function beginTest(
  tx: Tx,
  { tenantId, destinationId, userId }: { tenantId: string; destinationId: string; userId: string | null },
  actor: string,
  now: number,
) {
  await tx.$executeRaw`SELECT 1 FROM destinations WHERE id = ${destinationId}::uuid FOR UPDATE`;
  const destination = await find(tx, tenantId, destinationId, userId);
  const recent = { destinationId, event: 'test', createdAt: { gt: new Date(now - BETWEEN_TESTS_MS) } };
  if (await tx.delivery.findFirst({ where: recent })) {
    const detail = 'A test message was sent a moment ago. Wait ten seconds before the next one.';
    throw new Problem(429, 'too_many_tests', detail, { headers: { 'Retry-After': String(BETWEEN_TESTS_MS / 1000) } });
  }
  const at = new Date(now);
  const row = await tx.delivery.create({
    data: { tenantId, destinationId, event: 'test', state: 'failed', createdAt: at, dueAt: at, answer: 'No answer was recorded.' },
  });
  if (!userId) await audit(tx, { tenantId, actor, action: 'destination.tested', target: destinationId, after: { name: destination.name } });
  return { row, destination, secrets: await readSecrets(tx, tenantId, destinationId) };
}

/** Deletes entries of the log that are older than 30 days. Returns how many. `now` in epoch ms. */
export async function forgetOldDeliveries(now: number): Promise<number> {
  const { count } = await asSystem((tx) =>
    tx.delivery.deleteMany({ where: { createdAt: { lt: new Date(now - KEPT_MS) }, state: { not: 'waiting' } } }),
  );
  return count;
}

/** How the messages of one channel stand, over all clients. */
export interface DeliveryState {
  channel: string;
  /** Messages that are due and wait. */
  waiting: number;
  /** For how long the oldest of them has been due whose destination takes messages, in ms; 0 when there is none. */
  oldestMs: number;
  /** Destinations that do not take messages at the moment. */
  failingDestinations: number;
}

/** How the messages of every channel stand at `now` (epoch ms). */
export async function deliveryStates(now: number): Promise<DeliveryState[]> {
  const at = new Date(now);
  const rows = await asSystem(
    (tx) => tx.$queryRaw<{ kind: string; waiting: number; oldest: Date | null; failing: number }[]>`
      SELECT d.kind, coalesce(sum(w.waiting), 0)::int AS waiting, min(w.oldest) FILTER (WHERE d.failing_since IS NULL) AS oldest,
        count(*) FILTER (WHERE d.failing_since IS NOT NULL)::int AS failing
      FROM destinations d LEFT JOIN (
        SELECT destination_id, count(*) AS waiting, min(due_at) AS oldest FROM deliveries
        WHERE state = 'waiting' AND due_at <= ${at} GROUP BY destination_id
      ) w ON w.destination_id = d.id
      WHERE d.state = 'active' GROUP BY d.kind`,
  );
  return CHANNELS.map(({ name: channel }) => {
    const { waiting = 0, oldest = null, failing = 0 } = rows.find(({ kind }) => kind === channel) ?? {};
    return { channel, waiting, oldestMs: oldest ? now - oldest.getTime() : 0, failingDestinations: failing };
  });
}
