'use client';

import type { POST as PayOverdue } from '#app/api/v1/billing/payments/route.ts';
import type { DELETE as KeepPlan } from '#app/api/v1/billing/plan-changes/route.ts';
import type { POST as OpenPortal } from '#app/api/v1/billing/portal-sessions/route.ts';
import type { GET as GetBilling } from '#app/api/v1/billing/route.ts';
import type { GET as GetOnboarding } from '#app/api/v1/onboarding/route.ts';
import { useAction, useApi } from '#components/api.ts';
import { Loaded } from '#components/loaded.tsx';
import { Button, buttonClass } from '#components/ui/button.tsx';
import { count, dollars, utcDate } from '#components/ui/format.ts';
import { InvoiceStatus } from '#components/ui/invoice-status.tsx';
import { Link } from '#components/ui/link.tsx';
import { PageHead, Section } from '#components/ui/page.tsx';
import { Empty, Notice, Skeleton } from '#components/ui/state.tsx';
import { Table } from '#components/ui/table.tsx';
import { When } from '#components/ui/text.tsx';
import type { AnswerOf } from '#lib/api/index.ts';
import { type Offers, PLANS } from '#lib/plans/index.ts';
import { ChangePlanButton } from './change-plan.tsx';
import { BillingContact } from './contact.tsx';
import { SpendCap } from './spend-cap.tsx';

type Billing = AnswerOf<typeof GetBilling>;
type Invoice = Billing['invoices'][number];

/** The plan, this month's estimated bill, and the invoices. */
export function BillingView({ plans, needsPayment }: { plans: Offers; needsPayment: boolean }) {
  const billing = useApi<typeof GetBilling>('/api/v1/billing', 15_000);
  const unpaid = useApi<typeof GetOnboarding>('/api/v1/onboarding').data?.needsPayment ?? needsPayment;
  return (
    <>
      <PageHead title="Billing" />
      <Loaded query={billing} skeleton={<Skeleton className="h-72" />}>
        {({ plan, subscription, estimate, invoices, billingEmail, graceUntil }) => (
          <>
            <FailedCharges invoices={invoices} graceUntil={graceUntil} />
            <OverdueTransfers invoices={invoices} />
            <Plan plan={plan} plans={plans} subscription={subscription} isUnpaid={unpaid} />
            {!unpaid && <Estimate estimate={estimate} />}
            <Section title="Invoices" flush>
              {invoices.length === 0 ? (
                <Empty title="No invoices yet">Invoices appear here as soon as Stripe issues them.</Empty>
              ) : (
                <Invoices invoices={invoices} />
              )}
            </Section>
            <BillingContact key={billingEmail} email={billingEmail} />
            <SpendCap />
          </>
        )}
      </Loaded>
    </>
  );
}

/** Invoices whose payment failed, with a button that charges them again. */
function FailedCharges({ invoices, graceUntil }: Pick<Billing, 'invoices' | 'graceUntil'>) {
  const pay = useAction<typeof PayOverdue>('POST', '/api/v1/billing/payments');
  const overdue = invoices.filter((one) => !one.byTransfer && isOverdue(one));
  if (overdue.length === 0) return null;
  const cents = openCents(overdue);
  const isLast = overdue.some(({ stage }) => stage === 'unpaid');
  const next = Math.min(...overdue.flatMap(({ dueAt }) => dueAt ?? []));
  return (
    <div className="mb-6">
      <Notice
        tone="bad"
        title={`${dollars(cents)} could not be charged`}
        action={
          <Button small look="primary" busy={pay.isPending} onClick={() => pay.mutate()}>
            Pay {dollars(cents)} now
          </Button>
        }
      >
        <p>
          {isLast
            ? 'All attempts to charge your card have failed, so new data is refused. Nothing that is stored is lost, and everything resumes as soon as you have paid.'
            : `We will try again on ${utcDate(next)}. If the third attempt fails, new data is refused until you have paid.`}{' '}
          {graceUntil !== null && graceUntil > Date.now() && `You have been given time until ${utcDate(graceUntil)}. `}
          To use another card, choose Manage card first.
        </p>
        {pay.error && <p className="mt-2 font-medium">{pay.error.message}</p>}
      </Notice>
    </div>
  );
}

/** Invoices of a contract that were not paid in time. */
function OverdueTransfers({ invoices }: Pick<Billing, 'invoices'>) {
  const overdue = invoices.filter((one) => one.byTransfer && isOverdue(one));
  if (overdue.length === 0) return null;
  return (
    <div className="mb-6">
      <Notice tone="warn" title={`${dollars(openCents(overdue))} is overdue`}>
        Please pay{' '}
        {overdue.map(({ id, number, hostedUrl }, i) => (
          <span key={id}>
            {i > 0 && ', '}
            {hostedUrl ? (
              <a className="link" href={hostedUrl}>
                {number}
              </a>
            ) : (
              number
            )}
          </span>
        ))}
        . Data is accepted meanwhile.
      </Notice>
    </div>
  );
}

function isOverdue({ stage }: Invoice): boolean {
  return stage === 'retrying' || stage === 'unpaid';
}

function openCents(invoices: readonly Invoice[]): number {
  return invoices.reduce((sum, { dueCents, paidCents }) => sum + dueCents - paidCents, 0);
}

function Plan({ plan, plans, subscription, isUnpaid }: Pick<Billing, 'plan' | 'subscription'> & { plans: Offers; isUnpaid: boolean }) {
  const portal = useAction<typeof OpenPortal>('POST', '/api/v1/billing/portal-sessions');
  const keep = useAction<typeof KeepPlan>('DELETE', '/api/v1/billing/plan-changes');
  const isOver = subscription?.status === 'canceled';
  const error = portal.error ?? keep.error;
  return (
    <Section
      title={`${PLANS[plan].name} plan`}
      action={
        subscription && !isOver ? (
          <span className="flex flex-wrap gap-2">
            <Button
              small
              busy={portal.isPending}
              onClick={() => portal.mutate(undefined, { onSuccess: ({ url }) => location.assign(url) })}
            >
              Manage card
            </Button>
            <ChangePlanButton plan={plan} plans={plans} />
          </span>
        ) : plan === 'free' || isUnpaid ? (
          <Link href="/checkout" className={buttonClass('primary', true)}>
            {isUnpaid ? 'Go to checkout' : 'Upgrade'}
          </Link>
        ) : undefined
      }
    >
      {error && (
        <div className="mb-3">
          <Notice tone="bad">{error.message}</Notice>
        </div>
      )}
      {subscription && !isOver ? (
        <Period subscription={subscription} plan={plan} isBusy={keep.isPending} onKeep={() => keep.mutate()} />
      ) : (
        <p className="text-ink-2">
          {isUnpaid
            ? 'Not paid yet. Your account is set up, and billing starts, once you have paid.'
            : plan === 'free'
              ? 'Free. Usage above the limits is refused.'
              : 'Billed by contract.'}
        </p>
      )}
    </Section>
  );
}

/** When the subscription renews or changes, with a way back from a planned change. */
function Period({
  subscription: { currentPeriodEnd, cancelAtPeriodEnd, scheduledPlan },
  plan,
  isBusy,
  onKeep,
}: {
  subscription: NonNullable<Billing['subscription']>;
  plan: Billing['plan'];
  isBusy: boolean;
  onKeep: () => void;
}) {
  const following = cancelAtPeriodEnd ? 'free' : scheduledPlan;
  if (!following) return <p>Renews on {utcDate(currentPeriodEnd)}. Usage of a month is billed on the first of the next one.</p>;
  return (
    <div className="flex flex-wrap items-center gap-3">
      <p>
        Changes to {PLANS[following].name} on {utcDate(currentPeriodEnd)}.
      </p>
      <Button small busy={isBusy} onClick={onKeep}>
        Stay on {PLANS[plan].name}
      </Button>
    </div>
  );
}

function Estimate({ estimate }: Pick<Billing, 'estimate'>) {
  return (
    <Section title="This month so far" flush>
      <p className="px-4 pt-3 text-sm text-ink-2">
        As of <When ms={estimate.asOf} />. The invoice of {utcDate(estimate.monthEnd)} is computed from the same numbers.
      </p>
      {estimate.totalCents === null ? (
        <p className="p-4 text-ink-2">Billed by contract.</p>
      ) : (
        <table className="w-full">
          <tbody className="divide-y">
            {estimate.lines.map((line) => (
              <tr key={line.label}>
                <td className="px-4 py-2">
                  {line.label}
                  <span className="block text-sm text-ink-2">
                    {count(line.quantity)} × {line.unit}
                  </span>
                </td>
                <td className="px-4 py-2 text-right">{dollars(line.cents)}</td>
              </tr>
            ))}
            <tr className="font-semibold">
              <td className="px-4 py-2">Estimated total so far</td>
              <td className="px-4 py-2 text-right">{dollars(estimate.totalCents)}</td>
            </tr>
          </tbody>
        </table>
      )}
    </Section>
  );
}

/** What happens with an invoice next; nothing for one that is done with. */
function nextStep({ stage, status, dueAt, byTransfer }: Invoice): string {
  if (dueAt === null) return stage !== 'unpaid' ? '' : byTransfer ? 'Overdue' : 'All attempts to charge it failed';
  if (stage === 'held') return status === 'draft' ? `Waits for late usage until ${utcDate(dueAt)}` : '';
  if (byTransfer) return `Please pay by ${utcDate(dueAt)}`;
  return stage === 'retrying' ? `Next attempt on ${utcDate(dueAt)}` : `Charged on ${utcDate(dueAt)}`;
}

function Invoices({ invoices }: { invoices: Invoice[] }) {
  return (
    <Table
      label="Invoices"
      rows={invoices}
      rowKey={(invoice) => invoice.id}
      columns={[
        {
          key: 'number',
          head: 'Invoice',
          order: (invoice) => invoice.number ?? '',
          cell: (invoice) => <span className="font-mono">{invoice.number ?? 'Draft'}</span>,
        },
        { key: 'date', head: 'Date', short: true, order: (invoice) => invoice.createdAt, cell: (invoice) => utcDate(invoice.createdAt) },
        {
          key: 'status',
          head: 'Status',
          cell: (invoice) => (
            <>
              <InvoiceStatus status={invoice.status} />
              <span className="block text-sm text-ink-2">{nextStep(invoice)}</span>
            </>
          ),
        },
        {
          key: 'total',
          head: 'Total',
          figures: true,
          order: (invoice) => invoice.totalCents,
          cell: ({ totalCents, dueCents }) => (
            <>
              {dollars(totalCents)}
              {dueCents !== totalCents && <span className="block text-sm text-ink-2">Amount due {dollars(dueCents)}</span>}
            </>
          ),
        },
        {
          key: 'documents',
          head: 'Documents',
          cell: (invoice) => (
            <span className="flex justify-end gap-3 md:justify-start">
              {invoice.hasUsage && (
                <Link href={`/billing/invoices/${invoice.id}`} className="link">
                  Usage<span className="sr-only"> of invoice {invoice.number}</span>
                </Link>
              )}
              {invoice.hostedUrl && (
                <a href={invoice.hostedUrl} className="link" target="_blank" rel="noreferrer">
                  View<span className="sr-only"> invoice {invoice.number}</span>
                </a>
              )}
              {invoice.pdfUrl && (
                <a href={invoice.pdfUrl} className="link">
                  PDF<span className="sr-only"> of invoice {invoice.number}</span>
                </a>
              )}
              {!invoice.hostedUrl && !invoice.pdfUrl && !invoice.hasUsage && <span className="text-ink-2">–</span>}
            </span>
          ),
        },
      ]}
    />
  );
}
