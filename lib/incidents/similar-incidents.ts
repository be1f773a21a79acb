import type { ObjectRef } from '#lib/kubernetes/refs.ts';
import { inTenant } from '#lib/platform/database/index.ts';
import { notFound } from '#lib/platform/problem.ts';
import { mostSimilar } from './similarity.ts';

/** How many of the newest past incidents are compared. */
const COMPARED = 500;
const SHOWN = 5;

/**
 * The client's past incidents that are most similar to this one, by cause and by the shape of the propagation. A cause
 * that people corrected counts instead of the diagnosed one. Throws a Problem with status 404 for an unknown incident.
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
      take: COMPARED,
      select,
    });
    return { one, past };
  });
  if (!one) throw notFound();
  const comparable = (row: typeof one) => {
    const [latest] = row.feedback;
    return {
      ...row,
      code: latest?.code ?? row.code,
      object: (latest?.object ?? row.object) as ObjectRef | null,
      feedback: latest ? { verdict: latest.verdict, note: latest.note } : null,
    };
  };
  return mostSimilar(comparable(one), past.map(comparable), SHOWN);
}
