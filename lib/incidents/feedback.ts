import { keyOf } from '#lib/kubernetes/refs.ts';
import { inTenant } from '#lib/platform/database/index.ts';
import { invalid, notFound } from '#lib/platform/problem.ts';
import type { ObjectRef, Tier } from '#lib/rca/types.ts';

/** What a person says of an incident's first cause: that it was right, or which one (and on which object) was. */
export interface Judgement {
  verdict: 'confirmed' | 'corrected';
  code?: string | undefined;
  object?: ObjectRef | undefined;
  note?: string | undefined;
  userName: string;
}

/** The answer that was judged, as it stood at that moment. */
interface Judged {
  code: string;
  object: ObjectRef;
  tier: Tier;
}

/**
 * Keeps what a person says of an incident's first cause, with the cause it was said of. Throws the common 404, or a
 * Problem where there is no cause to confirm or the correction says what already stands first.
 */
export async function addFeedback(tenantId: string, incidentId: string, said: Judgement) {
  return inTenant(tenantId, async (tx) => {
    const incident = await tx.incident.findUnique({ where: { id: incidentId, tenantId } });
    if (!incident) throw notFound();
    const judged = incident.code === null ? undefined : ({ ...incident } as unknown as Judged);
    if (said.verdict === 'confirmed' && !judged)
      throw invalid('verdict', 'no cause is known yet that could be confirmed; say which one it was');
    const isSame = judged && said.code === judged.code && (!said.object || keyOf(said.object) === keyOf(judged.object));
    if (said.verdict === 'corrected' && isSame)
      throw invalid('code', 'is the cause that stands first; confirm it, or name another cause or object');
    return tx.incidentFeedback.create({
      data: {
        tenantId,
        incidentId,
        userName: said.userName,
        verdict: said.verdict,
        code: said.code ?? null,
        note: said.note ?? null,
        ...(said.object ? { object: { ...said.object } } : {}),
        ...(judged ? { judged: { code: judged.code, object: { ...judged.object }, tier: judged.tier } } : {}),
      },
    });
  });
}

/** How often the first cause was right, by what people said. */
export interface Accuracy {
  /** Incidents that somebody judged. */
  judged: number;
  /** Of them, those whose first cause was confirmed. */
  right: number;
  /** The same by how sure the answer was; an answer without a cause is under none. */
  byTier: Record<Tier, { judged: number; right: number }>;
}

/** The accuracy a client's people have measured: each incident counts once, by the last thing said of it. */
export async function accuracyOf(tenantId: string): Promise<Accuracy> {
  const last = await inTenant(tenantId, (tx) =>
    tx.incidentFeedback.findMany({
      where: { tenantId },
      distinct: ['incidentId'],
      orderBy: [{ incidentId: 'asc' }, { id: 'desc' }],
      select: { verdict: true, judged: true },
    }),
  );
  const count = (rows: typeof last) => ({ judged: rows.length, right: rows.filter(({ verdict }) => verdict === 'confirmed').length });
  const ofTier = (tier: Tier) => count(last.filter(({ judged }) => (judged as unknown as Judged | null)?.tier === tier));
  return { ...count(last), byTier: { confirmed: ofTier('confirmed'), likely: ofTier('likely'), possible: ofTier('possible') } };
}
