import Link from 'next/link';
import { buttonClass } from '#components/ui/button.tsx';
import { amount, bytes, count, dollars } from '#components/ui/format.ts';
import { newestPlans } from '#lib/plans/versions.ts';

const STEPS = [
  [
    'Install one agent',
    'One command installs it in your cluster. It reads objects, events and the logs of unhealthy containers, but never sends the values of your secrets.',
  ],
  ['See what changed', 'The topology, every change with its field diff, and one incident per problem.'],
  [
    'Read the root cause',
    'Each incident names its root cause, with the evidence for and against it, the causal chain and the blast radius.',
  ],
] as const;

export default async function LandingPage() {
  const plans = await newestPlans();
  return (
    <div className="flex flex-col gap-12">
      <section className="max-w-2xl">
        <h1 className="text-3xl font-semibold text-balance">Why did it break?</h1>
        <p className="mt-3 text-base text-ink-2">
          KG RCA builds a live graph of your Kubernetes clusters. When something fails, it traces the symptoms back to the root cause and
          shows you the evidence and the command that fixes it.
        </p>
        <div className="mt-6 flex flex-wrap gap-3">
          <Link href="/signup" className={buttonClass('primary')}>
            Sign up for free
          </Link>
          <Link href="/login" className={buttonClass()}>
            Sign in
          </Link>
        </div>
      </section>
      <ol className="grid gap-4 md:grid-cols-3">
        {STEPS.map(([title, text], i) => (
          <li key={title} className="rounded-lg border bg-surface p-4">
            <p className="text-sm text-ink-2">{i + 1}</p>
            <h2 className="font-semibold">{title}</h2>
            <p className="mt-1 text-ink-2">{text}</p>
          </li>
        ))}
      </ol>
      <section aria-labelledby="plans">
        <h2 id="plans" className="mb-4 text-xl font-semibold">
          Plans
        </h2>
        <div className="grid gap-4 sm:grid-cols-2 lg:grid-cols-4">
          {(['free', 'basic', 'pro', 'enterprise'] as const).map((name) => {
            const plan = plans[name];
            const unlimited = (value: number | null, words: string) => (value === null ? `Unlimited ${words}` : `${count(value)} ${words}`);
            return (
              <div key={name} className="flex flex-col rounded-lg border bg-surface p-4">
                <h3 className="font-semibold">{plan.name}</h3>
                <p className="mt-1 text-xl font-semibold">
                  {plan.monthlyCents === null ? 'By contract' : `${dollars(plan.monthlyCents)} per month`}
                </p>
                <ul className="mt-3 flex flex-col gap-1 text-ink-2">
                  <li>{unlimited(plan.eventsPerDay, 'events per day')}</li>
                  <li>{unlimited(plan.rcaQueriesPerMonth, 'RCA queries per month')}</li>
                  <li>{plan.storageBytes === null ? 'Unlimited storage' : `${bytes(plan.storageBytes)} of storage`}</li>
                  <li>{plan.clusters === null ? 'Unlimited clusters' : amount(plan.clusters, 'cluster')}</li>
                  <li>{plan.retentionDays} days of history</li>
                </ul>
                {name !== 'enterprise' && (
                  <Link href={`/signup?plan=${name}`} className={`${buttonClass()} mt-4 self-start`}>
                    Choose {plan.name}
                  </Link>
                )}
              </div>
            );
          })}
        </div>
      </section>
    </div>
  );
}
