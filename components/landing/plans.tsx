import { type Offers, PLAN_NAMES, type Plan } from '#lib/plans/index.ts';
import { buttonClass } from '../ui/button.tsx';
import { amount, bytes, count, dollars } from '../ui/format.ts';
import { Link } from '../ui/link.tsx';

/** What each plan costs, what it includes and what usage above that costs. `contact`: the address for the Enterprise plan. */
export function PlanCards({ plans, contact }: { plans: Offers; contact: string | undefined }) {
  return (
    <div className="grid gap-4 sm:grid-cols-2 lg:grid-cols-4">
      {PLAN_NAMES.map((name) => {
        const plan = plans[name];
        return (
          <section key={name} aria-label={plan.name} className="flex flex-col rounded-lg border bg-surface p-4">
            <h3 className="font-semibold">{plan.name}</h3>
            <p className="mt-1 text-xl font-semibold">
              {plan.monthlyCents === null ? 'By contract' : dollars(plan.monthlyCents).replace('.00', '')}
              {plan.monthlyCents !== null && <span className="text-base font-normal text-ink-2"> per month</span>}
            </p>
            <ul className="mt-3 flex flex-col gap-1">
              {includedIn(plan).map((line) => (
                <li key={line}>{line}</li>
              ))}
            </ul>
            <h4 className="mt-4 text-sm font-medium text-ink-2">Above that</h4>
            <ul className="mt-1 mb-4 flex flex-col gap-1">
              {aboveOf(plan).map((line) => (
                <li key={line}>{line}</li>
              ))}
            </ul>
            <p className="mt-auto">
              {plan.monthlyCents !== null ? (
                <Link href={`/signup?plan=${name}`} className={buttonClass()}>
                  Choose {plan.name}
                </Link>
              ) : (
                contact && (
                  <a href={`mailto:${contact}?subject=${encodeURIComponent('KG RCA Enterprise')}`} className={buttonClass()}>
                    Contact us
                  </a>
                )
              )}
            </p>
          </section>
        );
      })}
    </div>
  );
}

function includedIn(plan: Plan): string[] {
  const upTo = (value: number | null, words: string) => (value === null ? `Unlimited ${words}` : `${count(value)} ${words}`);
  return [
    plan.clusters === null ? 'Unlimited clusters' : amount(plan.clusters, 'cluster'),
    upTo(plan.eventsPerDay, 'events per day'),
    upTo(plan.rcaQueriesPerMonth, 'RCA queries per month'),
    plan.storageBytes === null ? 'Unlimited storage' : `${bytes(plan.storageBytes).replace('.0', '')} of storage`,
    upTo(plan.apiCallsPerMonth, 'API calls per month'),
    `${amount(plan.retentionDays, 'day')} of history`,
  ];
}

/** What happens to usage above the limits: refused, billed, or settled by contract. */
function aboveOf({ overage, monthlyCents }: Plan): string[] {
  if (overage)
    return [
      `${dollars(overage.centsPer1kEvents)} per 1,000 events`,
      `${dollars(overage.centsPerRcaQuery)} per RCA query`,
      `${dollars(overage.centsPerGb)} per GB of storage`,
    ];
  return monthlyCents === null ? ['As agreed in the contract'] : ['Nothing is billed: more is refused until the limit resets'];
}
