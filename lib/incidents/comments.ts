import { inTenant } from '#lib/platform/database/index.ts';
import { notFound } from '#lib/platform/problem.ts';
import { forMail } from '#lib/text/index.ts';
import { lockedIncident, tellByMail, type Worker } from './work.ts';

/** A mention: `@` and the address of a member, at the beginning of a word. */
const MENTION = /(?<![\w@.+-])@([\w.+-]{1,64}@[\w-]+(?:\.[\w-]+)+)/g;
/** Nobody is told of more members than a comment can mean. */
const MAX_MENTIONS = 20;

/**
 * Adds a comment in Markdown to an incident and tells the members that it mentions by mail, except its author. Throws a Problem with
 * status 404 for an unknown incident. `now` in epoch ms.
 */
export async function addComment(tenantId: string, incidentId: string, body: string, by: Worker, now: number): Promise<{ id: string }> {
  return inTenant(tenantId, async (tx) => {
    const incident = await lockedIncident(tx, tenantId, incidentId);
    const comment = await tx.incidentComment.create({
      data: { tenantId, incidentId, userId: by.userId ?? null, author: by.name, body, at: new Date(now) },
    });
    const members = await tx.membership.findMany({
      where: { tenantId, user: { email: { in: mentionsIn(body) } }, ...(by.userId && { userId: { not: by.userId } }) },
      include: { user: true },
    });
    for (const { user } of members)
      await tellByMail(
        tx,
        incident,
        user.email,
        `You were mentioned in incident ${incident.number}`,
        `${forMail(by.name)} mentioned you in a comment:`,
        forMail(body, 600),
      );
    return { id: comment.id };
  });
}

/** The addresses that a comment mentions, each once. */
export function mentionsIn(body: string): string[] {
  const found = [...body.matchAll(MENTION)].map(([, address = '']) => address.replace(/\.$/, '').toLowerCase());
  return [...new Set(found)].slice(0, MAX_MENTIONS);
}

/** Removes a comment that this person or key wrote. Throws a Problem with status 404 for a comment that is not theirs. */
export async function removeComment(tenantId: string, incidentId: string, id: string, by: Worker): Promise<void> {
  const author = by.userId ? { userId: by.userId } : { userId: null, author: by.name };
  const { count } = await inTenant(tenantId, (tx) => tx.incidentComment.deleteMany({ where: { id, tenantId, incidentId, ...author } }));
  if (count === 0) throw notFound();
}
