import type { Plan } from '#lib/plans/index.ts';
import { type BillableDay, type BillLine, overageOf } from './overage.ts';

/**
 * The bill of a month from its days so far: the price of the plan, and the overage that the invoice would have. `totalCents` is
 * null for plans by contract without a price.
 */
export function estimateBill(plan: Pick<Plan, 'name' | 'monthlyCents'>, days: readonly BillableDay[]) {
  if (plan.monthlyCents === null) return { lines: [] as BillLine[], totalCents: null };
  const lines: BillLine[] = [{ label: `${plan.name} plan`, quantity: 1, unit: 'month', cents: plan.monthlyCents }, ...overageOf(days)];
  return { lines, totalCents: lines.reduce((sum, line) => sum + line.cents, 0) };
}
