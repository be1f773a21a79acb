'use client';

import type { POST as Diagnose } from '#app/api/v1/incidents/[id]/diagnoses/route.ts';
import type { GET as GetIncident } from '#app/api/v1/incidents/[id]/route.ts';
import { useAction, useApi } from '#components/api.ts';
import { Causes } from '#components/incidents/causes.tsx';
import { Feedback } from '#components/incidents/feedback.tsx';
import { Narrative } from '#components/incidents/narrative.tsx';
import { PropagationMap } from '#components/incidents/propagation-map.tsx';
import { Timeline } from '#components/incidents/timeline.tsx';
import { objectText } from '#components/incidents/words.ts';
import { Loaded } from '#components/loaded.tsx';
import { Button } from '#components/ui/button.tsx';
import { duration } from '#components/ui/format.ts';
import { PageHead, Section } from '#components/ui/page.tsx';
import { Badge, Notice, Skeleton } from '#components/ui/state.tsx';
import { When } from '#components/ui/text.tsx';

const IMPACTS = {
  failing: { tone: 'bad', word: 'Failing' },
  degraded: { tone: 'warn', word: 'Degraded' },
  'at-risk': { tone: 'info', word: 'At risk' },
} as const;

/** The page of an incident: root cause, what it makes fail, what that reaches; then the evidence for all of it. */
export function IncidentView({ id }: { id: string }) {
  const incident = useApi<typeof GetIncident>(`/api/v1/incidents/${encodeURIComponent(id)}`, 4_000);
  const diagnose = useAction<typeof Diagnose>('POST', `/api/v1/incidents/${encodeURIComponent(id)}/diagnoses`);
  return (
    <Loaded query={incident} skeleton={<Shape />}>
      {(data) => {
        const { diagnosis } = data;
        const { counts } = diagnosis.blastRadius;
        return (
          <>
            <PageHead
              title={data.title}
              crumbs={[{ href: '/incidents', label: 'Incidents' }]}
              action={
                <Button onClick={() => diagnose.mutate()} busy={diagnose.isPending} title="Counts as an RCA query">
                  Diagnose again (1 RCA query)
                </Button>
              }
            >
              <span className="flex flex-wrap items-center gap-2">
                <Badge tone={data.status === 'open' ? 'bad' : 'neutral'}>{data.status === 'open' ? 'Open' : 'Closed'}</Badge>#{data.number}{' '}
                in cluster {data.cluster}, opened <When ms={data.openedAt} />
                {data.closedAt !== null && (
                  <>
                    , closed <When ms={data.closedAt} /> after {duration(data.closedAt - data.openedAt)}
                  </>
                )}
              </span>
            </PageHead>
            {diagnose.error && (
              <div className="mb-4">
                <Notice tone="bad">{diagnose.error.message}</Notice>
              </div>
            )}
            {diagnose.data?.verdict === 'no_incident' && (
              <div className="mb-4">
                <Notice tone="good" title="Nothing of it is wrong now">
                  {diagnose.data.reason}
                </Notice>
              </div>
            )}
            <Narrative diagnosis={diagnosis} />
            {diagnosis.gaps.length > 0 && (
              <div className="mb-6">
                <Notice tone="info" title="What was missing, and makes this less sure">
                  {diagnosis.gaps.join(' ')}
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
              <p className="mb-3">
                {counts.workloads} workloads, {counts.pods} pods, {counts.services} services in {counts.namespaces}{' '}
                {counts.namespaces === 1 ? 'namespace' : 'namespaces'}
              </p>
              <ul className="flex flex-col gap-2">
                {diagnosis.blastRadius.affected.slice(0, 50).map(({ object, impact, hops }) => (
                  <li key={objectText(object)} className="flex flex-wrap items-center gap-2">
                    <Badge tone={IMPACTS[impact].tone}>{IMPACTS[impact].word}</Badge>
                    <span className="font-mono break-all">{objectText(object)}</span>
                    <span className="text-sm text-ink-2">
                      {hops === 0 ? 'the cause itself' : `${hops} ${hops === 1 ? 'step' : 'steps'} away`}
                    </span>
                  </li>
                ))}
              </ul>
            </Section>
            <div className="grid grid-cols-1 gap-x-6 lg:grid-cols-2">
              <Section title="Was this right?">
                <Feedback incident={data} />
              </Section>
              <Section title="History">
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
  );
}

function Shape() {
  return (
    <div className="flex flex-col gap-6">
      <Skeleton className="h-14 w-2/3" />
      <div className="grid gap-4 md:grid-cols-3">
        <Skeleton className="h-40" />
        <Skeleton className="h-40" />
        <Skeleton className="h-40" />
      </div>
      <Skeleton className="h-72" />
    </div>
  );
}
