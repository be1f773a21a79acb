import { mailPort } from '#lib/mail/index.ts';
import { asSystem, type Tx } from '#lib/platform/database/index.ts';
import { env } from '#lib/platform/env.ts';
import { EgressError } from '#lib/platform/guarded-fetch.ts';
import { metrics } from '#lib/platform/metrics.ts';
import { forMail, shortened } from '#lib/text/index.ts';
import type { Destination } from '../../prisma/generated/client.ts';
import { DeliveryError, type Sent } from './channel.ts';
import { channelOf } from './channels/index.ts';
import { type Prepared, prepareNext } from './prepare.ts';
import { readSecrets } from './secrets.ts';

/** How long a process may take for one message before another may take over; longer than any request lasts. */
const CLAIM_MS = 60_000;
const FIRST_WAIT_MS = 5_000;
const LONGEST_WAIT_MS = 5 * 60_000;
/** A destination that has taken nothing for so long is disabled. */
const GIVE_UP_MS = 3 * 86_400_000;

/** Destinations to which something can be sent now, those that waited longest first. `now` in epoch ms. */
export async function dueDestinations(now: number, limit: number): Promise<string[]> {
  const at = new Date(now);
  const rows = await asSystem(
    (tx) => tx.$queryRaw<{ id: string }[]>`
      SELECT d.id FROM destinations d
      WHERE d.state = 'active' AND d.send_after <= ${at} AND (d.claimed_until IS NULL OR d.claimed_until <= ${at})
        AND EXISTS (SELECT 1 FROM deliveries w WHERE w.destination_id = d.id AND w.state = 'waiting' AND w.due_at <= ${at})
      ORDER BY d.send_after LIMIT ${limit}`,
  );
  return rows.map(({ id }) => id);
}

/**
 * Sends the next message to a destination, if one is due and the destination is neither waiting nor served by another process, so
 * that messages come one after the other, in order. A failure is no error here: it is written into the log, and decides when the
 * next attempt is made. A crash between a message and its entry repeats it, with the same id. Returns after how many ms the next may
 * be sent; undefined when none was. `now` in epoch ms.
 */
export async function deliverNext(destinationId: string, now: number): Promise<number | undefined> {
  const claimed = await asSystem((tx) => claim(tx, destinationId, now));
  if (!claimed) return undefined;
  const { destination, prepared, secrets } = claimed;
  if (!prepared) return undefined;
  const { tenantId, kind } = destination;
  const settings = destination.settings as Record<string, unknown>;
  try {
    const target = { tenantId, destinationId, settings, secrets, thread: prepared.thread };
    const sent = await channelOf(kind).send(prepared.message, target, now);
    await asSystem((tx) => recordSuccess(tx, destination, prepared, sent, now));
    metrics().deliveries.inc({ channel: kind, outcome: 'sent' });
    return channelOf(kind).intervalMs;
  } catch (error) {
    await asSystem((tx) => recordFailure(tx, destination, prepared, error, now));
    metrics().deliveries.inc({ channel: kind, outcome: fateOf(error) === 'later' ? 'retried' : 'failed' });
    return undefined;
  }
}

async function claim(tx: Tx, id: string, now: number) {
  const at = new Date(now);
  const { count } = await tx.destination.updateMany({
    where: { id, state: 'active', sendAfter: { lte: at }, OR: [{ claimedUntil: null }, { claimedUntil: { lte: at } }] },
    data: { claimedUntil: new Date(now + CLAIM_MS) },
  });
  if (count === 0) return undefined;
  const destination = await tx.destination.findUniqueOrThrow({ where: { id } });
  const prepared = await prepareNext(tx, destination, now);
  if (!prepared) await tx.destination.update({ where: { id }, data: { claimedUntil: null } });
  return { destination, prepared, secrets: await readSecrets(tx, destination.tenantId, id) };
}

async function recordSuccess(tx: Tx, destination: Destination, prepared: Prepared, sent: Sent, now: number): Promise<void> {
  const { id: destinationId, tenantId, kind, name } = destination;
  const at = new Date(now);
  await tx.delivery.updateMany({
    where: { id: { in: prepared.deliveryIds } },
    data: {
      state: 'sent',
      attempts: { increment: 1 },
      attemptedAt: at,
      answer: sent.answer,
      message: prepared.message as unknown as object,
    },
  });
  for (const { incidentId, state, fingerprint, opens } of prepared.told) {
    const told = { told: state, fingerprint };
    await tx.destinationIncident.upsert({
      where: { destinationId_incidentId: { destinationId, incidentId } },
      create: { tenantId, destinationId, incidentId, ...told, thread: sent.thread ?? null },
      // The thread is that of the first message.
      update: told,
    });
    // What a member gets in a browser is no matter of the whole client.
    if (!opens || destination.userId) continue;
    const text = `${sent.reached ?? 'Notified'} (${name})`;
    await tx.incidentHistory.create({ data: { tenantId, incidentId, at, announcedAt: at, kind: `notified_${kind}`, text } });
  }
  await tx.destination.updateMany({
    where: { id: destinationId },
    data: { sendAfter: new Date(now + channelOf(kind).intervalMs), claimedUntil: null, failures: 0, failingSince: null },
  });
}

async function recordFailure(tx: Tx, destination: Destination, { deliveryIds, message }: Prepared, error: unknown, now: number) {
  const { id, kind, failures } = destination;
  const fate = fateOf(error);
  const answer = shortened(error instanceof Error ? error.message : String(error), 600);
  const at = new Date(now);
  await tx.delivery.updateMany({
    where: { id: { in: deliveryIds } },
    data: {
      ...{ attempts: { increment: 1 }, attemptedAt: at, answer, message: message as unknown as object },
      ...(fate === 'refused' && { state: 'failed' }),
      ...(mayHaveArrived(error) && { maybeReceived: true }),
    },
  });
  if (fate === 'refused') {
    const sendAfter = new Date(now + channelOf(kind).intervalMs);
    await tx.destination.updateMany({ where: { id }, data: { sendAfter, claimedUntil: null, failures: 0, failingSince: null } });
    return;
  }
  const failingSince = destination.failingSince ?? at;
  if (fate === 'gone') return disable(tx, destination, answer, now);
  if (now - failingSince.getTime() >= GIVE_UP_MS) return disable(tx, destination, `Nothing has been taken for three days. ${answer}`, now);
  const asked = error instanceof DeliveryError ? error.retryAfterMs : undefined;
  const wait = Math.max(asked ?? Math.min(FIRST_WAIT_MS * 2 ** Math.min(failures, 10), LONGEST_WAIT_MS), channelOf(kind).intervalMs);
  await tx.destination.updateMany({
    where: { id },
    data: { sendAfter: new Date(now + wait), claimedUntil: null, failures: { increment: 1 }, failingSince },
  });
}

/** What a failure means: an address that may not be reached is as good as gone, everything unknown may heal. */
function fateOf(error: unknown): DeliveryError['fate'] {
  if (error instanceof DeliveryError) return error.fate;
  return error instanceof EgressError && error.isRefused ? 'gone' : 'later';
}

/** Whether the other side may have taken the message although it did not say so: the connection stood. */
function mayHaveArrived(error: unknown): boolean {
  const code = ((error as Error).cause as { code?: string } | undefined)?.code;
  return (
    error instanceof EgressError && !error.isRefused && !['ECONNREFUSED', 'ENOTFOUND', 'EAI_AGAIN', 'EHOSTUNREACH'].includes(code ?? '')
  );
}

/** Ends a destination that does not exist any more, and tells the owners of the client; a browser of a member is just forgotten. */
async function disable(tx: Tx, { id, tenantId, name, kind, userId }: Destination, reason: string, now: number): Promise<void> {
  if (userId) return void (await tx.destination.deleteMany({ where: { id } }));
  const disabled = { state: 'disabled', disabledReason: reason, claimedUntil: null, updatedAt: new Date(now) };
  const { count } = await tx.destination.updateMany({ where: { id, state: { not: 'disabled' } }, data: disabled });
  await tx.delivery.updateMany({
    where: { destinationId: id, state: 'waiting' },
    data: { state: 'failed', answer: `The destination was disabled. ${reason}` },
  });
  if (count === 0 || (mailPort.find()?.kind ?? 'off') === 'off') return;
  const owners = await tx.membership.findMany({ where: { tenantId, role: 'owner' }, include: { user: { select: { email: true } } } });
  const title = channelOf(kind).title;
  for (const { user } of owners) {
    const text = `Hello,\n\nmessages about incidents no longer go to the destination “${forMail(name)}” (${title}) of ${tenantId}, because it does not take them: ${forMail(reason, 600)}\n\nCorrect it and switch it on again here:\n\n${env.use().publicUrl}/integrations/${id}`;
    await mailPort.use().send({ tenantId, to: user.email, subject: `${title} no longer gets your incidents: ${forMail(name)}`, text }, tx);
  }
}
