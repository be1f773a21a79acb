'use client';

import Link from 'next/link';
import type { POST as OpenPortal } from '#app/api/v1/billing/portal-sessions/route.ts';
import type { GET as GetBilling } from '#app/api/v1/billing/route.ts';
import type { GET as GetOnboarding } from '#app/api/v1/onboarding/route.ts';
import { useAction, useApi } from '#components/api.ts';
import { Loaded } from '#components/loaded.tsx';
import { Button, buttonClass } from '#components/ui/button.tsx';
import { count, dollars } from '#components/ui/format.ts';
import { InvoiceStatus } from '#components/ui/invoice-status.tsx';
import { PageHead, Section } from '#components/ui/page.tsx';
import { Empty, Notice, Skeleton } from '#components/ui/state.tsx';
import { Table } from '#components/ui/table.tsx';
import type { AnswerOf } from '#lib/api/index.ts';
import { PLANS } from '#lib/plans/index.ts';

const date = (ms: number) => new Date(ms).toLocaleDateString(undefined, { dateStyle: 'medium' });

type Billing = AnswerOf<typeof GetBilling>;
type Invoice = Billing['invoices'][number];

/** The plan, this month's estimated bill, and the invoices. */
export function BillingView() {
  const billing = useApi<typeof GetBilling>('/api/v1/billing', 15_000);
  const unpaid = useApi<typeof GetOnboarding>('/api/v1/onboarding').data?.needsPayment ?? false;
  return (
    <>
      <PageHead title="Billing" />
      <Loaded query={billing} skeleton={<Skeleton className="h-72" />}>
        {({ plan, subscription, estimate, invoices }) => (
          <>
            <Plan plan={plan} subscription={subscription} isUnpaid={unpaid} />
            {!unpaid && <Estimate estimate={estimate} />}
            <Section title="Invoices" flush>
              {invoices.length === 0 ? (
                <Empty title="No invoices yet">Invoices appear here as soon as Stripe issues them.</Empty>
              ) : (
                <Invoices invoices={invoices} />
              )}
            </Section>
          </>
        )}
      </Loaded>
    </>
  );
}

function Plan({ plan, subscription, isUnpaid }: Pick<Billing, 'plan' | 'subscription'> & { isUnpaid: boolean }) {
  const portal = useAction<typeof OpenPortal>('POST', '/api/v1/billing/portal-sessions');
  return (
    <Section
      title={`${PLANS[plan].name} plan`}
      action={
        subscription ? (
          <Button small busy={portal.isPending} onClick={() => portal.mutate(undefined, { onSuccess: ({ url }) => location.assign(url) })}>
            Manage subscription
          </Button>
        ) : plan === 'free' || isUnpaid ? (
          <Link href="/checkout" className={buttonClass('primary', true)}>
            {isUnpaid ? 'Go to checkout' : 'Upgrade'}
          </Link>
        ) : undefined
      }
    >
      {portal.error && (
        <div className="mb-3">
          <Notice tone="bad">{portal.error.message}</Notice>
        </div>
      )}
      {subscription ? (
        <>
          {subscription.status === 'past_due' && (
            <div className="mb-3">
              <Notice tone="bad" title="The last payment failed">
                Stripe will retry the payment. Pay the open invoice below, or use another card.
              </Notice>
            </div>
          )}
          <p>
            {subscription.cancelAtPeriodEnd ? 'Ends' : 'Renews'} on {date(subscription.currentPeriodEnd)}.
          </p>
        </>
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

function Estimate({ estimate }: Pick<Billing, 'estimate'>) {
  return (
    <Section title="This month so far" flush>
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
        { key: 'date', head: 'Date', short: true, order: (invoice) => invoice.createdAt, cell: (invoice) => date(invoice.createdAt) },
        {
          key: 'status',
          head: 'Status',
          cell: (invoice) => <InvoiceStatus status={invoice.status} />,
        },
        {
          key: 'total',
          head: 'Total',
          figures: true,
          order: (invoice) => invoice.totalCents,
          cell: (invoice) => dollars(invoice.totalCents),
        },
        {
          key: 'documents',
          head: 'Documents',
          cell: (invoice) => (
            <span className="flex justify-end gap-3 md:justify-start">
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
              {!invoice.hostedUrl && !invoice.pdfUrl && <span className="text-ink-2">–</span>}
            </span>
          ),
        },
      ]}
    />
  );
}
