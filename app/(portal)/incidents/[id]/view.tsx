'use client';

import type { Route } from 'next';
import type { POST as Diagnose } from '#app/api/v1/incidents/[id]/diagnoses/route.ts';
import type { GET as GetIncident } from '#app/api/v1/incidents/[id]/route.ts';
import { type ApiError, useAction, useApi } from '#components/api.ts';
import { BlastRadius } from '#components/incidents/blast-radius.tsx';
import { Causes } from '#components/incidents/causes.tsx';
import { Narrative } from '#components/incidents/narrative.tsx';
import { PropagationMap } from '#components/incidents/propagation-map.tsx';
import { Relatives } from '#components/incidents/relatives.tsx';
import { Similar } from '#components/incidents/similar.tsx';
import { Timeline } from '#components/incidents/timeline.tsx';
import type { Diagnosis, Incident } from '#components/incidents/words.ts';
import { Loaded } from '#components/loaded.tsx';
import { Button } from '#components/ui/button.tsx';
import { duration } from '#components/ui/format.ts';
import { PageHead, Section } from '#components/ui/page.tsx';
import { Badge, Notice, Skeleton } from '#components/ui/state.tsx';
import { When } from '#components/ui/text.tsx';
import { Feedback } from './feedback.tsx';

const CRUMBS: { href: Route; label: string }[] = [{ href: '/incidents', label: 'Incidents' }];
const REFRESH_MS = 5_000;

/** An incident: root cause, critical failure and impact; then the evidence for all of it. */
export function IncidentView({ id }: { id: string }) {
  const incident = useApi<typeof GetIncident>(`/api/v1/incidents/${encodeURIComponent(id)}`, REFRESH_MS);
  const diagnose = useAction<typeof Diagnose>('POST', `/api/v1/incidents/${encodeURIComponent(id)}/diagnoses`);
  return (
    <>
      {incident.data === undefined && <PageHead title="Incident" crumbs={CRUMBS} />}
      <Loaded query={incident} skeleton={<IncidentSkeleton />}>
        {(data) => (
          <>
            <IncidentHead incident={data} isDiagnosing={diagnose.isPending} onDiagnose={() => diagnose.mutate()} />
            <DiagnosisNotice incident={data} error={diagnose.error} fresh={diagnose.data} />
            <Relatives incident={data} />
            <Narrative diagnosis={data.diagnosis} />
            <DiagnosisSections incident={data} />
          </>
        )}
      </Loaded>
    </>
  );
}

function IncidentHead({ incident, isDiagnosing, onDiagnose }: { incident: Incident; isDiagnosing: boolean; onDiagnose: () => void }) {
  const { title, status, number, cluster, openedAt, closedAt, diagnosedAt, diagnosis } = incident;
  return (
    <PageHead
      title={title}
      crumbs={CRUMBS}
      action={
        <span className="flex flex-wrap items-center gap-2">
          <span className="text-sm text-ink-2">Counts as one RCA query</span>
          <Button onClick={onDiagnose} busy={isDiagnosing}>
            Diagnose again
          </Button>
        </span>
      }
    >
      <span className="flex flex-wrap items-center gap-2">
        <Badge tone={status === 'open' ? 'bad' : 'neutral'}>{status === 'open' ? 'Open' : 'Closed'}</Badge>
        <span>
          #{number} in cluster {cluster}, began <When ms={openedAt} />
          {diagnosis.onset?.wasWell === false && ' (broken since it was made)'}
          {closedAt !== null && (
            <>
              , closed <When ms={closedAt} />
            </>
          )}
          , diagnosed <When ms={diagnosedAt} />
        </span>
      </span>
    </PageHead>
  );
}

/** The result of the diagnosis that was just requested, or, for a closed incident, that what follows is in the past. */
function DiagnosisNotice({ incident, error, fresh }: { incident: Incident; error: ApiError | null; fresh: Diagnosis | undefined }) {
  const { closedAt, openedAt, mergedInto } = incident;
  const [cause] = fresh?.causes ?? [];
  const isOver = closedAt !== null && mergedInto === null && !fresh;
  return (
    <div className="mb-4 flex flex-col gap-4 empty:hidden">
      {error && <Notice tone="bad">{error.message}</Notice>}
      {fresh?.verdict === 'incident' && (
        <Notice tone="good" title="The incident was diagnosed again with the current data">
          {cause ? `The first cause is: ${cause.title}.` : 'The cause is still unknown.'}
        </Notice>
      )}
      {fresh && fresh.verdict !== 'incident' && (
        <Notice tone="good" title="This problem no longer exists">
          Everything that failed is healthy or gone. The diagnosis below is from when it failed.
        </Notice>
      )}
      {isOver && (
        <Notice tone="neutral" title={`This incident is closed. It lasted ${duration(closedAt - openedAt)}.`}>
          The diagnosis below is the last one before it closed.
        </Notice>
      )}
    </div>
  );
}

function DiagnosisSections({ incident }: { incident: Incident }) {
  const { diagnosis, cluster, id, history } = incident;
  return (
    <>
      {diagnosis.gaps.length > 0 && (
        <div className="mb-6">
          <Notice tone="info" title="Missing data makes this diagnosis less certain">
            {diagnosis.gaps.join('; ')}.
          </Notice>
        </div>
      )}
      <Section title="Causes, most likely first">
        <Causes causes={diagnosis.causes} inquiry={diagnosis.inquiry} />
      </Section>
      {diagnosis.chain.length > 0 && (
        <Section title="Propagation">
          <PropagationMap chain={diagnosis.chain} />
        </Section>
      )}
      <Section title="Timeline">
        <Timeline entries={diagnosis.timeline} />
      </Section>
      <Section title="Blast radius">
        <BlastRadius cluster={cluster} radius={diagnosis.blastRadius} />
      </Section>
      <Section title="Similar incidents">
        <Similar id={id} />
      </Section>
      <div className="grid grid-cols-1 gap-x-6 lg:grid-cols-2">
        <Section title="Was this the root cause?">
          <Feedback incident={incident} />
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

function IncidentSkeleton() {
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
