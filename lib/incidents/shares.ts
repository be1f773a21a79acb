import { audit } from '#lib/audit/index.ts';
import { displayNameOf } from '#lib/clusters/index.ts';
import { asSystem, inTenant } from '#lib/platform/database/index.ts';
import { env } from '#lib/platform/env.ts';
import { notFound, Problem } from '#lib/platform/problem.ts';
import { randomToken, sha256 } from '#lib/platform/secrets.ts';
import type { Diagnosis } from '#lib/rca/types.ts';

const DAY_MS = 86_400_000;
/** Somebody who reads it again within this time opens nothing new. */
const SAME_OPENING_MS = 60 * 60_000;

/** The links of an incident that are still valid, the newest first. Throws a Problem with status 404. `now` in epoch ms. */
export async function listShares(tenantId: string, incidentId: string, now: number) {
  return inTenant(tenantId, async (tx) => {
    if (!(await tx.incident.findUnique({ where: { id: incidentId, tenantId }, select: { id: true } }))) throw notFound();
    return tx.incidentShare.findMany({
      where: { tenantId, incidentId, expiresAt: { gt: new Date(now) } },
      orderBy: { createdAt: 'desc' },
      omit: { tokenHash: true },
    });
  });
}

/**
 * Makes a link that shows an incident, and nothing else of the client, to whoever has it, for some days. Its token is in the answer
 * only. Throws a Problem with status 404. `now` in epoch ms.
 */
export async function shareIncident(tenantId: string, incidentId: string, days: number, by: string, now: number) {
  return inTenant(tenantId, async (tx) => {
    const incident = await tx.incident.findUnique({ where: { id: incidentId, tenantId }, select: { number: true } });
    if (!incident) throw notFound();
    const token = randomToken(40);
    const expiresAt = new Date(now + days * DAY_MS);
    const { id } = await tx.incidentShare.create({
      data: { tenantId, incidentId, tokenHash: sha256(token), createdBy: by, createdAt: new Date(now), expiresAt },
    });
    await audit(tx, { tenantId, actor: by, action: 'incident.shared', target: incidentId, after: { share: id, expiresAt } });
    return { id, url: `${env.use().publicUrl}/shared-incident?token=${token}`, expiresAt };
  });
}

/** Makes a link invalid at once. Throws a Problem with status 404 if there is none. */
export async function revokeShare(tenantId: string, incidentId: string, id: string, by: string): Promise<void> {
  await inTenant(tenantId, async (tx) => {
    const { count } = await tx.incidentShare.deleteMany({ where: { id, tenantId, incidentId } });
    if (count === 0) throw notFound();
    await audit(tx, { tenantId, actor: by, action: 'incident.share_revoked', target: incidentId, before: { share: id } });
  });
}

/**
 * The incident that a link shows, without what people wrote about it. That it was opened is in the client's audit log. Throws a
 * Problem with status 404 for a link that never was, has expired or was revoked, all with the same words. `now` in epoch ms.
 */
export async function openShare(token: string, now: number) {
  const share = await asSystem((tx) =>
    tx.incidentShare.findUnique({
      where: { tokenHash: sha256(token) },
      include: { incident: { omit: { fingerprint: true, shape: true } } },
    }),
  );
  const tenant = share && (await asSystem((tx) => tx.tenant.findUnique({ where: { id: share.tenantId }, select: { status: true } })));
  if (!share || share.expiresAt.getTime() <= now || tenant?.status === 'closed')
    throw new Problem(
      404,
      'link_invalid',
      'This link does not work: it has expired or was revoked. Ask whoever gave it to you for another one.',
    );
  const { id, tenantId, incidentId, lastOpenedAt, expiresAt, incident } = share;
  if (lastOpenedAt === null || now - lastOpenedAt.getTime() >= SAME_OPENING_MS)
    await asSystem(async (tx) => {
      await tx.incidentShare.updateMany({ where: { id }, data: { lastOpenedAt: new Date(now) } });
      await audit(tx, { tenantId, actor: 'shared link', action: 'incident.share_opened', target: incidentId, after: { share: id } });
    });
  const clusterName = await asSystem((tx) => displayNameOf(tx, tenantId, incident.cluster));
  return { incident: { ...incident, clusterName, diagnosis: incident.diagnosis as unknown as Diagnosis }, expiresAt };
}
