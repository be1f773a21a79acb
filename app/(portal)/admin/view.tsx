'use client';

import type { POST as RetryProvisioning } from '#app/api/v1/admin/clients/[id]/provisioning/route.ts';
import type { GET as GetProviderOverview } from '#app/api/v1/admin/overview/route.ts';
import { useAction, useApi } from '#components/api.ts';
import { Loaded } from '#components/loaded.tsx';
import { Button } from '#components/ui/button.tsx';
import { amount, count, dollars } from '#components/ui/format.ts';
import { Link } from '#components/ui/link.tsx';
import { Figure, PageHead, Section } from '#components/ui/page.tsx';
import { Badge, ClientStatus, Empty, Notice, Skeleton } from '#components/ui/state.tsx';
import { figures, Table } from '#components/ui/table.tsx';
import { When } from '#components/ui/text.tsx';
import type { AnswerOf } from '#lib/api/index.ts';
import { PLANS } from '#lib/plans/index.ts';
import { Balance } from './balance.tsx';

type Provider = AnswerOf<typeof GetProviderOverview>;
const numbers = figures<Provider['balances'][number]>;
const COMPONENT_STATES = {
  ok: { tone: 'good', word: 'OK' },
  degraded: { tone: 'warn', word: 'Degraded' },
  failing: { tone: 'bad', word: 'Failing' },
  simulated: { tone: 'neutral', word: 'Simulated' },
  off: { tone: 'warn', word: 'Off' },
} as const;

/** The provider's overview: clients, revenue, provisioning failures, component health, and the record balance of each client. */
export function ProviderView() {
  const overview = useApi<typeof GetProviderOverview>('/api/v1/admin/overview', 5_000);
  return (
    <>
      <PageHead title="Provider">All clients of this installation.</PageHead>
      <Loaded
        query={overview}
        skeleton={
          <>
            <Skeleton className="mb-6 h-24" />
            <Skeleton className="h-80" />
          </>
        }
      >
        {(data) => <Overview data={data} />}
      </Loaded>
    </>
  );
}

function Overview({ data }: { data: Provider }) {
  const clients = data.byStatus.reduce((sum, row) => sum + row.clients, 0);
  const active = data.byStatus.find((row) => row.status === 'active')?.clients ?? 0;
  return (
    <>
      <div className="mb-6 grid grid-cols-2 gap-3 lg:grid-cols-4">
        <Figure label="Active clients" value={count(active)} detail={`of ${count(clients)} in total`} />
        <Figure label="Monthly recurring revenue" value={dollars(data.monthlyRecurringCents)} detail="From subscriptions and contracts" />
        <Figure label="Open invoices" value={count(data.openInvoices.count)} detail={dollars(data.openInvoices.cents)} />
        <Figure
          label="Provisioning failures"
          value={count(data.failing.length)}
          detail={data.failing.length === 0 ? 'No client is affected' : 'See below'}
        />
      </div>
      {data.graphs.warning && (
        <div className="mb-6">
          <Notice tone={data.graphs.free === 0 ? 'bad' : 'warn'}>Graph servers: {data.graphs.warning}</Notice>
        </div>
      )}
      {data.failing.length > 0 && <ProvisioningFailures failing={data.failing} />}
      {data.skipped.length > 0 && <SkippedWork skipped={data.skipped} />}
      <HealthAndCounts data={data} />
      {data.graphs.servers.length > 0 && <GraphServers graphs={data.graphs} />}
      <RecordBalances balances={data.balances} />
    </>
  );
}

function HealthAndCounts({ data }: { data: Provider }) {
  return (
    <div className="grid items-start gap-x-6 lg:grid-cols-3">
      <Section title="Components" flush>
        <ul className="divide-y">
          {data.parts.map(({ name, state, detail }) => (
            <li key={name} className="px-4 py-2">
              <span className="flex items-center justify-between gap-2">
                <span className="font-medium">{name}</span>
                <Badge tone={COMPONENT_STATES[state].tone}>{COMPONENT_STATES[state].word}</Badge>
              </span>
              <span className="text-sm break-words text-ink-2">{detail}</span>
            </li>
          ))}
        </ul>
      </Section>
      <Section title="Clients by status" flush>
        <ul className="divide-y">
          {data.byStatus.map(({ status, clients }) => (
            <li key={status} className="flex items-center justify-between px-4 py-2">
              <Link href={`/admin/clients?status=${status}`} className="inline-flex hover:underline">
                <ClientStatus status={status} />
              </Link>
              {count(clients)}
            </li>
          ))}
          {data.byStatus.length === 0 && <li className="px-4 py-3 text-ink-2">No clients yet.</li>}
        </ul>
      </Section>
      <Section title="Clients by plan" flush>
        <ul className="divide-y">
          {data.byPlan.map(({ plan, clients }) => (
            <li key={plan} className="flex items-center justify-between px-4 py-2">
              {PLANS[plan].name}
              <span>{count(clients)}</span>
            </li>
          ))}
          {data.byPlan.length === 0 && <li className="px-4 py-3 text-ink-2">No clients yet.</li>}
        </ul>
      </Section>
    </div>
  );
}

function RecordBalances({ balances }: { balances: Provider['balances'] }) {
  return (
    <Section title="Record balance" flush>
      {balances.length === 0 ? (
        <Empty title="No client can send data yet">
          For each client: received = applied + duplicates + rejected + in flight, and the lag of its graph.
        </Empty>
      ) : (
        <Table
          label="Record balance by client"
          rows={balances}
          rowKey={(row) => row.clientId}
          columns={[
            {
              key: 'client',
              head: 'Client',
              order: (row) => row.clientId,
              cell: (row) => (
                <Link href={`/admin/clients/${row.clientId}`} className="font-mono break-all hover:underline">
                  {row.clientId}
                </Link>
              ),
            },
            numbers('received', 'Received', (row) => row.received),
            numbers('applied', 'Applied', (row) => row.applied),
            numbers('duplicate', 'Duplicates', (row) => row.duplicate),
            numbers('rejected', 'Rejected', (row) => row.rejected),
            numbers('inFlight', 'In flight', (row) => row.inFlight),
            numbers('graphLag', 'Graph lag', (row) => row.graphLag),
            {
              key: 'deadLetters',
              head: 'Dead letters',
              figures: true,
              order: (row) => row.deadLetters.waiting,
              cell: (row) =>
                row.deadLetters.waiting === 0 ? (
                  <span className="text-ink-2">–</span>
                ) : (
                  <Link href={`/admin/dead-letters?client_id=${row.clientId}&state=waiting`} className="underline">
                    {count(row.deadLetters.waiting)}
                  </Link>
                ),
            },
            {
              key: 'balanced',
              head: 'Balance',
              order: (row) => Math.abs(row.unaccounted),
              cell: (row) => <Balance unaccounted={row.unaccounted} />,
            },
          ]}
        />
      )}
    </Section>
  );
}

function GraphServers({ graphs: { servers, free, total } }: { graphs: Provider['graphs'] }) {
  return (
    <Section title={`Graph servers: ${count(free)} of ${count(total)} slots free`} flush>
      <Table
        label="Graph servers"
        rows={servers}
        rowKey={({ uri }) => uri}
        columns={[
          { key: 'server', head: 'Server', order: ({ uri }) => uri, cell: ({ uri }) => <span className="font-mono break-all">{uri}</span> },
          {
            key: 'edition',
            head: 'Edition',
            order: ({ edition }) => edition,
            cell: ({ edition }) => <span className="capitalize">{edition}</span>,
          },
          { key: 'clients', head: 'Clients', figures: true, order: ({ clients }) => clients, cell: ({ clients }) => count(clients) },
          { key: 'drafts', head: 'Rebuilding', figures: true, order: ({ drafts }) => drafts, cell: ({ drafts }) => count(drafts) },
          { key: 'capacity', head: 'Slots', figures: true, order: ({ capacity }) => capacity, cell: ({ capacity }) => count(capacity) },
          {
            key: 'state',
            head: 'Availability',
            order: (server) => freeSlots(server),
            cell: (server) => {
              if (!server.isNamed) return <Badge tone="bad">Not in NEO4J_URI</Badge>;
              return freeSlots(server) > 0 ? (
                <Badge tone="good">{count(freeSlots(server))} free</Badge>
              ) : (
                <Badge tone="neutral">Full</Badge>
              );
            },
          },
        ]}
      />
    </Section>
  );
}

function freeSlots({ capacity, clients, drafts }: Provider['graphs']['servers'][number]): number {
  return Math.max(0, capacity - clients - drafts);
}

const WORK: Record<string, string> = {
  diagnosis: 'Diagnosis of a cluster',
  incident: 'Incidents of a cluster',
  usage: 'Counting usage',
  housekeeping: 'Measuring storage, deleting old data',
  quotas: 'Quotas at the brokers',
  retention: 'Retention of a stream',
};

function SkippedWork({ skipped }: { skipped: Provider['skipped'] }) {
  return (
    <Section title="Skipped because it failed" flush>
      <p className="border-b px-4 py-3 text-ink-2">
        Nobody else was held up. Each is tried again by itself, and leaves this list when it succeeds or has not failed for a day.
      </p>
      <ul className="divide-y">
        {skipped.map(({ clientId, work, subject, error, times, lastAt }) => (
          <li key={`${clientId} ${work} ${subject}`} className="px-4 py-3">
            <p className="flex flex-wrap items-center gap-2">
              <Link href={`/admin/clients/${clientId}`} className="font-mono break-all hover:underline">
                {clientId}
              </Link>
              <Badge tone="bad">{WORK[work] ?? work}</Badge>
              {subject && <span className="font-mono break-all">{subject}</span>}
              <span className="text-sm text-ink-2">
                {amount(times, 'time')}, last <When ms={lastAt} />
              </span>
            </p>
            <p className="mt-1 break-words text-ink-2">{error}</p>
          </li>
        ))}
      </ul>
    </Section>
  );
}

function ProvisioningFailures({ failing }: { failing: Provider['failing'] }) {
  const retry = useAction<typeof RetryProvisioning, string>('POST', (id) => `/api/v1/admin/clients/${id}/provisioning`);
  return (
    <Section title="Provisioning failures" flush>
      {retry.error && (
        <div className="p-4">
          <Notice tone="bad">{retry.error.message}</Notice>
        </div>
      )}
      <ul className="divide-y">
        {failing.map(({ clientId, step, error, attempts }) => (
          <li key={`${clientId} ${step}`} className="flex flex-wrap items-start justify-between gap-3 px-4 py-3">
            <div className="min-w-0">
              <p className="flex flex-wrap items-center gap-2">
                <Link href={`/admin/clients/${clientId}`} className="font-mono hover:underline">
                  {clientId}
                </Link>
                <Badge tone="bad">{step}</Badge>
                <span className="text-sm text-ink-2">{amount(attempts, 'attempt')}</span>
              </p>
              <p className="mt-1 break-words text-ink-2">{error}</p>
            </div>
            <Button small onClick={() => retry.mutate(clientId)} busy={retry.isPending && retry.variables === clientId}>
              Retry
            </Button>
          </li>
        ))}
      </ul>
    </Section>
  );
}
