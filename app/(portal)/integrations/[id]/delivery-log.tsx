'use client';

import type { Route } from 'next';
import { useSearchParams } from 'next/navigation';
import type { POST as ReplayDelivery } from '#app/api/v1/destinations/[id]/deliveries/[delivery]/replay/route.ts';
import type { GET as ListDeliveries } from '#app/api/v1/destinations/[id]/deliveries/route.ts';
import { useAction, useApi } from '#components/api.ts';
import { Loaded } from '#components/loaded.tsx';
import { Button } from '#components/ui/button.tsx';
import { Link } from '#components/ui/link.tsx';
import { Section } from '#components/ui/page.tsx';
import { Pager } from '#components/ui/pager.tsx';
import { Badge, Empty, Notice, Skeleton } from '#components/ui/state.tsx';
import { Table } from '#components/ui/table.tsx';
import { When } from '#components/ui/text.tsx';
import type { AnswerOf } from '#lib/api/index.ts';

type Delivery = AnswerOf<typeof ListDeliveries>['items'][number];

const PAGE = 20;
const EVENT_WORDS: Record<string, string> = {
  opened: 'Opened',
  reopened: 'Opened again',
  cause_changed: 'Cause changed',
  acknowledged: 'Acknowledged',
  resolved: 'Resolved',
  test: 'Test message',
};
const STATES = {
  waiting: { tone: 'info', word: 'Waiting' },
  sent: { tone: 'good', word: 'Sent' },
  failed: { tone: 'bad', word: 'Failed' },
  superseded: { tone: 'neutral', word: 'Not sent' },
} as const;

/** What was sent to a destination and what was answered, with a way to send it again. */
export function DeliveryLog({ id, mayReplay }: { id: string; mayReplay: boolean }) {
  const cursor = useSearchParams().get('cursor');
  const path = `/api/v1/destinations/${id}/deliveries`;
  const log = useApi<typeof ListDeliveries>(`${path}?limit=${PAGE}${cursor ? `&cursor=${cursor}` : ''}`, cursor ? undefined : 5_000);
  const replay = useAction<typeof ReplayDelivery, string>('POST', (delivery) => `${path}/${delivery}/replay`);
  return (
    <Section title="Messages" flush>
      {replay.error && <Notice tone="bad">{replay.error.message}</Notice>}
      <Loaded query={log} skeleton={<Skeleton className="h-40" />}>
        {({ items, nextCursor }) =>
          items.length === 0 ? (
            <Empty title={cursor ? 'No older messages' : 'No messages yet'}>
              Messages of the last 30 days are listed here, with what was answered. Send a test message to try the connection.
            </Empty>
          ) : (
            <>
              <Table
                label="Messages"
                rows={items}
                rowKey={(one) => one.id}
                columns={[
                  { key: 'at', head: 'Time', short: true, cell: (one) => <When ms={one.attemptedAt ?? one.createdAt} /> },
                  { key: 'event', head: 'Message', cell: (one) => <Subject delivery={one} /> },
                  { key: 'state', head: 'Status', cell: ({ state }) => <Badge tone={STATES[state].tone}>{STATES[state].word}</Badge> },
                  { key: 'attempts', head: 'Attempts', figures: true, cell: ({ attempts }) => attempts },
                  {
                    key: 'answer',
                    head: 'Answer',
                    cell: (one) => <span className="text-ink-2 [overflow-wrap:anywhere]">{one.answer ?? '–'}</span>,
                  },
                  ...(mayReplay
                    ? [{ key: 'end', head: 'Action', cell: (one: Delivery) => <Again delivery={one} onAgain={replay.mutate} /> }]
                    : []),
                ]}
              />
              <Pager next={nextCursor} />
            </>
          )
        }
      </Loaded>
    </Section>
  );
}

function Subject({ delivery: { event, headline, incidentId, isReplay } }: { delivery: Delivery }) {
  const text = headline ?? EVENT_WORDS[event] ?? event;
  return (
    <span className="[overflow-wrap:anywhere]">
      {incidentId ? (
        <Link href={`/incidents/${incidentId}` as Route} className="link">
          {text}
        </Link>
      ) : (
        text
      )}
      {isReplay && <span className="text-ink-2"> (sent again)</span>}
    </span>
  );
}

function Again({ delivery: { id, event, state, headline }, onAgain }: { delivery: Delivery; onAgain: (id: string) => void }) {
  if (event === 'test' || state === 'waiting' || headline === null) return <span className="text-ink-2">–</span>;
  return (
    <Button small onClick={() => onAgain(id)} aria-label={`Send again: ${headline}`}>
      Send again
    </Button>
  );
}
