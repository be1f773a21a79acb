import { inTenant } from '#lib/platform/database/index.ts';
import type { Prisma } from '../../prisma/generated/client.ts';
import { ASSIGNEE } from './incidents.ts';
import type { Severity } from './severity.ts';

/** What people sort incidents by. `waiting`: open, and nobody has acknowledged, snoozed or resolved it. */
export const INCIDENT_STATES = ['open', 'waiting', 'acknowledged', 'snoozed', 'resolved', 'closed'] as const;

/** What a list of incidents is narrowed to. Times in epoch ms. */
export interface IncidentFilter {
  status?: 'open' | 'closed' | undefined;
  /** Whether an incident is snoozed depends on the time that it is now. */
  state?: (typeof INCIDENT_STATES)[number] | undefined;
  now?: number | undefined;
  cluster?: string | undefined;
  /** One that has an object in it. */
  namespace?: string | undefined;
  /** An object that is part of it, as `Kind/namespace/name`. */
  object?: string | undefined;
  /** The key of a change that speaks for a cause of it. */
  change?: string | undefined;
  severity?: Severity | undefined;
  /** The code of the first cause. */
  code?: string | undefined;
  /** The id of a member, or `nobody`. */
  assignee?: string | undefined;
  /** Words of the title, or the number. */
  q?: string | undefined;
  /** Those that began in this range. */
  since?: number | undefined;
  until?: number | undefined;
  limit: number;
  /** The number of the last incident of the previous page. */
  cursor?: number | undefined;
}

/** A page of incidents, newest first. */
export async function listIncidents(tenantId: string, filter: IncidentFilter) {
  const { status, cluster, namespace, object, change, severity, code, assignee, q, since, until, limit, cursor } = filter;
  const words = (q ?? '').split(/\s+/).filter(Boolean).slice(0, 8);
  const conditions: Prisma.IncidentWhereInput[] = [
    stateOf(filter.state, new Date(filter.now ?? 0)),
    ...(status ? [{ status }] : []),
    ...(cluster ? [{ cluster }] : []),
    ...(namespace ? [{ namespaces: { has: namespace } }] : []),
    ...(object ? [{ objects: { has: object } }] : []),
    ...(change ? [{ changes: { has: change } }] : []),
    ...(severity ? [{ severity }] : []),
    ...(code ? [{ code }] : []),
    ...(assignee ? [{ assigneeId: assignee === 'nobody' ? null : assignee }] : []),
    ...words.map((word) => wordIn(word)),
    { openedAt: { ...(since !== undefined && { gte: new Date(since) }), ...(until !== undefined && { lt: new Date(until) }) } },
    ...(cursor ? [{ number: { lt: cursor } }] : []),
  ];
  return inTenant(tenantId, (tx) =>
    tx.incident.findMany({
      where: { tenantId, AND: conditions },
      orderBy: { number: 'desc' },
      take: limit,
      omit: { diagnosis: true, shape: true, objects: true, namespaces: true },
      include: { assignee: ASSIGNEE },
    }),
  );
}

function wordIn(word: string): Prisma.IncidentWhereInput {
  const number = /^#?(\d{1,9})$/.exec(word)?.[1];
  const title = { title: { contains: word, mode: 'insensitive' as const } };
  return number ? { OR: [title, { number: Number(number) }] } : title;
}

function stateOf(state: IncidentFilter['state'], now: Date): Prisma.IncidentWhereInput {
  const awake = { OR: [{ snoozedUntil: null }, { snoozedUntil: { lte: now } }] };
  switch (state) {
    case 'open':
    case 'closed':
      return { status: state };
    case 'waiting':
      return { status: 'open', acknowledgedAt: null, resolvedAt: null, AND: [awake] };
    case 'acknowledged':
      return { status: 'open', acknowledgedAt: { not: null }, resolvedAt: null, AND: [awake] };
    case 'snoozed':
      return { status: 'open', snoozedUntil: { gt: now } };
    case 'resolved':
      return { status: 'open', resolvedAt: { not: null } };
    default:
      return {};
  }
}
