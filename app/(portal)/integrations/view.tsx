'use client';

import type { Route } from 'next';
import type { GET as ListDestinations } from '#app/api/v1/destinations/route.ts';
import { useApi } from '#components/api.ts';
import { Loaded } from '#components/loaded.tsx';
import { useMe } from '#components/shell/session.ts';
import { buttonClass } from '#components/ui/button.tsx';
import { Link } from '#components/ui/link.tsx';
import { PageHead, Section } from '#components/ui/page.tsx';
import { Badge, Empty, Notice, Skeleton } from '#components/ui/state.tsx';
import { Table } from '#components/ui/table.tsx';
import { When } from '#components/ui/text.tsx';
import type { AnswerOf } from '#lib/api/index.ts';
import { Incoming } from './incoming.tsx';
import { KIND_WORDS } from './kinds.ts';

type Destination = AnswerOf<typeof ListDestinations>['items'][number];

/** Where the account is told of incidents, and what sends data to it beside the agent. */
export function IntegrationsView() {
  const destinations = useApi<typeof ListDestinations>('/api/v1/destinations', 10_000);
  const role = useMe().data?.role;
  const add = (role === 'owner' || role === 'admin') && (
    <Link href={'/integrations/new' as Route} className={buttonClass('primary')}>
      Add destination
    </Link>
  );
  return (
    <>
      <PageHead title="Integrations" action={add}>
        Where you are told of incidents, and what sends alerts and logs beside the agent. For yourself alone, switch on{' '}
        <Link href={'/account/notifications' as Route} className="link">
          push notifications
        </Link>
        .
      </PageHead>
      <Loaded query={destinations} skeleton={<Skeleton className="h-64" />}>
        {({ items, unavailable }) => (
          <>
            {unavailable
              .filter(({ kind }) => items.some((one) => one.kind === kind))
              .map(({ kind, reason }) => (
                <div key={kind} className="mb-4">
                  <Notice tone="warn" title={`${KIND_WORDS[kind].title} is not available`}>
                    {reason}
                  </Notice>
                </div>
              ))}
            <Section title="Destinations" flush>
              {items.length === 0 ? (
                <Empty title="Nobody is told of incidents" action={add}>
                  Add a destination, such as a channel of Slack or a service of PagerDuty.
                </Empty>
              ) : (
                <DestinationTable items={items} />
              )}
            </Section>
            <Incoming />
          </>
        )}
      </Loaded>
    </>
  );
}

function DestinationTable({ items }: { items: Destination[] }) {
  return (
    <Table
      label="Destinations"
      rows={items}
      rowKey={({ id }) => id}
      columns={[
        {
          key: 'name',
          head: 'Name',
          order: ({ name }) => name,
          cell: ({ id, name }) => (
            <Link href={`/integrations/${id}` as Route} className="link font-medium [overflow-wrap:anywhere]">
              {name}
            </Link>
          ),
        },
        { key: 'kind', head: 'Kind', order: ({ kind }) => KIND_WORDS[kind].title, cell: ({ kind }) => KIND_WORDS[kind].title },
        { key: 'state', head: 'Status', cell: (one) => <DestinationState {...one} /> },
        { key: 'waiting', head: 'Waiting', figures: true, cell: ({ waiting }) => waiting },
        {
          key: 'last',
          head: 'Last message',
          order: ({ lastSentAt }) => lastSentAt ?? 0,
          cell: ({ lastSentAt }) => (lastSentAt === null ? <span className="text-ink-2">None yet</span> : <When ms={lastSentAt} />),
        },
      ]}
    />
  );
}

/** Whether messages get through to a destination. */
export function DestinationState({ state, failingSince }: Pick<Destination, 'state' | 'failingSince'>) {
  if (state === 'paused') return <Badge tone="neutral">Paused</Badge>;
  if (state === 'disabled') return <Badge tone="bad">Disabled</Badge>;
  return failingSince === null ? <Badge tone="good">Active</Badge> : <Badge tone="warn">Not reached, trying again</Badge>;
}
