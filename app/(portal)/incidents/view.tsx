'use client';

import Link from 'next/link';
import { useState } from 'react';
import type { GET as GetAccuracy } from '#app/api/v1/incidents/accuracy/route.ts';
import type { GET as ListIncidents } from '#app/api/v1/incidents/route.ts';
import { useApi } from '#components/api.ts';
import { useQueryState } from '#components/graph/query-state.ts';
import { IncidentRow } from '#components/incidents/incident-row.tsx';
import { Loaded } from '#components/loaded.tsx';
import { Button, buttonClass } from '#components/ui/button.tsx';
import { amount } from '#components/ui/format.ts';
import { PageHead, Section } from '#components/ui/page.tsx';
import { Empty, Skeleton } from '#components/ui/state.tsx';

const PAGE = 25;
const REFRESH_MS = 5_000;
type Status = 'open' | 'closed';
const FILTERS = [
  ['', 'All'],
  ['open', 'Open'],
  ['closed', 'Closed'],
] as const;

/** The incidents, open ones first. The filter is kept in the address. */
export function IncidentsView() {
  const [params, set] = useQueryState();
  const status = FILTERS.find(([value]) => value === params.get('status'))?.[0] ?? '';
  return (
    <>
      <PageHead
        title="Incidents"
        action={
          <fieldset className="flex gap-1" aria-label="Show">
            {FILTERS.map(([value, word]) => (
              <Button
                key={word}
                small
                look={status === value ? 'primary' : 'secondary'}
                aria-pressed={status === value}
                onClick={() => set({ status: value })}
              >
                {word}
              </Button>
            ))}
          </fieldset>
        }
      />
      <Accuracy />
      {status === '' ? <AllIncidents /> : <IncidentsByStatus key={status} status={status} />}
    </>
  );
}

/** How often the first cause was right, once somebody has given feedback. */
function Accuracy() {
  const { data } = useApi<typeof GetAccuracy>('/api/v1/incidents/accuracy');
  if (!data || data.judged === 0) return null;
  const { confirmed } = data.byTier;
  return (
    <p className="mb-4 text-ink-2">
      The first cause was right in {data.right} of the {amount(data.judged, 'incident')} that your team reviewed
      {confirmed.judged > 0 && `; for causes marked Confirmed, in ${confirmed.right} of ${confirmed.judged}`}.
    </p>
  );
}

/** Open incidents and, below them, closed ones; one message when there are none at all. */
function AllIncidents() {
  const any = useApi<typeof ListIncidents>('/api/v1/incidents?limit=1', REFRESH_MS);
  return (
    <Loaded query={any} skeleton={<Skeleton className="h-72" />}>
      {({ items }) =>
        items.length === 0 ? (
          <Section flush>
            <Empty
              title="No incidents yet"
              action={
                <Link href="/onboarding" className={buttonClass()}>
                  Check your set-up
                </Link>
              }
            >
              When something breaks in one of your clusters, it appears here with its root cause: one incident per problem, however many
              pods it affects.
            </Empty>
          </Section>
        ) : (
          <>
            <IncidentsByStatus status="open" />
            <IncidentsByStatus status="closed" />
          </>
        )
      }
    </Loaded>
  );
}

function IncidentsByStatus({ status }: { status: Status }) {
  return (
    <Section title={status === 'open' ? 'Open' : 'Closed'} flush>
      <Page status={status} />
    </Section>
  );
}

/** A page of the list and, on request, the next one below it. The next page starts where this one ends, so that no incident is skipped. */
function Page({ status, cursor }: { status: Status; cursor?: string }) {
  const [isExtended, setExtended] = useState(false);
  const query = new URLSearchParams({ status, limit: String(PAGE), ...(cursor ? { cursor } : {}) });
  const incidents = useApi<typeof ListIncidents>(`/api/v1/incidents?${query}`, REFRESH_MS);
  return (
    <Loaded query={incidents} skeleton={<Skeleton className="h-32" />}>
      {({ items, nextCursor }) => (
        <>
          {items.length === 0 && cursor === undefined && (
            <p className="p-4 text-ink-2">{status === 'open' ? 'No open incidents.' : 'No closed incidents yet.'}</p>
          )}
          <ul className={cursor ? 'divide-y border-t' : 'divide-y'}>
            {items.map((incident) => (
              <IncidentRow key={incident.id} incident={incident} />
            ))}
          </ul>
          {nextCursor !== null &&
            (isExtended ? (
              <Page status={status} cursor={nextCursor} />
            ) : (
              <div className="border-t p-3 text-center">
                <Button small onClick={() => setExtended(true)}>
                  Load more
                </Button>
              </div>
            ))}
        </>
      )}
    </Loaded>
  );
}
