'use client';

import { useQuery } from '@tanstack/react-query';
import type { POST as Open } from '#app/api/v1/shared-incidents/route.ts';
import { type ApiError, callApi } from '#components/api.ts';
import { Causes } from '#components/incidents/causes.tsx';
import { Headline } from '#components/incidents/headline.tsx';
import { Impact } from '#components/incidents/impact.tsx';
import { Picture } from '#components/incidents/picture.tsx';
import { StateLine } from '#components/incidents/state-line.tsx';
import { Timeline } from '#components/incidents/timeline.tsx';
import { Loaded } from '#components/loaded.tsx';
import { duration } from '#components/ui/format.ts';
import { PageHead, Section } from '#components/ui/page.tsx';
import { Skeleton } from '#components/ui/state.tsx';
import type { AnswerOf } from '#lib/api/index.ts';

type Shared = AnswerOf<typeof Open>;

/** An incident as whoever has its link sees it: the diagnosis, without what people wrote and without links into the account. */
export function SharedIncidentView({ token }: { token: string }) {
  const shared = useQuery<Shared, ApiError>({
    queryKey: ['shared-incident', token],
    queryFn: () => callApi<typeof Open>('POST', '/api/v1/shared-incidents', { token }),
    staleTime: Number.POSITIVE_INFINITY,
  });
  return (
    <>
      {shared.data === undefined && <PageHead title="Shared incident" />}
      <Loaded query={shared} skeleton={<Skeleton className="h-96" />}>
        {(incident) => {
          const { diagnosis, title, number, clusterName, status, expiresAt } = incident;
          return (
            <>
              <PageHead title={title}>
                <span className="flex flex-wrap items-center gap-2">
                  <StateLine incident={incident} now={shared.dataUpdatedAt} />
                  <span>
                    #{number} in {clusterName}. This link is valid for {duration(expiresAt - shared.dataUpdatedAt)}.
                  </span>
                </span>
              </PageHead>
              <Headline diagnosis={diagnosis} />
              <Picture diagnosis={diagnosis} isOver={status === 'closed'} />
              <Section title="Timeline">
                <Timeline incident={incident} evidence={undefined} />
              </Section>
              <Section title="Causes, most likely first">
                <Causes causes={diagnosis.causes} inquiry={diagnosis.inquiry} known={undefined} />
              </Section>
              <div id="impact">
                <Section title="Impact">
                  <Impact radius={diagnosis.blastRadius} />
                </Section>
              </div>
            </>
          );
        }}
      </Loaded>
    </>
  );
}
