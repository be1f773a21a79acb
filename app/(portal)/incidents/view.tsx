'use client';

import Link from 'next/link';
import { useState } from 'react';
import type { GET as GetAccuracy } from '#app/api/v1/incidents/accuracy/route.ts';
import type { GET as ListIncidents } from '#app/api/v1/incidents/route.ts';
import { useApi } from '#components/api.ts';
import { useQueryState } from '#components/graph/query-state.ts';
import { IncidentRow } from '#components/incidents/incident-row.tsx';
import { amount } from '#components/incidents/words.ts';
import { Loaded } from '#components/loaded.tsx';
import { Button, buttonClass } from '#components/ui/button.tsx';
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

/** The incidents, open ones first. Which of them are shown stands in the address. */
export function IncidentsView() {
  const [params, set] = useQueryState();
  const asked = FILTERS.find(([value]) => value === params.get('status'))?.[0] ?? '';
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
                look={asked === value ? 'primary' : 'secondary'}
                aria-pressed={asked === value}
                onClick={() => set({ status: value })}
              >
                {word}
              </Button>
            ))}
          </fieldset>
        }
      />
      <Accuracy />
      {asked === '' ? <All /> : <OfStatus key={asked} status={asked} />}
    </>
  );
}

/** How often the first cause was right, once somebody has judged one. */
function Accuracy() {
  const { data } = useApi<typeof GetAccuracy>('/api/v1/incidents/accuracy');
  if (!data || data.judged === 0) return null;
  const { confirmed } = data.byTier;
  return (
    <p className="mb-4 text-ink-2">
      The first cause was right in {data.right} of the {amount(data.judged, 'incident')} that your team judged
      {confirmed.judged > 0 && `; of those called confirmed, in ${confirmed.right} of ${confirmed.judged}`}.
    </p>
  );
}

/** What is open, and below it what is over; one word for both where there is nothing at all. */
function All() {
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
                  Is everything set up?
                </Link>
              }
            >
              When something breaks in one of your clusters, it stands here with its cause: one incident for one trouble, however many pods
              it takes.
            </Empty>
          </Section>
        ) : (
          <>
            <OfStatus status="open" />
            <OfStatus status="closed" />
          </>
        )
      }
    </Loaded>
  );
}

function OfStatus({ status }: { status: Status }) {
  return (
    <Section title={status === 'open' ? 'Open' : 'Closed'} flush>
      <Page status={status} />
    </Section>
  );
}

/** A page of the list and, once asked for, the next one below. Its cursor follows what this page ends with, so that nothing is lost between them. */
function Page({ status, cursor }: { status: Status; cursor?: string }) {
  const [further, setFurther] = useState(false);
  const asked = new URLSearchParams({ status, limit: String(PAGE), ...(cursor ? { cursor } : {}) });
  const incidents = useApi<typeof ListIncidents>(`/api/v1/incidents?${asked}`, REFRESH_MS);
  return (
    <Loaded query={incidents} skeleton={<Skeleton className="h-32" />}>
      {({ items, nextCursor }) => (
        <>
          {items.length === 0 && cursor === undefined && (
            <p className="p-4 text-ink-2">{status === 'open' ? 'None: nothing is broken that we know of.' : 'None yet.'}</p>
          )}
          <ul className={cursor ? 'divide-y border-t' : 'divide-y'}>
            {items.map((incident) => (
              <IncidentRow key={incident.id} incident={incident} />
            ))}
          </ul>
          {nextCursor !== null &&
            (further ? (
              <Page status={status} cursor={nextCursor} />
            ) : (
              <div className="border-t p-3 text-center">
                <Button small onClick={() => setFurther(true)}>
                  Load more
                </Button>
              </div>
            ))}
        </>
      )}
    </Loaded>
  );
}
