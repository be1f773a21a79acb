import type { ComponentProps } from 'react';
import { amount, count, dollars } from '#components/ui/format.ts';
import type { Offers } from '#lib/plans/index.ts';

const OFFERED = ['free', 'basic', 'pro'] as const;

/** The plans that can be chosen at sign-up; Enterprise is sold by contract. */
export type OfferedPlan = (typeof OFFERED)[number];

/** One radio button per plan; the attributes go to each of them. */
export function PlanChoice({ plans, ...radio }: ComponentProps<'input'> & { plans: Offers }) {
  return (
    <fieldset>
      <legend className="mb-1 text-sm font-medium">Plan</legend>
      <div className="flex flex-col gap-2">
        {OFFERED.map((name) => {
          const { monthlyCents, eventsPerDay, clusters, ...plan } = plans[name];
          return (
            <label
              key={name}
              className="flex cursor-pointer items-start gap-3 rounded-md border border-line-strong p-3 has-checked:border-accent has-checked:bg-accent-soft"
            >
              <input {...radio} type="radio" value={name} className="mt-1 accent-accent" />
              <span>
                <span className="font-medium">
                  {plan.name}, {dollars(monthlyCents ?? 0)} per month
                </span>
                <span className="block text-sm text-ink-2">
                  {eventsPerDay === null ? 'Unlimited' : count(eventsPerDay)} events per day,{' '}
                  {clusters === null ? 'unlimited clusters' : amount(clusters, 'cluster')}, {plan.retentionDays} days of history
                </span>
              </span>
            </label>
          );
        })}
      </div>
    </fieldset>
  );
}
