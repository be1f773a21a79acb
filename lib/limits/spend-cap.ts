import { audit } from '#lib/audit/index.ts';
import { inTenant } from '#lib/platform/database/index.ts';
import { reconcileClient } from './reconcile.ts';

/** The most overage of a month in cents; a hard cap refuses usage above the plan once it is reached, a soft one only tells. */
export interface SpendCap {
  cents: number | null;
  isHard: boolean;
}

/** The spend cap of a client; no cents for none. */
export async function spendCapOf(tenantId: string): Promise<SpendCap & { isReached: boolean }> {
  const row = await inTenant(tenantId, (tx) => tx.tenant.findUniqueOrThrow({ where: { id: tenantId } }));
  return { cents: row.spendCapCents, isHard: row.isSpendCapHard, isReached: row.isSpendCapReached };
}

/** Sets or removes the cap and acts on it at once: what was refused because of it is accepted again, or the reverse. `now` in epoch ms. */
export async function setSpendCap(tenantId: string, { cents, isHard }: SpendCap, actor: string, now: number): Promise<void> {
  await inTenant(tenantId, async (tx) => {
    const before = await tx.tenant.findUniqueOrThrow({ where: { id: tenantId } });
    await tx.tenant.update({ where: { id: tenantId }, data: { spendCapCents: cents, isSpendCapHard: cents !== null && isHard } });
    await audit(tx, {
      tenantId,
      actor,
      action: 'spend_cap.set',
      target: tenantId,
      before: { cents: before.spendCapCents, isHard: before.isSpendCapHard },
      after: { cents, isHard: cents !== null && isHard },
    });
  });
  await reconcileClient(tenantId, now);
}
