import { inTenant } from '#lib/platform/database/index.ts';
import { notFound } from '#lib/platform/problem.ts';
import type { ObjectRef } from '#lib/rca/types.ts';
import { mostSimilar } from './similar.ts';

/** So many of the newest past incidents are compared. */
const LOOKED_AT = 500;
const SHOWN = 5;

/**
 * The client's past incidents that are most like this one, by cause and by the shape of how it spread. What people
 * corrected counts instead of what was diagnosed. Throws the common 404.
 */
export async function findSimilar(tenantId: string, incidentId: string) {
  const { one, past } = await inTenant(tenantId, async (tx) => {
    const select = {
      id: true,
      number: true,
      cluster: true,
      title: true,
      status: true,
      code: true,
      object: true,
      shape: true,
      openedAt: true,
      closedAt: true,
      feedback: { orderBy: { id: 'desc' }, take: 1, select: { verdict: true, code: true, object: true, note: true } },
    } as const;
    const one = await tx.incident.findUnique({ where: { id: incidentId, tenantId }, select });
    const past = await tx.incident.findMany({
      where: { tenantId, mergedIntoId: null, number: { lt: one?.number ?? 0 } },
      orderBy: { number: 'desc' },
      take: LOOKED_AT,
      select,
    });
    return { one, past };
  });
  if (!one) throw notFound();
  const comparable = (row: typeof one) => {
    const [said] = row.feedback;
    return {
      ...row,
      code: said?.code ?? row.code,
      object: (said?.object ?? row.object) as ObjectRef | null,
      said: said ? { verdict: said.verdict, note: said.note } : null,
    };
  };
  return mostSimilar(comparable(one), past.map(comparable), SHOWN);
}
