'use client';

import Link from 'next/link';
import { useState } from 'react';
import type { GET as ListIncidents } from '#app/api/v1/incidents/route.ts';
import { useApi } from '#components/api.ts';
import { useQueryState } from '#components/graph/query-state.ts';
import { IncidentRow } from '#components/incidents/incident-row.tsx';
import { Loaded } from '#components/loaded.tsx';
import { Button, buttonClass } from '#components/ui/button.tsx';
import { PageHead, Section } from '#components/ui/page.tsx';
import { Empty, Skeleton } from '#components/ui/state.tsx';

const PAGE = 25;
const MOST = 200;
const FILTERS = [
  ['', 'All'],
  ['open', 'Open'],
  ['closed', 'Closed'],
] as const;

/** The incidents, open ones first. */
export function IncidentsView() {
  const [params, set] = useQueryState();
  const [shown, setShown] = useState(PAGE);
  const status = params.get('status') ?? '';
  const incidents = useApi<typeof ListIncidents>(
    `/api/v1/incidents?limit=${Math.min(MOST, shown)}${status ? `&status=${status}` : ''}`,
    4_000,
  );
  return (
    <>
      <PageHead
        title="Incidents"
        action={
          <fieldset className="flex" aria-label="Show">
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
      <Loaded query={incidents} skeleton={<Skeleton className="h-72" />}>
        {({ items, nextCursor }) => {
          const openFirst = [...items].sort((a, b) => (a.status === b.status ? b.number - a.number : a.status === 'open' ? -1 : 1));
          return (
            <Section flush>
              {items.length === 0 ? (
                <Empty
                  title={status ? `No ${status} incidents` : 'No incidents yet'}
                  action={
                    status ? undefined : (
                      <Link href="/onboarding" className={buttonClass()}>
                        Is everything set up?
                      </Link>
                    )
                  }
                >
                  When something breaks in one of your clusters, it stands here with its cause: one incident for one trouble, however many
                  pods it takes.
                </Empty>
              ) : (
                <ul className="divide-y">
                  {openFirst.map((incident) => (
                    <IncidentRow key={incident.id} incident={incident} />
                  ))}
                </ul>
              )}
              {nextCursor && shown < MOST && (
                <div className="border-t p-3 text-center">
                  <Button small onClick={() => setShown(shown + PAGE)}>
                    Show more
                  </Button>
                </div>
              )}
            </Section>
          );
        }}
      </Loaded>
    </>
  );
}
