'use client';

import { useState } from 'react';
import type { GET as ListClients } from '#app/api/v1/admin/clients/route.ts';
import { useApi } from '#components/api.ts';
import { useQueryState } from '#components/graph/query-state.ts';
import { Loaded } from '#components/loaded.tsx';
import { Button } from '#components/ui/button.tsx';
import { Field } from '#components/ui/field.tsx';
import { count } from '#components/ui/format.ts';
import { Link } from '#components/ui/link.tsx';
import { PageHead, Section } from '#components/ui/page.tsx';
import { Pager } from '#components/ui/pager.tsx';
import { Select } from '#components/ui/select.tsx';
import { Badge, ClientStatus, Empty, Skeleton } from '#components/ui/state.tsx';
import { Table } from '#components/ui/table.tsx';
import { When } from '#components/ui/text.tsx';
import type { AnswerOf } from '#lib/api/index.ts';
import { type Offers, PLANS } from '#lib/plans/index.ts';
import { PROVIDER_CRUMBS } from '../crumbs.ts';
import { NewClientDialog } from './new-client.tsx';

type Row = AnswerOf<typeof ListClients>['items'][number];
const PAGE = 50;
const STATUSES = { onboarding: 'Onboarding', active: 'Active', suspended: 'Suspended', closed: 'Closed' };

/** The provider's clients, with search by name or client ID, a filter by status, and the progress of their set-up. */
export function ClientsView({ plans }: { plans: Offers }) {
  const [params, set] = useQueryState();
  const [isCreating, setCreating] = useState(false);
  const query = new URLSearchParams({ limit: String(PAGE) });
  for (const name of ['search', 'status', 'cursor']) {
    const value = params.get(name);
    if (value) query.set(name, value);
  }
  const clients = useApi<typeof ListClients>(`/api/v1/admin/clients?${query}`, 5_000);
  const filtered = params.has('search') || params.has('status');
  return (
    <>
      <PageHead
        title="Clients"
        crumbs={PROVIDER_CRUMBS}
        action={
          <Button look="primary" onClick={() => setCreating(true)}>
            New client
          </Button>
        }
      />
      <div className="mb-4 grid gap-3 sm:grid-cols-[1fr_12rem]">
        <Field
          label="Search"
          type="search"
          placeholder="Name or client ID"
          value={params.get('search') ?? ''}
          onChange={(event) => set({ search: event.target.value, cursor: undefined })}
        />
        <Select
          label="Status"
          value={params.get('status') ?? ''}
          onChange={(event) => set({ status: event.target.value, cursor: undefined })}
        >
          <option value="">All</option>
          {Object.entries(STATUSES).map(([status, word]) => (
            <option key={status} value={status}>
              {word}
            </option>
          ))}
        </Select>
      </div>
      <Loaded query={clients} skeleton={<Skeleton className="h-96" />}>
        {({ items, nextCursor }) => (
          <Section flush>
            {items.length === 0 ? (
              <Empty title={filtered ? 'No matching clients' : 'No clients yet'}>
                {filtered ? 'Try a shorter search or another status.' : 'Clients sign up in the browser, or you create one here.'}
              </Empty>
            ) : (
              <ClientTable clients={items} />
            )}
            <Pager next={nextCursor} />
          </Section>
        )}
      </Loaded>
      {isCreating && <NewClientDialog plans={plans} onClose={() => setCreating(false)} />}
    </>
  );
}

function ClientTable({ clients }: { clients: Row[] }) {
  return (
    <Table
      label="Clients"
      rows={clients}
      rowKey={(row) => row.id}
      columns={[
        {
          key: 'name',
          head: 'Client',
          order: (row) => row.name,
          cell: (row) => (
            <Link href={`/admin/clients/${row.id}`} className="group">
              <span className="block font-medium group-hover:underline">{row.name}</span>
              <span className="font-mono break-all text-ink-2">{row.id}</span>
            </Link>
          ),
        },
        { key: 'status', head: 'Status', order: (row) => row.status, cell: (row) => <ClientStatus status={row.status} /> },
        { key: 'plan', head: 'Plan', order: (row) => row.plan, cell: (row) => PLANS[row.plan].name },
        { key: 'setup', head: 'Provisioning', cell: (row) => <Provisioning of={row.provisioning} /> },
        {
          key: 'payments',
          head: 'Payments',
          order: (row) => row.failedPayments,
          cell: (row) =>
            row.failedPayments > 0 ? <Badge tone="warn">{row.failedPayments} failed</Badge> : <span className="text-ink-2">–</span>,
        },
        { key: 'clusters', head: 'Clusters', figures: true, order: (row) => row.clusters, cell: (row) => count(row.clusters) },
        { key: 'since', head: 'Created', order: (row) => row.createdAt, cell: (row) => <When ms={row.createdAt} />, short: true },
      ]}
    />
  );
}

function Provisioning({ of: { done, of, failing } }: { of: Row['provisioning'] }) {
  if (failing) return <Badge tone="bad">Failing at {failing}</Badge>;
  if (done === of) return <Badge tone="good">Done</Badge>;
  return (
    <Badge tone={done === 0 ? 'neutral' : 'info'}>
      {done} of {of}
    </Badge>
  );
}
