'use client';

import type { GET as GetClient } from '#app/api/v1/admin/clients/[id]/route.ts';
import { useApi } from '#components/api.ts';
import { Loaded } from '#components/loaded.tsx';
import { amount, bytes, count, dollars } from '#components/ui/format.ts';
import { InvoiceStatus } from '#components/ui/invoice-status.tsx';
import { Figure, PageHead, Section } from '#components/ui/page.tsx';
import { ClientStatus, Empty, Notice, Skeleton } from '#components/ui/state.tsx';
import { Table } from '#components/ui/table.tsx';
import { CopyText, Target, When } from '#components/ui/text.tsx';
import type { AnswerOf } from '#lib/api/index.ts';
import { PLANS } from '#lib/plans/index.ts';
import { PROVIDER_CRUMBS } from '../../crumbs.ts';
import { ClosingSection } from './closing.tsx';
import { ContractsSection } from './contracts.tsx';
import { CorrectionButton, CreditButton, GraceButton } from './corrections.tsx';
import { FeaturesSection } from './features.tsx';
import { GraphSection } from './graph.tsx';
import { NotesSection } from './notes.tsx';
import { RecordsSection } from './records.tsx';
import { ProvisioningSteps } from './steps.tsx';
import { SuspensionButton } from './suspension.tsx';
import { VisitButton } from './visit.tsx';

const CRUMBS = [...PROVIDER_CRUMBS, { href: '/admin/clients', label: 'Clients' }] as const;
type Client = AnswerOf<typeof GetClient>;

/** A client, as the provider's staff see it. */
export function ClientView({ id }: { id: string }) {
  const client = useApi<typeof GetClient>(`/api/v1/admin/clients/${encodeURIComponent(id)}`, 3_000);
  return (
    <>
      {client.data === undefined && <PageHead title="Client" crumbs={CRUMBS} />}
      <Loaded
        query={client}
        skeleton={
          <>
            <Skeleton className="mb-6 h-16" />
            <Skeleton className="h-96" />
          </>
        }
      >
        {(data) => <Detail client={data} />}
      </Loaded>
    </>
  );
}

function Detail({ client }: { client: Client }) {
  return (
    <>
      <Head client={client} />
      <Figures client={client} />
      <NotesSection clientId={client.id} />
      <ProvisioningSteps clientId={client.id} steps={client.steps} />
      <ClustersAndMembers client={client} />
      {client.records && <RecordsSection records={client.records} />}
      <GraphSection client={client} />
      <Invoices client={client} />
      {client.status !== 'closed' && <ContractsSection clientId={client.id} />}
      {client.status !== 'closed' && <FeaturesSection clientId={client.id} />}
      <Section title="Audit log" flush>
        <Table
          label="Audit log"
          rows={client.audit}
          rowKey={(entry) => entry.id}
          columns={[
            { key: 'at', head: 'Time', cell: (entry) => <When ms={entry.at} />, short: true },
            { key: 'actor', head: 'Actor', cell: (entry) => <span className="break-all">{entry.actor}</span> },
            { key: 'action', head: 'Action', cell: (entry) => <code className="font-mono">{entry.action}</code> },
            { key: 'target', head: 'Target', cell: (entry) => <Target id={entry.target} /> },
          ]}
        />
      </Section>
      {client.status !== 'closed' && <ClosingSection clientId={client.id} />}
    </>
  );
}

function Head({ client }: { client: Client }) {
  return (
    <>
      <PageHead
        title={client.name}
        crumbs={CRUMBS}
        action={
          client.status !== 'closed' && (
            <span className="flex flex-wrap gap-2">
              <VisitButton clientId={client.id} />
              {client.deletionDueAt === null && <SuspensionButton clientId={client.id} suspended={client.status === 'suspended'} />}
            </span>
          )
        }
      >
        <span className="flex flex-wrap items-center gap-x-3 gap-y-1">
          <CopyText text={client.id} label="Copy the client ID" />
          <ClientStatus status={client.status} />
          <span>
            {PLANS[client.plan].name} plan, since <When ms={client.createdAt} />
          </span>
        </span>
      </PageHead>
      {client.deletionDueAt !== null && (
        <div className="mb-6">
          <Notice tone="warn" title="The owner has asked for the deletion of this client">
            It begins on {new Date(client.deletionDueAt).toLocaleString(undefined, { dateStyle: 'full', timeStyle: 'short' })}. Data is
            refused until then, and only an owner can take the request back.
          </Notice>
        </div>
      )}
      {client.status === 'suspended' && client.deletionDueAt === null && (
        <div className="mb-6">
          <Notice tone="bad" title="Suspended: data is kept, new data is refused">
            {client.suspendedReason}
          </Notice>
        </div>
      )}
    </>
  );
}

function Figures({ client: { limits: plan, usage } }: { client: Client }) {
  const of = (limit: number | null, period: string) => (limit === null ? `unlimited ${period}` : `of ${count(limit)} ${period}`);
  return (
    <div className="mb-6 grid grid-cols-2 gap-3 lg:grid-cols-4">
      <Figure label="Events today" value={count(usage.eventsToday)} detail={of(plan.eventsPerDay, 'per day')} />
      <Figure
        label="Events this month"
        value={count(usage.events)}
        detail={`${count(usage.duplicates)} duplicates, ${count(usage.rejected)} rejected`}
      />
      <Figure label="RCA queries" value={count(usage.rcaQueries)} detail={of(plan.rcaQueriesPerMonth, 'per month')} />
      <Figure
        label="Storage"
        value={bytes(usage.storageBytes)}
        detail={plan.storageBytes === null ? 'unlimited' : `of ${bytes(plan.storageBytes)}`}
      />
    </div>
  );
}

function ClustersAndMembers({ client }: { client: Client }) {
  return (
    <div className="grid items-start gap-x-6 lg:grid-cols-2">
      <Section title="Clusters" flush>
        {client.clusters.length === 0 ? (
          <Empty title="No clusters yet">No agent of this client has sent data.</Empty>
        ) : (
          <ul className="divide-y">
            {client.clusters.map((cluster) => (
              <li key={cluster.name} className="flex flex-wrap justify-between gap-2 px-4 py-2">
                <span className="font-medium break-all">{cluster.name}</span>
                <span className="text-sm text-ink-2">
                  {cluster.agentVersion && `agent ${cluster.agentVersion}, `}
                  {cluster.lastHeartbeatAt === null ? (
                    'never seen'
                  ) : (
                    <>
                      last seen <When ms={cluster.lastHeartbeatAt} />
                    </>
                  )}
                </span>
              </li>
            ))}
          </ul>
        )}
      </Section>
      <Section title="Members" flush>
        {client.members.length === 0 ? (
          <Empty title="No members">This client uses API keys only.</Empty>
        ) : (
          <ul className="divide-y">
            {client.members.map((member) => (
              <li key={member.email} className="flex flex-wrap justify-between gap-2 px-4 py-2">
                <span className="min-w-0">
                  {member.name} <span className="break-all text-ink-2">{member.email}</span>
                </span>
                <span className="text-sm text-ink-2">{member.role}</span>
              </li>
            ))}
          </ul>
        )}
      </Section>
    </div>
  );
}

function Invoices({ client }: { client: Client }) {
  const { subscription } = client;
  return (
    <Section
      title="Invoices"
      flush
      action={
        <span className="text-sm text-ink-2">
          {subscription ? (
            <>
              Subscription {subscription.status}, current period ends {new Date(subscription.currentPeriodEnd).toLocaleDateString()}
            </>
          ) : (
            'No subscription'
          )}
          {client.failedPayments > 0 && `, ${amount(client.failedPayments, 'failed payment')}`}
        </span>
      }
    >
      {client.invoices.length === 0 ? (
        <Empty title="No invoices">Invoices that Stripe issues to this client appear here.</Empty>
      ) : (
        <Table
          label="Invoices"
          rows={client.invoices}
          rowKey={(invoice) => invoice.id}
          columns={[
            {
              key: 'number',
              head: 'Invoice',
              cell: (invoice) =>
                invoice.hostedUrl ? (
                  <a href={invoice.hostedUrl} className="link" target="_blank" rel="noreferrer">
                    {invoice.number ?? invoice.id}
                  </a>
                ) : (
                  (invoice.number ?? invoice.id)
                ),
            },
            {
              key: 'status',
              head: 'Status',
              cell: (invoice) => <InvoiceStatus status={invoice.status} />,
            },
            { key: 'attempts', head: 'Payment attempts', figures: true, cell: (invoice) => count(invoice.attemptCount) },
            { key: 'total', head: 'Total', figures: true, cell: (invoice) => dollars(invoice.totalCents) },
            { key: 'at', head: 'Issued', cell: (invoice) => <When ms={invoice.createdAt} /> },
            {
              key: 'correct',
              head: 'Action',
              cell: (invoice) =>
                invoice.status === 'open' || invoice.status === 'paid' ? (
                  <CorrectionButton
                    clientId={client.id}
                    invoiceId={invoice.id}
                    number={invoice.number ?? invoice.id}
                    isPaid={invoice.status === 'paid'}
                  />
                ) : (
                  <span className="text-ink-2">–</span>
                ),
            },
          ]}
        />
      )}
      {client.status !== 'closed' && (
        <div className="flex flex-wrap items-center gap-2 border-t p-4">
          <CreditButton clientId={client.id} />
          <GraceButton clientId={client.id} />
        </div>
      )}
    </Section>
  );
}
