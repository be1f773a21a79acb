import { audit, INSTALLATION } from '#lib/audit/index.ts';
import { asSystem } from '#lib/platform/database/index.ts';
import { notFound, Problem } from '#lib/platform/problem.ts';
import type { Announcement } from '../../prisma/generated/client.ts';

/** How an announcement looks, from harmless to bad. */
export const ANNOUNCEMENT_TONES = ['info', 'warn', 'bad'] as const;
/** Announcements that are shown or planned at a time: more would bury the portal. */
const MAX_CURRENT = 5;
/** How long the list of those that are shown is trusted by a process. */
const TRUSTED_MS = 10_000;

/** What the provider tells everybody; times in epoch ms. */
export interface NewAnnouncement {
  title: string;
  body: string;
  tone: (typeof ANNOUNCEMENT_TONES)[number];
  shownFrom: number;
  shownUntil: number;
}

let shown: { until: number; announcements: Announcement[] } | undefined;

/** The announcements to show at a time, the worst first; a change takes effect within some seconds. `now` in epoch ms. */
export async function shownAnnouncements(now: number): Promise<Announcement[]> {
  if (!shown || shown.until <= performance.now()) {
    const announcements = await asSystem((tx) => tx.announcement.findMany({ where: { shownUntil: { gt: new Date(now) } } }));
    shown = { until: performance.now() + TRUSTED_MS, announcements };
  }
  const badness = ({ tone }: Announcement) => (ANNOUNCEMENT_TONES as readonly string[]).indexOf(tone);
  return shown.announcements
    .filter(({ shownFrom, shownUntil }) => shownFrom.getTime() <= now && now < shownUntil.getTime())
    .sort((a, b) => badness(b) - badness(a) || a.id.localeCompare(b.id));
}

/** All announcements, also planned and past ones, the latest first. */
export async function listAnnouncements(): Promise<Announcement[]> {
  return asSystem((tx) => tx.announcement.findMany({ orderBy: { shownFrom: 'desc' }, take: 100 }));
}

/** Plans an announcement. Throws a Problem with status 409 when there are too many already. `now` in epoch ms. */
export async function addAnnouncement(input: NewAnnouncement, actor: string, now: number): Promise<Announcement> {
  const { shownFrom, shownUntil, ...texts } = input;
  const added = await asSystem(async (tx) => {
    await tx.$executeRaw`SELECT pg_advisory_xact_lock(hashtextextended('announcements', 0))`;
    if ((await tx.announcement.count({ where: { shownUntil: { gt: new Date(now) } } })) >= MAX_CURRENT)
      throw new Problem(409, 'announcement_limit', `At most ${MAX_CURRENT} announcements can be shown or planned. Remove one first.`);
    const row = await tx.announcement.create({
      data: { ...texts, shownFrom: new Date(shownFrom), shownUntil: new Date(shownUntil), createdBy: actor, createdAt: new Date(now) },
    });
    await audit(tx, { tenantId: INSTALLATION, actor, action: 'announcement.added', target: row.title, after: { ...input } });
    return row;
  });
  shown = undefined;
  return added;
}

/** Takes an announcement away. Throws the common 404. */
export async function removeAnnouncement(id: string, actor: string): Promise<void> {
  await asSystem(async (tx) => {
    const row = await tx.announcement.findUnique({ where: { id } });
    if (!row) throw notFound();
    await tx.announcement.delete({ where: { id } });
    await audit(tx, { tenantId: INSTALLATION, actor, action: 'announcement.removed', target: row.title });
  });
  shown = undefined;
}
