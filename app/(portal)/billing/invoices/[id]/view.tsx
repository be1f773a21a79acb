'use client';

import type { GET as ExplainInvoice } from '#app/api/v1/billing/invoices/[id]/usage/route.ts';
import { useApi } from '#components/api.ts';
import { DayChart } from '#components/charts/day-chart.tsx';
import { DownloadButton } from '#components/download.tsx';
import { Loaded } from '#components/loaded.tsx';
import { bytes, count, dollars } from '#components/ui/format.ts';
import { PageHead, Section } from '#components/ui/page.tsx';
import { Empty, Skeleton } from '#components/ui/state.tsx';
import { Table } from '#components/ui/table.tsx';
import type { AnswerOf } from '#lib/api/index.ts';

type Explanation = AnswerOf<typeof ExplainInvoice>;
const CRUMBS = [{ href: '/billing', label: 'Billing' }] as const;
const LABELS: Record<string, { label: string; unit: string }> = {
  events: { label: 'Events above the plan', unit: 'started 1,000' },
  rca_queries: { label: 'RCA queries above the plan', unit: 'query' },
  storage_bytes: { label: 'Storage above the plan', unit: 'started GB' },
};

/** How the overage of an invoice was computed, down to the days; the hours are in a CSV file. */
export function InvoiceUsageView({ id }: { id: string }) {
  const explanation = useApi<typeof ExplainInvoice>(`/api/v1/billing/invoices/${encodeURIComponent(id)}/usage`);
  return (
    <>
      <PageHead
        title={explanation.data?.number ? `Usage of invoice ${explanation.data.number}` : 'Usage of the invoice'}
        crumbs={CRUMBS}
        action={
          explanation.data?.month && (
            <DownloadButton path={`/api/v1/billing/invoices/${encodeURIComponent(id)}/usage/export`}>Download hours as CSV</DownloadButton>
          )
        }
      >
        {explanation.data?.month && monthName(explanation.data.month.start)}
      </PageHead>
      <Loaded query={explanation} skeleton={<Skeleton className="h-96" />}>
        {(data) =>
          data.month === null ? (
            <Empty title="This invoice bills no usage">It is for the plan alone, such as the first month or an upgrade.</Empty>
          ) : (
            <>
              <Lines explanation={data} />
              <Days explanation={data} />
            </>
          )
        }
      </Loaded>
    </>
  );
}

function Lines({ explanation: { lines, rcaQueries, storage } }: { explanation: Explanation }) {
  return (
    <Section title="Overage" flush>
      {lines.length === 0 ? (
        <p className="p-4 text-ink-2">Nothing was above the plan this month.</p>
      ) : (
        <Table
          label="Overage"
          rows={lines}
          rowKey={(line) => `${line.metric} ${line.unitCents}`}
          columns={[
            { key: 'what', head: 'What', cell: (line) => LABELS[line.metric]?.label ?? line.metric },
            {
              key: 'quantity',
              head: 'Quantity',
              figures: true,
              cell: (line) => `${count(line.quantity)} × ${LABELS[line.metric]?.unit ?? ''}`,
            },
            { key: 'price', head: 'Price', figures: true, cell: (line) => dollars(line.unitCents) },
            { key: 'cents', head: 'Amount', figures: true, cell: (line) => dollars(line.cents) },
          ]}
        />
      )}
      <dl className="grid gap-x-8 gap-y-2 border-t p-4 sm:grid-cols-2">
        <div>
          <dt className="text-sm text-ink-2">RCA queries in the month</dt>
          <dd>
            {count(rcaQueries.used)} {rcaQueries.included !== null && `of ${count(rcaQueries.included)} included`}
          </dd>
        </div>
        <div>
          <dt className="text-sm text-ink-2">Storage, average of the days on which it was measured</dt>
          <dd>
            {bytes(storage.meanBytes)} {storage.includedBytes !== null && `of ${bytes(storage.includedBytes)} included`}
          </dd>
        </div>
      </dl>
    </Section>
  );
}

function Days({ explanation: { days } }: { explanation: Explanation }) {
  return (
    <Section title="Days">
      <p className="mb-4 text-sm text-ink-2">
        Days are in UTC. The plan includes events per day: the excess of each day is added up, and each started 1,000 is billed.
      </p>
      <DayChart
        label="Events per day"
        days={days.map(({ day, events, eventsAbove }) => ({ day, within: events - eventsAbove, above: eventsAbove }))}
        series={[
          { key: 'within', name: 'Included', colour: 'var(--accent)' },
          { key: 'above', name: 'Above the plan', colour: 'var(--warn)' },
        ]}
        format={count}
      />
      <div className="mt-4">
        <Table
          label="Usage by day"
          rows={days}
          rowKey={({ day }) => day}
          columns={[
            { key: 'day', head: 'Day', short: true, order: ({ day }) => day, cell: ({ day }) => day },
            { key: 'events', head: 'Events', figures: true, order: ({ events }) => events, cell: ({ events }) => count(events) },
            {
              key: 'included',
              head: 'Included',
              figures: true,
              cell: ({ eventsIncluded }) => (eventsIncluded === null ? 'unlimited' : count(eventsIncluded)),
            },
            {
              key: 'above',
              head: 'Above the plan',
              figures: true,
              order: ({ eventsAbove }) => eventsAbove,
              cell: ({ eventsAbove }) => count(eventsAbove),
            },
            { key: 'queries', head: 'RCA queries', figures: true, cell: ({ rcaQueries }) => count(rcaQueries) },
            {
              key: 'storage',
              head: 'Storage',
              figures: true,
              cell: ({ storageBytes }) => (storageBytes === null ? 'not measured' : bytes(storageBytes)),
            },
          ]}
        />
      </div>
    </Section>
  );
}

function monthName(ms: number): string {
  return new Date(ms).toLocaleDateString('en-GB', { month: 'long', year: 'numeric', timeZone: 'UTC' });
}
