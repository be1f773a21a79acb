import { keyOf, type ObjectRef } from '#lib/kubernetes/refs.ts';
import { inTenant } from '#lib/platform/database/index.ts';
import { invalid, notFound } from '#lib/platform/problem.ts';
import type { Tier } from '#lib/rca/types.ts';

/** Somebody's feedback on the first cause of an incident: that it was right, or which cause (and on which object) was. */
export interface FeedbackInput {
  verdict: 'confirmed' | 'corrected';
  code?: string | undefined;
  object?: ObjectRef | undefined;
  note?: string | undefined;
  userName: string;
}

/** The cause that was judged, as it was at that time. */
interface Judged {
  code: string;
  object: ObjectRef;
  tier: Tier;
}

/**
 * Stores feedback on the first cause of an incident, together with that cause. Throws a Problem: 404 for an unknown
 * incident, or 422 if there is no cause to confirm or the correction names the cause that is already first.
 */
export async function addFeedback(tenantId: string, incidentId: string, input: FeedbackInput) {
  return inTenant(tenantId, async (tx) => {
    const incident = await tx.incident.findUnique({ where: { id: incidentId, tenantId } });
    if (!incident) throw notFound();
    const judged = incident.code === null ? undefined : ({ ...incident } as unknown as Judged);
    if (input.verdict === 'confirmed' && !judged) throw invalid('verdict', 'There is no known cause to confirm yet. Name the right one.');
    const isSame = judged && input.code === judged.code && (!input.object || keyOf(input.object) === keyOf(judged.object));
    if (input.verdict === 'corrected' && isSame)
      throw invalid('code', 'This is already the first cause. Confirm it, or name another cause or object.');
    return tx.incidentFeedback.create({
      data: {
        tenantId,
        incidentId,
        userName: input.userName,
        verdict: input.verdict,
        code: input.code ?? null,
        note: input.note ?? null,
        ...(input.object ? { object: { ...input.object } } : {}),
        ...(judged ? { judged: { code: judged.code, object: { ...judged.object }, tier: judged.tier } } : {}),
      },
    });
  });
}

/** How often the first cause was right, by what people input. */
export interface Accuracy {
  /** Incidents with feedback. */
  judged: number;
  /** Those of them whose first cause was confirmed. */
  right: number;
  /** The same by tier of the first cause; diagnoses without a cause are in none. */
  byTier: Record<Tier, { judged: number; right: number }>;
}

/** The accuracy according to a client's members: each incident counts once, by its latest feedback. */
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
