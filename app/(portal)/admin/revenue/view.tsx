'use client';

import type { Route } from 'next';
import type { GET as ListMargins } from '#app/api/v1/admin/revenue/clients/route.ts';
import type { GET as GetRevenue } from '#app/api/v1/admin/revenue/route.ts';
import { useApi } from '#components/api.ts';
import { DayChart } from '#components/charts/day-chart.tsx';
import { DownloadButton } from '#components/download.tsx';
import { useQueryState } from '#components/graph/query-state.ts';
import { Loaded } from '#components/loaded.tsx';
import { bytes, count, dollars } from '#components/ui/format.ts';
import { Link } from '#components/ui/link.tsx';
import { Figure, PageHead, Section } from '#components/ui/page.tsx';
import { Select } from '#components/ui/select.tsx';
import { Empty, Skeleton } from '#components/ui/state.tsx';
import { Table } from '#components/ui/table.tsx';
import type { AnswerOf } from '#lib/api/index.ts';
import { PROVIDER_CRUMBS } from '../crumbs.ts';
import { CostRatesSection } from './cost-rates.tsx';

type Revenue = AnswerOf<typeof GetRevenue>;
type Month = Revenue['months'][number];

/** What the provider earns: recurring revenue, what was paid by plan, churn, and what each client pays and costs. */
export function RevenueView() {
  const revenue = useApi<typeof GetRevenue>('/api/v1/admin/revenue', 60_000);
  return (
    <>
      <PageHead
        title="Revenue"
        crumbs={PROVIDER_CRUMBS}
        action={<DownloadButton path="/api/v1/admin/revenue/export">Download months as CSV</DownloadButton>}
      >
        Months are in UTC. Recurring revenue is the price of all subscribed plans, without overage.
      </PageHead>
      <Loaded query={revenue} skeleton={<Skeleton className="h-96" />}>
        {(data) => (
          <>
            <Figures revenue={data} />
            <Section title="Paid by month and plan">
              <DayChart
                label="Paid by month and plan"
                period="month"
                days={data.months.map(({ month, paidCents }) => ({ day: month, ...paidCents }))}
                series={[
                  { key: 'basic', name: 'Basic', colour: 'var(--accent)' },
                  { key: 'pro', name: 'Pro', colour: 'var(--good)' },
                  { key: 'enterprise', name: 'Enterprise', colour: 'var(--warn)' },
                  { key: 'free', name: 'After the subscription', colour: 'var(--ink-2)' },
                ]}
                format={dollars}
              />
            </Section>
            <Months months={data.months} />
            <Clients months={data.months} />
            <CostRatesSection />
          </>
        )}
      </Loaded>
    </>
  );
}

function Figures({ revenue }: { revenue: Revenue }) {
  const current = revenue.months.at(-1);
  return (
    <div className="mb-6 grid grid-cols-2 gap-3 lg:grid-cols-5">
      <Figure label="MRR" value={dollars(revenue.mrrCents)} detail="monthly recurring revenue" />
      <Figure label="ARR" value={dollars(revenue.arrCents)} detail="twelve times MRR" />
      <Figure label="Paying clients" value={count(revenue.payingClients)} detail={`${count(current?.started ?? 0)} new this month`} />
      <Figure label="ARPU" value={revenue.arpuCents === null ? '–' : dollars(revenue.arpuCents)} detail="MRR per paying client" />
      <Figure label="Overdue" value={dollars(revenue.overdueCents)} detail="could not be charged" />
    </div>
  );
}

function Months({ months }: { months: readonly Month[] }) {
  return (
    <Section title="Months" flush>
      <Table
        label="Months"
        sortName="months"
        rows={[...months].reverse()}
        rowKey={({ month }) => month}
        columns={[
          { key: 'month', head: 'Month', short: true, order: ({ month }) => month, cell: ({ month }) => month },
          {
            key: 'mrr',
            head: 'MRR at its end',
            figures: true,
            order: ({ mrrCents }) => mrrCents,
            cell: ({ mrrCents }) => dollars(mrrCents),
          },
          { key: 'paid', head: 'Paid', figures: true, order: paidOf, cell: (month) => dollars(paidOf(month)) },
          { key: 'started', head: 'Started', figures: true, cell: ({ started }) => count(started) },
          { key: 'stopped', head: 'Stopped', figures: true, cell: ({ stopped }) => count(stopped) },
          { key: 'churn', head: 'Churn', figures: true, cell: ({ churn }) => percent(churn) },
        ]}
      />
    </Section>
  );
}

/** What clients paid and cost in a month. */
function Clients({ months }: { months: readonly Month[] }) {
  const [params, set] = useQueryState();
  const month = months.find((one) => one.month === params.get('month'))?.month ?? months.at(-1)?.month ?? '';
  const clients = useApi<typeof ListMargins>(`/api/v1/admin/revenue/clients?month=${month}&limit=100`);
  return (
    <Section
      title="Clients"
      flush
      action={
        <span className="flex flex-wrap items-end gap-2">
          <Select label="Month" className="w-32" value={month} onChange={(event) => set({ month: event.target.value })}>
            {[...months].reverse().map((one) => (
              <option key={one.month}>{one.month}</option>
            ))}
          </Select>
          <DownloadButton path={`/api/v1/admin/revenue/export?month=${month}`}>Download as CSV</DownloadButton>
        </span>
      }
    >
      <Loaded query={clients} skeleton={<Skeleton className="h-48" />}>
        {({ items }) =>
          items.length === 0 ? (
            <Empty title="No clients yet">Clients appear here once they have signed up.</Empty>
          ) : (
            <Table
              label="Clients"
              sortName="clients"
              rows={items}
              rowKey={({ clientId }) => clientId}
              columns={[
                {
                  key: 'client',
                  head: 'Client',
                  order: ({ clientId }) => clientId,
                  cell: ({ clientId }) => (
                    <Link href={`/admin/clients/${clientId}` as Route} className="link font-mono">
                      {clientId}
                    </Link>
                  ),
                },
                {
                  key: 'paid',
                  head: 'Paid',
                  figures: true,
                  order: ({ paidCents }) => paidCents,
                  cell: ({ paidCents }) => dollars(paidCents),
                },
                { key: 'events', head: 'Events', figures: true, order: ({ events }) => events, cell: ({ events }) => count(events) },
                {
                  key: 'storage',
                  head: 'Storage',
                  figures: true,
                  order: ({ storageBytes }) => storageBytes,
                  cell: ({ storageBytes }) => bytes(storageBytes),
                },
                {
                  key: 'cost',
                  head: 'Cost',
                  figures: true,
                  order: ({ costCents }) => costCents,
                  cell: ({ costCents }) => dollars(costCents),
                },
                {
                  key: 'margin',
                  head: 'Margin',
                  figures: true,
                  order: ({ marginCents }) => marginCents,
                  cell: ({ marginCents }) => <span className={marginCents < 0 ? 'text-bad' : ''}>{dollars(marginCents)}</span>,
                },
              ]}
            />
          )
        }
      </Loaded>
    </Section>
  );
}

function paidOf({ paidCents }: Month): number {
  return Object.values(paidCents).reduce((sum, cents) => sum + cents, 0);
}

function percent(share: number | null): string {
  return share === null ? '–' : `${(100 * share).toFixed(1)} %`;
}
