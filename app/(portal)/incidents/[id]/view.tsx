'use client';

import type { Route } from 'next';
import type { POST as Diagnose } from '#app/api/v1/incidents/[id]/diagnoses/route.ts';
import type { GET as GetIncident } from '#app/api/v1/incidents/[id]/route.ts';
import { useAction, useApi } from '#components/api.ts';
import { BlastRadius } from '#components/incidents/blast-radius.tsx';
import { Causes } from '#components/incidents/causes.tsx';
import { Narrative } from '#components/incidents/narrative.tsx';
import { PropagationMap } from '#components/incidents/propagation-map.tsx';
import { Relatives } from '#components/incidents/relatives.tsx';
import { Similar } from '#components/incidents/similar.tsx';
import { Timeline } from '#components/incidents/timeline.tsx';
import { Loaded } from '#components/loaded.tsx';
import { Button } from '#components/ui/button.tsx';
import { duration } from '#components/ui/format.ts';
import { PageHead, Section } from '#components/ui/page.tsx';
import { Badge, Notice, Skeleton } from '#components/ui/state.tsx';
import { When } from '#components/ui/text.tsx';
import { Feedback } from './feedback.tsx';

const CRUMBS: { href: Route; label: string }[] = [{ href: '/incidents', label: 'Incidents' }];
const REFRESH_MS = 5_000;

/** The page of an incident: root cause, what it makes fail, what that reaches; then the evidence for all of it. */
export function IncidentView({ id }: { id: string }) {
  const incident = useApi<typeof GetIncident>(`/api/v1/incidents/${encodeURIComponent(id)}`, REFRESH_MS);
  const diagnose = useAction<typeof Diagnose>('POST', `/api/v1/incidents/${encodeURIComponent(id)}/diagnoses`);
  return (
    <>
      {incident.data === undefined && <PageHead title="Incident" crumbs={CRUMBS} />}
      <Loaded query={incident} skeleton={<Shape />}>
        {(data) => {
          const { diagnosis } = data;
          return (
            <>
              <PageHead
                title={data.title}
                crumbs={CRUMBS}
                action={
                  <span className="flex flex-wrap items-center gap-2">
                    <span className="text-sm text-ink-2">Counts as one RCA query</span>
                    <Button onClick={() => diagnose.mutate()} busy={diagnose.isPending}>
                      Diagnose again
                    </Button>
                  </span>
                }
              >
                <span className="flex flex-wrap items-center gap-2">
                  <Badge tone={data.status === 'open' ? 'bad' : 'neutral'}>{data.status === 'open' ? 'Open' : 'Closed'}</Badge>
                  <span>
                    #{data.number} in cluster {data.cluster}, opened <When ms={data.openedAt} />
                    {data.closedAt !== null && (
                      <>
                        , closed <When ms={data.closedAt} />
                      </>
                    )}
                    , diagnosed <When ms={data.diagnosedAt} />
                  </span>
                </span>
              </PageHead>
              {diagnose.error && (
                <div className="mb-4">
                  <Notice tone="bad">{diagnose.error.message}</Notice>
                </div>
              )}
              {diagnose.data && (
                <div className="mb-4">
                  {diagnose.data.verdict === 'incident' ? (
                    <Notice tone="good" title="Diagnosed again with what is known now">
                      {diagnose.data.causes[0] ? `The first cause: ${diagnose.data.causes[0].title}.` : 'The cause stays unknown.'}
                    </Notice>
                  ) : (
                    <Notice tone="good" title="Nothing of it is wrong now">
                      What failed here is healthy or gone. Below stands the diagnosis of when it was not.
                    </Notice>
                  )}
                </div>
              )}
              {data.closedAt !== null && data.mergedInto === null && !diagnose.data && (
                <div className="mb-4">
                  <Notice tone="neutral" title={`It is over; it lasted ${duration(data.closedAt - data.openedAt)}`}>
                    Below stands the last diagnosis of when it was not.
                  </Notice>
                </div>
              )}
              <Relatives incident={data} />
              <Narrative diagnosis={diagnosis} />
              {diagnosis.gaps.length > 0 && (
                <div className="mb-6">
                  <Notice tone="info" title="What was missing, and makes this less sure">
                    {diagnosis.gaps.join('; ')}.
                  </Notice>
                </div>
              )}
              <Section title="Causes, most likely first">
                <Causes causes={diagnosis.causes} />
              </Section>
              {diagnosis.chain.length > 0 && (
                <Section title="How it spread">
                  <PropagationMap chain={diagnosis.chain} />
                </Section>
              )}
              <Section title="Timeline">
                <Timeline entries={diagnosis.timeline} />
              </Section>
              <Section title="What it reaches">
                <BlastRadius cluster={data.cluster} radius={diagnosis.blastRadius} />
              </Section>
              <Section title="Seen before">
                <Similar id={data.id} />
              </Section>
              <div className="grid grid-cols-1 gap-x-6 lg:grid-cols-2">
                <Section title="Was this right?">
                  <Feedback incident={data} />
                </Section>
                <Section title="History: what changed its mind">
                  <ol className="flex flex-col gap-2">
                    {data.history.map((line) => (
                      <li key={line.id} className="break-words">
                        <span className="text-sm text-ink-2">
                          <When ms={line.at} />
                        </span>{' '}
                        {line.text}
                      </li>
                    ))}
                  </ol>
                </Section>
              </div>
            </>
          );
        }}
      </Loaded>
    </>
  );
}

function Shape() {
  return (
    <div className="flex flex-col gap-6">
      <div className="grid gap-4 md:grid-cols-3">
        <Skeleton className="h-40" />
        <Skeleton className="h-40" />
        <Skeleton className="h-40" />
      </div>
      <Skeleton className="h-72" />
    </div>
  );
}
