'use client';

import type { Route } from 'next';
import type { GET as GetEvidence } from '#app/api/v1/incidents/[id]/evidence/route.ts';
import type { GET as GetIncident } from '#app/api/v1/incidents/[id]/route.ts';
import { type ApiError, useApi } from '#components/api.ts';
import { ClusterName } from '#components/cluster-name.tsx';
import { Causes } from '#components/incidents/causes.tsx';
import { Headline } from '#components/incidents/headline.tsx';
import { Impact } from '#components/incidents/impact.tsx';
import { WithKnownObjects } from '#components/incidents/known-objects.tsx';
import { Picture } from '#components/incidents/picture.tsx';
import { Relatives } from '#components/incidents/relatives.tsx';
import { Similar } from '#components/incidents/similar.tsx';
import { StateLine } from '#components/incidents/state-line.tsx';
import { Timeline } from '#components/incidents/timeline.tsx';
import type { Incident, IncidentEvidence } from '#components/incidents/words.ts';
import { Loaded } from '#components/loaded.tsx';
import { useMe } from '#components/shell/session.ts';
import { PageHead, Section } from '#components/ui/page.tsx';
import { Notice, Skeleton } from '#components/ui/state.tsx';
import { When } from '#components/ui/text.tsx';
import { Actions } from './actions.tsx';
import { Comments } from './comments.tsx';
import { Feedback } from './feedback.tsx';
import { pathOf } from './path.ts';

const CRUMBS: { href: Route; label: string }[] = [{ href: '/incidents', label: 'Incidents' }];
const REFRESH_MS = 5_000;

/** An incident: what did it and how to take it back, the way from cause to impact; then the evidence for all of it. */
export function IncidentView({ id }: { id: string }) {
  const path = pathOf(id);
  const incident = useApi<typeof GetIncident>(path, REFRESH_MS);
  const evidence = useApi<typeof GetEvidence>(`${path}/evidence`, REFRESH_MS);
  const me = useMe();
  // The notices above the page come with this answer, and would move what is there before.
  if (me.isPending) return null;
  return (
    <>
      {incident.data === undefined && <PageHead title="Incident" crumbs={CRUMBS} />}
      <Loaded query={incident} skeleton={<IncidentSkeleton />}>
        {(data) => (
          <WithKnownObjects evidence={evidence.data}>
            <PageHead title={data.title} crumbs={CRUMBS} action={<Actions incident={data} />}>
              <span className="flex flex-wrap items-center gap-2">
                <StateLine incident={data} work={data} now={incident.dataUpdatedAt} />
                <span>
                  #{data.number} in <ClusterName name={data.cluster} />
                </span>
              </span>
            </PageHead>
            <Relatives incident={data} />
            <Headline diagnosis={data.diagnosis} />
            <Picture diagnosis={data.diagnosis} isOver={data.status === 'closed'} />
            <Sections incident={data} evidence={evidence.data} evidenceError={evidence.error} />
          </WithKnownObjects>
        )}
      </Loaded>
    </>
  );
}

function Sections({
  incident,
  evidence,
  evidenceError,
}: {
  incident: Incident;
  evidence: IncidentEvidence | undefined;
  evidenceError: ApiError | null;
}) {
  const { diagnosis, id, history } = incident;
  return (
    <>
      <Section title="Timeline">
        {evidenceError && (
          <div className="mb-3">
            <Notice tone="warn" title="Only what the diagnosis kept is shown">
              {evidenceError.message}
            </Notice>
          </div>
        )}
        <Timeline incident={incident} evidence={evidence} />
      </Section>
      <Section title="Causes, most likely first">
        {diagnosis.gaps.length > 0 && (
          <div className="mb-3">
            <Notice tone="info" title="Missing data makes this diagnosis less certain">
              <ul>
                {diagnosis.gaps.map((gap) => (
                  <li key={gap}>{gap.replace(/\.?$/, '.')}</li>
                ))}
              </ul>
            </Notice>
          </div>
        )}
        <Causes causes={diagnosis.causes} inquiry={diagnosis.inquiry} known={evidence} />
      </Section>
      <div className="grid grid-cols-1 items-start gap-x-6 lg:grid-cols-2">
        <div id="impact" className="scroll-mt-16">
          <Section title="Impact">
            <Impact radius={diagnosis.blastRadius} />
          </Section>
        </div>
        <Section title="Was this the root cause?">
          <Feedback incident={incident} />
        </Section>
        <Section title="Comments">
          <Comments incident={incident} />
        </Section>
        <Section title="Similar incidents">
          <Similar id={id} linked={incident.linked} />
        </Section>
        <Section title="History">
          <ol className="flex flex-col gap-2">
            {history.map((entry) => (
              <li key={entry.id} className="break-words">
                <span className="text-sm text-ink-2">
                  <When ms={entry.at} />
                </span>{' '}
                {entry.text}
              </li>
            ))}
          </ol>
        </Section>
      </div>
    </>
  );
}

/** In the shape of what comes, so that nothing moves when it is there. */
function IncidentSkeleton() {
  return (
    <div className="flex flex-col gap-4">
      <Skeleton className="h-28 max-lg:h-64" />
      <Skeleton className="h-40 max-lg:h-96" />
      <Skeleton className="h-72" />
    </div>
  );
}
