import { asSystem } from '#lib/platform/database/index.ts';
import { env } from '#lib/platform/env.ts';
import type { Channel, Notification } from './channel.ts';
import { CHANNELS, configuredChannels } from './channels/index.ts';

/** Wait this long after an incident opens: its cause may still change, and the first notification should name the right one. */
const SETTLE_MS = 15_000;
/** At most this many notifications per channel are listed at once. */
const PAGE = 100;

/** An incident that still has to be delivered through a channel. */
export interface PendingNotification {
  tenantId: string;
  incidentId: string;
  /** The channel's name. */
  channel: string;
}

/** Open incidents that have settled and that a configured channel has not delivered yet. `now` in epoch ms. */
export async function pendingNotifications(now: number): Promise<PendingNotification[]> {
  const pending: PendingNotification[] = [];
  for (const { name } of configuredChannels()) {
    const incidents = await asSystem((tx) =>
      tx.incident.findMany({
        where: {
          status: 'open',
          history: {
            none: { kind: historyKind(name) },
            some: { kind: { in: ['opened', 'reopened'] }, at: { lte: new Date(now - SETTLE_MS) } },
          },
        },
        select: { id: true, tenantId: true },
        orderBy: { id: 'asc' },
        take: PAGE,
      }),
    );
    pending.push(...incidents.map(({ id, tenantId }) => ({ tenantId, incidentId: id, channel: name })));
  }
  return pending;
}

/**
 * Delivers an incident through a channel and records that in the incident's history. Does nothing when the channel has
 * delivered it before, or the incident or the channel no longer exists. A crash between delivery and history repeats
 * the delivery: people are notified twice rather than not at all. Throws what the channel throws. `now` in epoch ms.
 */
export async function deliverNotification({ tenantId, incidentId, channel: name }: PendingNotification, now: number): Promise<void> {
  const channel = CHANNELS.find((one) => one.name === name);
  const notification = channel && (await readNotification(tenantId, incidentId, channel));
  if (!channel || !notification) return;
  const text = await channel.deliver(notification);
  await asSystem((tx) => tx.incidentHistory.create({ data: { tenantId, incidentId, at: new Date(now), kind: historyKind(name), text } }));
}

/** Undefined when the incident is gone or the channel has delivered it. */
async function readNotification(tenantId: string, incidentId: string, channel: Channel): Promise<Notification | undefined> {
  return asSystem(async (tx) => {
    const incident = await tx.incident.findUnique({
      where: { id: incidentId, tenantId },
      include: { history: { where: { kind: historyKind(channel.name) } } },
    });
    if (!incident || incident.history.length > 0) return undefined;
    const members = await tx.membership.findMany({
      where: { tenantId, user: { emailVerifiedAt: { not: null } } },
      include: { user: true },
    });
    const { id, number, cluster, title, tier } = incident;
    return {
      tenantId,
      incident: { id, number, cluster, title, tier, url: `${env.use().publicUrl}/incidents/${id}` },
      recipients: members.map(({ user }) => ({ name: user.name, email: user.email })),
    };
  });
}

/** The kind of the history entry that a channel's delivery leaves. */
function historyKind(channel: string): string {
  return `notified_${channel}`;
}
