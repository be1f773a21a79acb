import { mailPort } from '#lib/mail/index.ts';
import { asSystem } from '#lib/platform/database/index.ts';
import { env } from '#lib/platform/env.ts';

/** An incident whose cause is still changing is not told at once: the first mail should name the right one. */
const SETTLE_MS = 15_000;

/** Open incidents that nobody was told of yet and that have stood long enough to be told. */
export async function untoldIncidents(now: number): Promise<{ id: string; tenantId: string }[]> {
  return asSystem((tx) =>
    tx.incident.findMany({
      where: {
        status: 'open',
        history: { none: { kind: 'told' }, some: { kind: { in: ['opened', 'reopened'] }, at: { lte: new Date(now - SETTLE_MS) } } },
      },
      select: { id: true, tenantId: true },
      orderBy: { id: 'asc' },
      take: 100,
    }),
  );
}

/**
 * Tells the members of a client of an incident, once: one mail a person, with the cause and the way to its evidence.
 * What was told is in the incident's history; a crash between mail and history tells it once more, never not at all.
 */
export async function tellIncident(tenantId: string, id: string, now: number): Promise<void> {
  const found = await asSystem(async (tx) => {
    const incident = await tx.incident.findUnique({ where: { id, tenantId }, include: { history: { where: { kind: 'told' } } } });
    const members = await tx.membership.findMany({
      where: { tenantId, user: { emailVerifiedAt: { not: null } } },
      include: { user: true },
    });
    return incident && { incident, members };
  });
  if (!found || found.incident.history.length > 0) return;
  const { incident, members } = found;
  for (const { user } of members) {
    await mailPort.use().send({
      to: user.email,
      subject: `Incident ${incident.number} in ${incident.cluster}: ${incident.title}`,
      text: `${incident.title}${incident.tier ? ` (${incident.tier})` : ''}\n\nCluster ${incident.cluster}. The evidence, what it reaches and what to do:\n\n${env.use().publicUrl}/incidents/${incident.id}`,
    });
  }
  const people = ['nobody: the account has no confirmed address', '1 person'][members.length] ?? `${members.length} people`;
  await asSystem((tx) =>
    tx.incidentHistory.create({
      data: {
        tenantId,
        incidentId: id,
        at: new Date(now),
        kind: 'told',
        text: members.length === 0 ? `Told ${people}` : `Told ${people} by mail`,
      },
    }),
  );
}
