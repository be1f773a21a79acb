import type { ComponentProps } from 'react';
import { amount, count, dollars } from '#components/ui/format.ts';
import { PLANS } from '#lib/plans/index.ts';

const OFFERED = ['free', 'basic', 'pro'] as const;

/** The plans that can be chosen at sign-up; Enterprise is sold by contract. */
export type OfferedPlan = (typeof OFFERED)[number];

/** One radio button per plan; the attributes go to each of them. */
export function PlanChoice(radio: ComponentProps<'input'>) {
  return (
    <fieldset>
      <legend className="mb-1 text-sm font-medium">Plan</legend>
      <div className="flex flex-col gap-2">
        {OFFERED.map((name) => {
          const plan = PLANS[name];
          return (
            <label
              key={name}
              className="flex cursor-pointer items-start gap-3 rounded-md border border-line-strong p-3 has-checked:border-accent has-checked:bg-accent-soft"
            >
              <input {...radio} type="radio" value={name} className="mt-1 accent-accent" />
              <span>
                <span className="font-medium">
                  {plan.name}, {dollars(plan.monthlyCents)} per month
                </span>
                <span className="block text-sm text-ink-2">
                  {count(plan.eventsPerDay)} events per day, {amount(plan.clusters, 'cluster')}, {plan.retentionDays} days of history
                </span>
              </span>
            </label>
          );
        })}
      </div>
    </fieldset>
  );
}
