'use client';

import { useRouter } from 'next/navigation';
import type { ReactNode } from 'react';
import type { POST as OpenCheckout } from '#app/api/v1/checkout-sessions/route.ts';
import type { PUT as TakeFreePlan } from '#app/api/v1/onboarding/plan/route.ts';
import type { GET as GetOnboarding } from '#app/api/v1/onboarding/route.ts';
import { useAction, useApi } from '#components/api.ts';
import { useQueryState } from '#components/graph/query-state.ts';
import { useMe } from '#components/shell/session.ts';
import { Button, buttonClass } from '#components/ui/button.tsx';
import { amount, bytes, count, dollars } from '#components/ui/format.ts';
import { Link } from '#components/ui/link.tsx';
import { PageHead } from '#components/ui/page.tsx';
import { Badge, Notice } from '#components/ui/state.tsx';
import type { Offers, Plan } from '#lib/plans/index.ts';

const PAID_PLANS = ['basic', 'pro'] as const;
type PaidPlan = (typeof PAID_PLANS)[number];

/** The paid plans, each with a button that leads to Stripe's checkout. */
export function CheckoutView({ plans, needsPayment }: { plans: Offers; needsPayment: boolean }) {
  const [params] = useQueryState();
  const me = useMe().data;
  const checkout = useAction<typeof OpenCheckout, PaidPlan>('POST', '/api/v1/checkout-sessions', (plan) => ({ plan }));
  const chosen = me?.client?.plan;
  const unpaid = useApi<typeof GetOnboarding>('/api/v1/onboarding').data?.needsPayment ?? needsPayment;
  // Paid for, assigned by the staff, or by contract: there is nothing to pay here.
  const isActive = chosen !== undefined && chosen !== 'free' && unpaid === false;

  function pay(plan: PaidPlan) {
    checkout.mutate(plan, { onSuccess: ({ url }) => location.assign(url) });
  }

  return (
    <>
      <PageHead title="Choose a plan">Payments are handled by Stripe; we never see your card.</PageHead>
      <div className="mb-6 flex flex-col gap-3 empty:hidden">
        {params.get('cancelled') && (
          <Notice tone="info" title="Nothing was paid">
            You returned from Stripe without paying. You can choose a plan whenever you like.
          </Notice>
        )}
        {me?.installation.paymentsOff && (
          <Notice tone="warn" title="Payments are not configured on this installation">
            The provider has to set STRIPE_SECRET_KEY first.
          </Notice>
        )}
        {isActive && (
          <Notice
            tone="info"
            title={`You are on the ${plans[chosen].name} plan`}
            action={
              <Link href="/billing" className="link">
                Go to billing
              </Link>
            }
          />
        )}
        {checkout.error && <Notice tone="bad">{checkout.error.message}</Notice>}
      </div>
      <div className="grid gap-4 sm:grid-cols-2">
        {PAID_PLANS.map((name) => (
          <PlanCard key={name} plan={plans[name]} isChosen={chosen === name}>
            {isActive ? (
              chosen === name ? (
                <Badge tone="good">Your plan</Badge>
              ) : (
                chosen !== 'enterprise' && (
                  <Link href="/billing" className={buttonClass('secondary')}>
                    Change the plan under Billing
                  </Link>
                )
              )
            ) : (
              <Button
                look={chosen === name ? 'primary' : 'secondary'}
                onClick={() => pay(name)}
                busy={checkout.isPending && checkout.variables === name}
                disabled={me === undefined || me.installation.paymentsOff}
              >
                Subscribe to {plans[name].name}
              </Button>
            )}
          </PlanCard>
        ))}
      </div>
      {unpaid && <FreeInstead plan={plans.free} />}
      {chosen === 'free' && (
        <p className="mt-6 border-t pt-4">
          <Link href="/dashboard" className="link">
            Stay on Free
          </Link>
        </p>
      )}
    </>
  );
}

function PlanCard({ plan, isChosen, children }: { plan: Plan; isChosen: boolean; children: ReactNode }) {
  const { overage } = plan;
  const limit = (value: number | null) => (value === null ? 'Unlimited' : count(value));
  return (
    <section aria-label={plan.name} className={`flex flex-col rounded-lg border bg-surface p-4 ${isChosen ? 'border-accent' : ''}`}>
      <h2 className="font-semibold">{plan.name}</h2>
      <p className="mt-1 text-xl font-semibold">{dollars(plan.monthlyCents ?? 0)} per month</p>
      <ul className="mt-3 mb-4 flex flex-col gap-1 text-ink-2">
        <li>
          {limit(plan.eventsPerDay)} events per day{overage && `, then ${dollars(overage.centsPer1kEvents)} per 1,000`}
        </li>
        <li>
          {limit(plan.rcaQueriesPerMonth)} RCA queries per month{overage && `, then ${dollars(overage.centsPerRcaQuery)} each`}
        </li>
        <li>
          {plan.storageBytes === null ? 'Unlimited' : bytes(plan.storageBytes)} of storage
          {overage && `, then ${dollars(overage.centsPerGb)} per GB`}
        </li>
        <li>
          {limit(plan.clusters)} clusters, {plan.retentionDays} days of history
        </li>
        <li>{limit(plan.apiCallsPerMonth)} API calls per month</li>
      </ul>
      <div className="mt-auto">{children}</div>
    </section>
  );
}

/** The alternative for people who chose a paid plan at sign-up but do not want to pay now, or cannot. */
function FreeInstead({ plan: { eventsPerDay, clusters } }: { plan: Plan }) {
  const router = useRouter();
  const free = useAction<typeof TakeFreePlan>('PUT', '/api/v1/onboarding/plan', () => ({ plan: 'free' }));
  return (
    <div className="mt-6 flex flex-wrap items-center gap-3 border-t pt-4">
      <p className="text-ink-2">
        Or start for free with {eventsPerDay === null ? 'unlimited' : count(eventsPerDay)} events per day and{' '}
        {clusters === null ? 'unlimited clusters' : amount(clusters, 'cluster')}, and upgrade later.
      </p>
      <Button onClick={() => free.mutate(undefined, { onSuccess: () => router.push('/onboarding') })} busy={free.isPending}>
        Start for free
      </Button>
      {free.error && <Notice tone="bad">{free.error.message}</Notice>}
    </div>
  );
}
