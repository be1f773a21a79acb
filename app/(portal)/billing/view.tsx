'use client';

import Link from 'next/link';
import type { POST as OpenPortal } from '#app/api/v1/billing/portal-sessions/route.ts';
import type { GET as GetBilling } from '#app/api/v1/billing/route.ts';
import { useAction, useApi } from '#components/api.ts';
import { Loaded } from '#components/loaded.tsx';
import { Button, buttonClass } from '#components/ui/button.tsx';
import { count, dollars } from '#components/ui/format.ts';
import { PageHead, Section } from '#components/ui/page.tsx';
import { Badge, Empty, Notice, Skeleton, type Tone } from '#components/ui/state.tsx';
import { PLANS } from '#lib/billing/plans.ts';

const INVOICE_TONES: Record<string, Tone> = { paid: 'good', open: 'warn', uncollectible: 'bad', void: 'neutral', draft: 'info' };
const date = (ms: number) => new Date(ms).toLocaleDateString(undefined, { dateStyle: 'medium' });

/** Plan, this month's bill and the invoices. */
export function BillingView() {
  const billing = useApi<typeof GetBilling>('/api/v1/billing', 15_000);
  const portal = useAction<typeof OpenPortal>('POST', '/api/v1/billing/portal-sessions');
  return (
    <>
      <PageHead title="Billing" />
      {portal.error && (
        <div className="mb-4">
          <Notice tone="bad">{portal.error.message}</Notice>
        </div>
      )}
      <Loaded query={billing} skeleton={<Skeleton className="h-72" />}>
        {({ plan, subscription, estimate, invoices }) => (
          <>
            <Section
              title={`${PLANS[plan].name} plan`}
              action={
                subscription ? (
                  <Button
                    small
                    busy={portal.isPending}
                    onClick={() => portal.mutate(undefined, { onSuccess: ({ url }) => location.assign(url) })}
                  >
                    Card, tax data, cancellation
                  </Button>
                ) : plan === 'free' ? (
                  <Link href="/checkout" className={buttonClass('primary', true)}>
                    Upgrade
                  </Link>
                ) : undefined
              }
            >
              {subscription ? (
                <p>
                  {subscription.status === 'past_due' ? 'The last payment failed. ' : ''}
                  {subscription.cancelAtPeriodEnd ? 'Ends' : 'Renews'} on {date(subscription.currentPeriodEnd)}.
                </p>
              ) : (
                <p className="text-ink-2">
                  {plan === 'free' ? 'Free of charge; what goes over its limits is refused.' : 'Billed by contract.'}
                </p>
              )}
            </Section>
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
                      <td className="px-4 py-2">Estimate until now</td>
                      <td className="px-4 py-2 text-right">{dollars(estimate.totalCents)}</td>
                    </tr>
                  </tbody>
                </table>
              )}
            </Section>
            <Section title="Invoices" flush>
              {invoices.length === 0 ? (
                <Empty title="No invoices yet">They appear here as soon as Stripe issues them.</Empty>
              ) : (
                <ul className="divide-y">
                  {invoices.map((invoice) => (
                    <li key={invoice.id} className="flex flex-wrap items-center justify-between gap-3 px-4 py-3">
                      <span>
                        <span className="font-mono">{invoice.number ?? 'Draft'}</span>
                        <span className="ml-3 text-sm text-ink-2">{date(invoice.createdAt)}</span>
                      </span>
                      <span className="flex items-center gap-3">
                        <Badge tone={INVOICE_TONES[invoice.status] ?? 'neutral'}>{invoice.status}</Badge>
                        {dollars(invoice.totalCents)}
                        {invoice.hostedUrl && (
                          <a href={invoice.hostedUrl} className="link" target="_blank" rel="noreferrer">
                            Open<span className="sr-only"> invoice {invoice.number}</span>
                          </a>
                        )}
                        {invoice.pdfUrl && (
                          <a href={invoice.pdfUrl} className="link">
                            PDF<span className="sr-only"> of invoice {invoice.number}</span>
                          </a>
                        )}
                      </span>
                    </li>
                  ))}
                </ul>
              )}
            </Section>
          </>
        )}
      </Loaded>
    </>
  );
}
