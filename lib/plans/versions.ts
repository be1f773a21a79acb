import { asSystem } from '#lib/platform/database/index.ts';
import { type Offers, PLAN_NAMES, type Plan } from './plans.ts';

/** What every plan offers now: the newest version of each. New clients, and those that change their plan, get these. */
export async function newestPlans(): Promise<Offers> {
  const rows = await asSystem((tx) => tx.planVersion.findMany({ orderBy: { version: 'asc' } }));
  // Later rows replace earlier ones, so the newest version remains.
  const newest = new Map(rows.map(({ plan, terms }) => [plan, terms as unknown as Plan]));
  return Object.fromEntries(
    PLAN_NAMES.map((name) => {
      const plan = newest.get(name);
      if (!plan) throw new Error(`the plan ${name} has no version in the database`);
      return [name, plan];
    }),
  ) as Offers;
}
