import { inTenant } from '#lib/platform/database/index.ts';
import { invalid, notFound } from '#lib/platform/problem.ts';

/**
 * Links two incidents of a client as related; once, whichever of them it is asked for. Throws a Problem: 404 for an unknown incident,
 * 422 to link an incident with itself. `now` in epoch ms.
 */
export async function linkIncidents(tenantId: string, id: string, otherId: string, by: string, now: number): Promise<void> {
  await inTenant(tenantId, async (tx) => {
    if ((await tx.incident.count({ where: { tenantId, id: { in: [id, otherId] } } })) < new Set([id, otherId]).size) throw notFound();
    if (id === otherId) throw invalid('otherId', 'Choose another incident: this one cannot be linked with itself.');
    const pair = pairOf(tenantId, id, otherId);
    await tx.incidentLink.createMany({ data: [{ ...pair, linkedBy: by, at: new Date(now) }], skipDuplicates: true });
  });
}

/** Takes a link between two incidents away. Throws a Problem with status 404 if there is none. */
export async function unlinkIncidents(tenantId: string, id: string, otherId: string): Promise<void> {
  const { count } = await inTenant(tenantId, (tx) => tx.incidentLink.deleteMany({ where: pairOf(tenantId, id, otherId) }));
  if (count === 0) throw notFound();
}

function pairOf(tenantId: string, a: string, b: string) {
  const [incidentId = '', otherId = ''] = [a.toLowerCase(), b.toLowerCase()].sort();
  return { tenantId, incidentId, otherId };
}
