import { displayNamesOf } from '#lib/clusters/index.ts';
import { featureTest } from '#lib/features/index.ts';
import { asSystem, type Tx } from '#lib/platform/database/index.ts';
import { factsOf } from './facts.ts';
import type { IncidentFacts } from './message.ts';
import { endOfQuiet, isWanted, type Rules, rulesInput, type Update } from './rules.ts';

/** Wait this long after an incident opens: its cause may still change, and the first message should name the right one. */
const SETTLE_MS = 15_000;
/** Entries that are read at once; each brings the diagnosis of its incident. */
const BATCH = 100;
const MINUTE_MS = 60_000;

/** What an entry of an incident's history means to destinations; the others mean nothing to them. */
function eventOf(kind: string, isMerged: boolean): 'opened' | Update | undefined {
  if (kind === 'opened' || kind === 'reopened' || kind === 'acknowledged') return kind;
  if (kind === 'rediagnosed') return 'cause_changed';
  // An incident that became part of another is over; the other one has an entry of this kind, too.
  if (kind === 'closed' || (kind === 'merged' && isMerged)) return 'resolved';
  return undefined;
}

/**
 * Hands what has happened to incidents to the destinations of their clients, as deliveries that wait until they are due: each entry
 * of the history once, in its order, whatever dies in between. One process does it at a time; the others have nothing to do.
 * Returns how many entries it took. `now` in epoch ms.
 */
export async function announce(now: number): Promise<number> {
  const hasPush = await featureTest('web-push');
  return asSystem(async (tx) => {
    const [lock] = await tx.$queryRaw<{ taken: boolean }[]>`SELECT pg_try_advisory_xact_lock(hashtextextended('announce', 0)) AS taken`;
    if (!lock?.taken) return 0;
    const entries = await tx.incidentHistory.findMany({
      where: { announcedAt: null },
      include: { incident: true },
      orderBy: { id: 'asc' },
      take: BATCH,
    });
    if (entries.length === 0) return 0;
    const clusterName = await displayNamesOf(
      tx,
      entries.map(({ incident }) => incident),
    );
    const book = await openBook(tx, entries, hasPush, now);
    for (const { id, at, kind, incident } of entries) {
      const event = eventOf(kind, incident.mergedIntoId !== null);
      if (event)
        book.add({ historyId: id, event, at: at.getTime(), tenantId: incident.tenantId }, factsOf(incident, clusterName(incident)));
    }
    await tx.delivery.createMany({ data: book.deliveries, skipDuplicates: true });
    await tx.incidentHistory.updateMany({ where: { id: { in: entries.map(({ id }) => id) } }, data: { announcedAt: new Date(now) } });
    return entries.length;
  });
}

interface Entry {
  historyId: bigint;
  event: 'opened' | Update;
  at: number;
  tenantId: string;
}

interface NewDelivery {
  tenantId: string;
  destinationId: string;
  incidentId: string;
  historyId: bigint;
  event: string;
  createdAt: Date;
  dueAt: Date;
}

/** Collects the deliveries for a batch of entries. Knows who was told of what, and what waits. */
async function openBook(
  tx: Tx,
  entries: readonly { tenantId: string; incidentId: string }[],
  hasPush: (tenantId: string) => boolean,
  now: number,
) {
  const tenantIds = [...new Set(entries.map(({ tenantId }) => tenantId))];
  const incidentIds = [...new Set(entries.map(({ incidentId }) => incidentId))];
  const active = await tx.destination.findMany({ where: { tenantId: { in: tenantIds }, state: 'active' } });
  const destinations = active.filter(({ kind, tenantId }) => kind !== 'push' || hasPush(tenantId));
  const ids = destinations.map(({ id }) => id);
  const told = await tx.destinationIncident.findMany({
    where: { incidentId: { in: incidentIds } },
    select: { destinationId: true, incidentId: true },
  });
  const waiting = await tx.delivery.groupBy({
    by: ['destinationId', 'incidentId'],
    where: { destinationId: { in: ids }, state: 'waiting', historyId: { not: null } },
    _max: { dueAt: true },
  });
  const known = new Set(told.map((row) => `${row.destinationId} ${row.incidentId}`));
  /** When the last delivery of an incident to a destination is due, and the next digest of a destination, epoch ms. */
  const lastDue = new Map<string, number>();
  const digests = new Map<string, number>();
  for (const { destinationId, incidentId, _max } of waiting) {
    const due = _max.dueAt?.getTime() ?? 0;
    lastDue.set(`${destinationId} ${incidentId}`, due);
    if (due > now) digests.set(destinationId, Math.min(due, digests.get(destinationId) ?? due));
  }
  const deliveries: NewDelivery[] = [];
  return {
    deliveries,
    add(entry: Entry, facts: IncidentFacts): void {
      for (const { id, tenantId, rules: stored } of destinations) {
        if (tenantId !== entry.tenantId) continue;
        const rules = rulesInput.parse(stored);
        const pair = `${id} ${facts.id}`;
        const follows = known.has(pair) || lastDue.has(pair);
        const begins = entry.event === 'opened' || entry.event === 'reopened' || entry.event === 'cause_changed';
        if (!follows && !(begins && isWanted(rules, facts))) continue;
        let due = dueOf(entry, facts, rules, follows);
        if (rules.digestMinutes !== null) {
          due = Math.max(due, digests.get(id) ?? Math.max(now, entry.at) + rules.digestMinutes * MINUTE_MS);
          digests.set(id, due);
        }
        // In the order in which it happened.
        due = Math.max(due, lastDue.get(pair) ?? 0);
        lastDue.set(pair, due);
        const { historyId, event } = entry;
        deliveries.push({
          tenantId,
          destinationId: id,
          incidentId: facts.id,
          historyId,
          event,
          createdAt: new Date(now),
          dueAt: new Date(due),
        });
      }
    },
  };
}

/** When a destination is to be told, epoch ms, apart from digests. */
function dueOf({ event, at }: Entry, facts: IncidentFacts, rules: Rules, follows: boolean): number {
  const wait = follows && event !== 'reopened' ? 0 : (rules.escalateAfterMinutes ?? 0) * MINUTE_MS;
  const settled = event === 'opened' ? Math.max(SETTLE_MS, wait) : wait;
  return endOfQuiet(rules, facts, at + settled);
}
