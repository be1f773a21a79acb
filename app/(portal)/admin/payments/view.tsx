'use client';

import type { Route } from 'next';
import type { GET as GetMetering } from '#app/api/v1/admin/meter-reconciliations/route.ts';
import type { GET as ListOverdue } from '#app/api/v1/admin/overdue-invoices/route.ts';
import type { POST as ReplayEvent } from '#app/api/v1/admin/stripe-events/[id]/replay/route.ts';
import type { GET as ListEvents } from '#app/api/v1/admin/stripe-events/route.ts';
import { useAction, useApi } from '#components/api.ts';
import { useQueryState } from '#components/graph/query-state.ts';
import { Loaded } from '#components/loaded.tsx';
import { Button } from '#components/ui/button.tsx';
import { amount, count, dollars } from '#components/ui/format.ts';
import { Link } from '#components/ui/link.tsx';
import { PageHead, Section } from '#components/ui/page.tsx';
import { Pager } from '#components/ui/pager.tsx';
import { Select } from '#components/ui/select.tsx';
import { Badge, Empty, Notice, Skeleton } from '#components/ui/state.tsx';
import { Table } from '#components/ui/table.tsx';
import { When } from '#components/ui/text.tsx';
import type { AnswerOf } from '#lib/api/index.ts';
import { PROVIDER_CRUMBS } from '../crumbs.ts';

type Event = AnswerOf<typeof ListEvents>['items'][number];

/** What needs a look between the product and Stripe: overdue invoices, metered usage, and the events that Stripe sent. */
export function PaymentsView() {
  return (
    <>
      <PageHead title="Payments" crumbs={PROVIDER_CRUMBS}>
        Overdue invoices, usage at Stripe’s meters, and the events that Stripe sent.
      </PageHead>
      <Overdue />
      <Metering />
      <Events />
    </>
  );
}

function ClientLink({ id }: { id: string }) {
  return (
    <Link href={`/admin/clients/${id}` as Route} className="link font-mono">
      {id}
    </Link>
  );
}

function Overdue() {
  const overdue = useApi<typeof ListOverdue>('/api/v1/admin/overdue-invoices?limit=200', 15_000);
  const none = <Empty title="Nothing is overdue">Invoices whose charge failed, or that were not transferred in time, appear here.</Empty>;
  return (
    <Section title="Overdue invoices" flush>
      <Loaded query={overdue} skeleton={<Skeleton>{none}</Skeleton>}>
        {({ items }) =>
          items.length === 0 ? (
            none
          ) : (
            <Table
              label="Overdue invoices"
              sortName="overdue"
              rows={items}
              rowKey={({ id }) => id}
              columns={[
                { key: 'client', head: 'Client', order: ({ clientId }) => clientId, cell: ({ clientId }) => <ClientLink id={clientId} /> },
                { key: 'number', head: 'Invoice', cell: ({ number, id }) => <span className="font-mono">{number ?? id}</span> },
                {
                  key: 'open',
                  head: 'Open',
                  figures: true,
                  order: ({ openCents }) => openCents,
                  cell: ({ openCents }) => dollars(openCents),
                },
                {
                  key: 'made',
                  head: 'Made',
                  short: true,
                  order: ({ createdAt }) => createdAt,
                  cell: ({ createdAt }) => <When ms={createdAt} />,
                },
                { key: 'failed', head: 'Failed charges', figures: true, cell: ({ failedCharges }) => count(failedCharges) },
                {
                  key: 'why',
                  head: 'Reason',
                  cell: ({ byTransfer, declineCode }) => (byTransfer ? 'not transferred' : (declineCode ?? 'unknown').replaceAll('_', ' ')),
                },
                {
                  key: 'next',
                  head: 'Next attempt',
                  cell: ({ byTransfer, dueAt, graceUntil }) => (
                    <>
                      {dueAt !== null ? day(dueAt) : byTransfer ? 'None: it is paid by transfer' : 'None: the client is suspended'}
                      {graceUntil !== null && <span className="block text-sm text-ink-2">time granted until {day(graceUntil)}</span>}
                    </>
                  ),
                },
              ]}
            />
          )
        }
      </Loaded>
    </Section>
  );
}

function Metering() {
  const [params, set] = useQueryState();
  const differing = params.get('comparisons') === 'differing';
  const metering = useApi<typeof GetMetering>(`/api/v1/admin/meter-reconciliations?limit=100&differing=${differing}`, 30_000);
  const sent = <p className="p-4 text-ink-2">Everything has been sent.</p>;
  const none = (
    <Empty title={differing ? 'No differences' : 'No comparisons yet'}>
      {differing ? 'All comparisons agree.' : 'Every night from 02:00 UTC on, the day before is compared with Stripe.'}
    </Empty>
  );
  return (
    <Section
      title="Usage at Stripe’s meters"
      flush
      action={
        <Select
          label="Comparisons"
          className="w-40"
          value={differing ? 'differing' : 'all'}
          onChange={(event) => set({ comparisons: event.target.value === 'differing' ? 'differing' : undefined })}
        >
          <option value="all">All</option>
          <option value="differing">With a difference</option>
        </Select>
      }
    >
      <Loaded
        query={metering}
        skeleton={
          <Skeleton>
            {sent}
            {none}
          </Skeleton>
        }
      >
        {({ waiting, oldestWaiting, failing, items }) => (
          <>
            {waiting === 0 ? (
              sent
            ) : (
              <p className="p-4 text-ink-2">
                {amount(waiting, 'hour')} of usage waits to be sent
                {oldestWaiting !== null && (
                  <>
                    , the oldest since <When ms={oldestWaiting} />
                  </>
                )}
              </p>
            )}
            {failing > 0 && (
              <div className="px-4 pb-4">
                <Notice tone="bad" title={`${amount(failing, 'hour')} of usage could not be sent`}>
                  Stripe refused them repeatedly. The reasons are in the overview, under work that failed.
                </Notice>
              </div>
            )}
            {items.length === 0 ? (
              none
            ) : (
              <Table
                label="Comparisons"
                sortName="metering"
                rows={items}
                rowKey={({ clientId, day: of, metric }) => `${clientId} ${of} ${metric}`}
                columns={[
                  { key: 'day', head: 'Day', short: true, order: ({ day: of }) => of, cell: ({ day: of }) => of },
                  {
                    key: 'client',
                    head: 'Client',
                    order: ({ clientId }) => clientId,
                    cell: ({ clientId }) => <ClientLink id={clientId} />,
                  },
                  { key: 'metric', head: 'Metric', cell: ({ metric }) => (metric === 'events' ? 'Events' : 'RCA queries') },
                  { key: 'ours', head: 'Counted', figures: true, cell: ({ ours }) => count(ours) },
                  { key: 'theirs', head: 'At Stripe', figures: true, cell: ({ theirs }) => count(theirs) },
                  {
                    key: 'state',
                    head: 'Result',
                    cell: ({ ours, theirs, corrected }) =>
                      ours === theirs ? (
                        <Badge tone="good">Equal</Badge>
                      ) : (
                        <Badge tone="warn">
                          {corrected > 0 ? `Sent ${count(corrected)} more` : `Stripe has ${count(theirs - ours)} too many`}
                        </Badge>
                      ),
                  },
                ]}
              />
            )}
          </>
        )}
      </Loaded>
    </Section>
  );
}

function Events() {
  const [params, set] = useQueryState();
  const failed = params.get('events') === 'failed';
  const query = new URLSearchParams({ limit: '50', failed: String(failed) });
  const cursor = params.get('cursor');
  if (cursor) query.set('cursor', cursor);
  const events = useApi<typeof ListEvents>(`/api/v1/admin/stripe-events?${query}`, 10_000);
  return (
    <Section
      title="Events of Stripe"
      flush
      action={
        <Select
          label="Events"
          className="w-40"
          value={failed ? 'failed' : 'all'}
          onChange={(event) => set({ events: event.target.value === 'failed' ? 'failed' : undefined, cursor: undefined })}
        >
          <option value="all">All</option>
          <option value="failed">Failed</option>
        </Select>
      }
    >
      <Loaded query={events} skeleton={<Skeleton className="h-64" />}>
        {({ items, nextCursor }) =>
          items.length === 0 ? (
            <Empty title={failed ? 'No event failed' : 'No events yet'}>
              {failed ? 'Everything that Stripe sent has been processed.' : 'Events appear here as soon as a client pays.'}
            </Empty>
          ) : (
            <>
              <EventTable items={items} />
              <Pager next={nextCursor} />
            </>
          )
        }
      </Loaded>
    </Section>
  );
}

function EventTable({ items }: { items: readonly Event[] }) {
  const replay = useAction<typeof ReplayEvent, string>('POST', (id) => `/api/v1/admin/stripe-events/${id}/replay`);
  return (
    <>
      {replay.error && (
        <div className="p-4">
          <Notice tone="bad">{replay.error.message}</Notice>
        </div>
      )}
      <Table
        label="Events of Stripe"
        sortName="order"
        rows={items}
        rowKey={({ id }) => id}
        columns={[
          { key: 'received', head: 'Received', short: true, cell: ({ receivedAt }) => <When ms={receivedAt} /> },
          { key: 'type', head: 'Type', cell: ({ type }) => <code className="font-mono">{type}</code> },
          { key: 'customer', head: 'Customer', cell: ({ customerId }) => <code className="font-mono">{customerId ?? '–'}</code> },
          {
            key: 'state',
            head: 'State',
            cell: ({ processedAt, error }) =>
              error ? (
                <span className="text-bad [overflow-wrap:anywhere]">{error}</span>
              ) : (
                <Badge tone={processedAt === null ? 'info' : 'good'}>{processedAt === null ? 'Waiting' : 'Processed'}</Badge>
              ),
          },
          {
            key: 'replay',
            head: 'Action',
            cell: ({ id }) => (
              <Button small busy={replay.isPending && replay.variables === id} onClick={() => replay.mutate(id)}>
                Process again<span className="sr-only"> event {id}</span>
              </Button>
            ),
          },
        ]}
      />
    </>
  );
}

function day(ms: number): string {
  return new Date(ms).toLocaleDateString(undefined, { dateStyle: 'medium' });
}
