import { mailPort } from '#lib/mail/index.ts';
import { inTenant, type Tx } from '#lib/platform/database/index.ts';
import { env } from '#lib/platform/env.ts';
import { invalid, notFound, Problem } from '#lib/platform/problem.ts';
import { forMail } from '#lib/text/index.ts';
import type { Incident } from '../../prisma/generated/client.ts';

const DAY_MS = 86_400_000;
const MAX_SNOOZE_MS = 30 * DAY_MS;

/** Who works on an incident: a person, or a key without a user. */
export interface Worker {
  /** An email address, or `key <name>`. */
  name: string;
  userId?: string | undefined;
}

/** What is changed; a field that is not given stays as it is. */
export interface WorkChange {
  acknowledged?: boolean | undefined;
  /** A member; null for nobody. */
  assigneeId?: string | null | undefined;
  /** Until when it asks for nobody's attention, epoch ms; null to wake it. */
  snoozedUntil?: number | null | undefined;
}

/**
 * Acknowledges, assigns or snoozes an incident, each with an entry in its history (kinds acknowledged, unacknowledged, assigned,
 * snoozed, woken). Whom it is assigned to is told by mail, unless they did it themselves. What is so already is left alone. Throws
 * a Problem: 404 for an unknown incident, 409 to acknowledge or snooze a closed one, 422 that names the field. `now` in epoch ms.
 */
export async function changeWork(tenantId: string, id: string, change: WorkChange, by: Worker, now: number): Promise<void> {
  await inTenant(tenantId, async (tx) => {
    const incident = await lockedIncident(tx, tenantId, id);
    const { acknowledged, assigneeId, snoozedUntil } = change;
    if (incident.status === 'closed' && (acknowledged || typeof snoozedUntil === 'number'))
      throw new Problem(
        409,
        'incident_closed',
        'This incident is closed already. You can still assign it, comment on it or say what it was.',
      );
    if (acknowledged !== undefined && acknowledged !== (incident.acknowledgedAt !== null)) {
      const at = acknowledged ? new Date(now) : null;
      await tx.incident.update({ where: { id }, data: { acknowledgedAt: at, acknowledgedBy: acknowledged ? by.name : null } });
      await note(
        tx,
        incident,
        now,
        acknowledged ? 'acknowledged' : 'unacknowledged',
        acknowledged ? `Acknowledged by ${by.name}` : `${by.name} took the acknowledgement back`,
      );
    }
    if (assigneeId !== undefined && assigneeId !== incident.assigneeId) await assign(tx, incident, assigneeId, by, now);
    if (snoozedUntil !== undefined && snoozedUntil !== (incident.snoozedUntil?.getTime() ?? null)) {
      if (snoozedUntil !== null && (snoozedUntil <= now || snoozedUntil > now + MAX_SNOOZE_MS))
        throw invalid('snoozedUntil', 'Choose a time from now on, at most 30 days ahead.');
      await tx.incident.update({ where: { id }, data: { snoozedUntil: snoozedUntil === null ? null : new Date(snoozedUntil) } });
      const until = snoozedUntil === null ? '' : `${new Date(snoozedUntil).toISOString().slice(0, 16).replace('T', ' ')} UTC`;
      await note(
        tx,
        incident,
        now,
        until ? 'snoozed' : 'woken',
        until ? `Snoozed by ${by.name} until ${until}` : `${by.name} ended the snooze`,
      );
    }
  });
}

async function assign(tx: Tx, incident: Incident, userId: string | null, by: Worker, now: number): Promise<void> {
  const { tenantId, id } = incident;
  const member =
    userId === null
      ? undefined
      : await tx.membership.findUnique({ where: { tenantId_userId: { tenantId, userId } }, include: { user: true } });
  if (member === null) throw invalid('assigneeId', 'Choose a member of your team.');
  await tx.incident.update({ where: { id }, data: { assigneeId: userId } });
  await note(tx, incident, now, 'assigned', member ? `Assigned to ${member.user.name} by ${by.name}` : `${by.name} left it to nobody`);
  if (member && userId !== by.userId)
    await tellByMail(
      tx,
      incident,
      member.user.email,
      `Incident ${incident.number} is yours`,
      `${forMail(by.name)} assigned this incident to you:`,
    );
}

/** What an incident came to. */
export interface Resolution {
  /** The cause, as one of the codes; undefined where the diagnosed one was right or it is not known. */
  code?: string | undefined;
  note?: string | undefined;
}

/**
 * Notes that somebody holds an incident for done, and what it was. Whether what failed is healthy again only the cluster tells: an
 * incident closes by itself, and stays open with this note as long as something fails. Throws a Problem with status 404.
 */
export async function resolve(tenantId: string, id: string, { code, note: words }: Resolution, by: Worker, now: number): Promise<void> {
  await inTenant(tenantId, async (tx) => {
    const incident = await lockedIncident(tx, tenantId, id);
    const resolution = { resolutionCode: code ?? incident.code, resolutionNote: words || null };
    await tx.incident.update({
      where: { id },
      data: { ...resolution, resolvedAt: new Date(now), resolvedBy: by.name, snoozedUntil: null },
    });
    await note(tx, incident, now, 'resolved', `Resolved by ${by.name}${words ? `: ${words}` : ''}`);
  });
}

/** Takes a resolution back. Throws a Problem with status 404. */
export async function unresolve(tenantId: string, id: string, by: Worker, now: number): Promise<void> {
  await inTenant(tenantId, async (tx) => {
    const incident = await lockedIncident(tx, tenantId, id);
    if (incident.resolvedAt === null) return;
    await tx.incident.update({
      where: { id },
      data: { resolvedAt: null, resolvedBy: null, resolutionCode: null, resolutionNote: null },
    });
    await note(tx, incident, now, 'unresolved', `${by.name} took the resolution back`);
  });
}

/** An incident, locked until the transaction ends. Throws a Problem with status 404. */
export async function lockedIncident(tx: Tx, tenantId: string, id: string): Promise<Incident> {
  await tx.$executeRaw`SELECT 1 FROM incidents WHERE id = ${id}::uuid AND tenant_id = ${tenantId} FOR UPDATE`;
  const found = await tx.incident.findUnique({ where: { id, tenantId } });
  if (!found) throw notFound();
  return found;
}

async function note(tx: Tx, { tenantId, id }: Incident, now: number, kind: string, text: string): Promise<void> {
  await tx.incidentHistory.create({ data: { tenantId, incidentId: id, at: new Date(now), kind, text } });
}

/** A mail about an incident, with the link to it. The title holds names that somebody else chose, in a cluster. */
export async function tellByMail(tx: Tx, incident: Incident, to: string, subject: string, ...lines: string[]): Promise<void> {
  const { tenantId, id, title } = incident;
  const text = [...lines, forMail(title), `${env.use().publicUrl}/incidents/${id}`].join('\n\n');
  await mailPort.use().send({ tenantId, to, subject, text }, tx);
}
