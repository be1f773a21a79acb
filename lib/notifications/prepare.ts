import { displayNameOf } from '#lib/clusters/index.ts';
import type { Tx } from '#lib/platform/database/index.ts';
import type { Delivery, Destination } from '../../prisma/generated/client.ts';
import { channelOf } from './channels/index.ts';
import { type Collapsed, collapse, type Known, type Waiting } from './collapse.ts';
import { factsOf } from './facts.ts';
import type { Item, Message } from './message.ts';
import { endOfQuiet, type Rules, rulesInput } from './rules.ts';

/** Deliveries that are read at once, incidents that are looked at for one message, and incidents that one digest tells of. */
const LOOK = 200;
const MAX_DIGEST = 50;

/** A message that is ready to be sent, with what follows when it was. */
export interface Prepared {
  message: Message;
  /** The deliveries that it fulfils. */
  deliveryIds: bigint[];
  /** What the destination knows afterwards, by incident; nothing of a message that is sent again. */
  told: { incidentId: string; state: 'open' | 'acknowledged' | 'resolved'; fingerprint: string; opens: boolean }[];
  thread?: string;
}

/**
 * The next message to a destination, of what is due, the oldest first; undefined if nothing is. Deliveries that no longer matter are
 * marked as superseded on the way, and those of quiet hours are put off. `now` in epoch ms.
 */
export async function prepareNext(tx: Tx, destination: Destination, now: number): Promise<Prepared | undefined> {
  const rules = rulesInput.parse(destination.rules);
  const isDigest = rules.digestMinutes !== null && channelOf(destination.kind).takesDigests;
  const where = { destinationId: destination.id, state: 'waiting', dueAt: { lte: new Date(now) } };
  for (let look = 0; look < LOOK; look++) {
    const first = await tx.delivery.findFirst({ where, orderBy: { id: 'asc' } });
    if (!first) return undefined;
    if (first.historyId === null) return { message: first.message as unknown as Message, deliveryIds: [first.id], told: [] };
    const of = { ...where, historyId: { not: null }, ...(!isDigest && { incidentId: first.incidentId }) };
    const due = await tx.delivery.findMany({ where: of, orderBy: { id: 'asc' }, take: LOOK });
    const parts: Part[] = [];
    for (const group of byIncident(due)) {
      const part = parts.length < MAX_DIGEST ? await take(tx, group, rules, now) : undefined;
      if (part) parts.push(part);
    }
    const [only] = parts;
    if (!only) continue;
    return {
      message: { id: `msg_${only.delivery.id}`, items: parts.map(({ item }) => item), at: now },
      deliveryIds: parts.map(({ delivery }) => delivery.id),
      told: parts.map(({ told }) => told),
      ...(parts.length === 1 && only.thread !== undefined && { thread: only.thread }),
    };
  }
  return undefined;
}

function byIncident(due: readonly Delivery[]): Delivery[][] {
  return [...Map.groupBy(due, ({ incidentId }) => incidentId).values()];
}

/** What is told of one incident. */
interface Part {
  delivery: Delivery;
  item: Item;
  told: Prepared['told'][number];
  thread?: string;
}

/** What is to be told now of one incident, if anything. */
async function take(tx: Tx, waiting: Delivery[], rules: Rules, now: number): Promise<Part | undefined> {
  const { incidentId, destinationId, tenantId } = waiting[0]!;
  const where = { destinationId_incidentId: { destinationId, incidentId: incidentId ?? '' } };
  const incident = await tx.incident.findUnique({ where: { id: incidentId ?? '', tenantId } });
  if (!incident) {
    await supersede(tx, { superseded: waiting.map(({ id }) => ({ id, why: 'The incident no longer exists.' })) }, now);
    return undefined;
  }
  const before = await tx.destinationIncident.findUnique({ where });
  const known: Known = {
    isOpen: incident.status === 'open',
    isAcknowledged: incident.acknowledgedAt !== null,
    fingerprint: incident.fingerprint,
    told: before ? { state: before.told as 'open', fingerprint: before.fingerprint } : undefined,
  };
  const collapsed = collapse(waiting as unknown as Waiting[], known, rules);
  await supersede(tx, collapsed, now);
  const { send } = collapsed;
  if (!send) {
    if (before && !known.isOpen) await tx.destinationIncident.update({ where, data: { told: 'resolved' } });
    return undefined;
  }
  const facts = factsOf(incident, await displayNameOf(tx, tenantId, incident.cluster));
  // A snoozed incident is quiet until then, apart from its end.
  const isNews = send.event !== 'resolved' && send.event !== 'acknowledged';
  const loudAt = Math.max(endOfQuiet(rules, facts, now), isNews ? (incident.snoozedUntil?.getTime() ?? 0) : 0);
  if (loudAt > now) {
    await tx.delivery.updateMany({ where: { destinationId, incidentId, state: 'waiting' }, data: { dueAt: new Date(loudAt) } });
    return undefined;
  }
  const delivery = waiting.find(({ id }) => id === send.id)!;
  const entry = await tx.incidentHistory.findUnique({ where: { id: delivery.historyId ?? 0n } });
  const opens = send.event === 'opened' || send.event === 'reopened' || send.event === 'escalated';
  const state = send.event === 'resolved' ? 'resolved' : known.isAcknowledged ? 'acknowledged' : 'open';
  // Of a cause that changes while the acknowledgement still waits, only the cause was told.
  const told = send.event === 'cause_changed' ? (known.told?.state ?? state) : state;
  return {
    delivery,
    item: { event: send.event, incident: facts, text: entry?.text ?? '', at: (entry?.at ?? delivery.createdAt).getTime() },
    told: { incidentId: incident.id, state: told, fingerprint: incident.fingerprint, opens },
    ...(before?.thread && { thread: before.thread }),
  };
}

async function supersede(tx: Tx, { superseded }: Pick<Collapsed, 'superseded'>, now: number): Promise<void> {
  const reasons = Map.groupBy(superseded, ({ why }) => why);
  for (const [why, rows] of reasons) {
    await tx.delivery.updateMany({
      where: { id: { in: rows.map(({ id }) => id) } },
      data: { state: 'superseded', answer: why, attemptedAt: new Date(now) },
    });
  }
}
