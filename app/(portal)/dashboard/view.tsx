'use client';

import type { ReactNode } from 'react';
import type { GET as ListChangeGroups } from '#app/api/v1/change-groups/route.ts';
import type { GET as GetHealthSummary } from '#app/api/v1/health-summary/route.ts';
import type { GET as GetIncidentTrend } from '#app/api/v1/incidents/trend/route.ts';
import type { GET as GetOverview } from '#app/api/v1/overview/route.ts';
import { useApi } from '#components/api.ts';
import { ChangeList } from '#components/changes/change-list.tsx';
import { ClusterName } from '#components/cluster-name.tsx';
import { ClusterStatus } from '#components/cluster-status.tsx';
import { IncidentRow } from '#components/incidents/incident-row.tsx';
import { Loaded } from '#components/loaded.tsx';
import { buttonClass } from '#components/ui/button.tsx';
import { bytes, count, dollars, duration } from '#components/ui/format.ts';
import { Link } from '#components/ui/link.tsx';
import { Figure, LimitBar, PageHead, Section } from '#components/ui/page.tsx';
import { Empty, Skeleton } from '#components/ui/state.tsx';
import { When } from '#components/ui/text.tsx';
import type { AnswerOf } from '#lib/api/index.ts';
import { PLANS } from '#lib/plans/index.ts';
import { ClusterHealth } from './cluster-health.tsx';
import { IncidentBars } from './incident-bars.tsx';
import { READS, TREND_DAYS } from './reads.ts';

type Overview = AnswerOf<typeof GetOverview>;

/** What people ask first: is something broken, are the agents reporting, how much of the plan is used, and what does it cost. */
export function DashboardView() {
  const overview = useApi<typeof GetOverview>(READS.overview, 5_000);
  return (
    <>
      <PageHead title="Dashboard">Incidents, clusters, and this month's usage.</PageHead>
      <Loaded query={overview} skeleton={<Waiting />}>
        {(data) =>
          data.clusters.length === 0 ? (
            <Section>
              <Empty
                title="No clusters yet"
                action={
                  <Link href="/onboarding" className={buttonClass('primary')}>
                    Add a cluster
                  </Link>
                }
              >
                Once an agent is running in a cluster, its health, incidents and root causes appear here.
              </Empty>
            </Section>
          ) : (
            <Overview data={data} />
          )
        }
      </Loaded>
    </>
  );
}

function Overview({ data }: { data: Overview }) {
  const health = useApi<typeof GetHealthSummary>(READS.health, 15_000);
  const connected = data.clusters.filter(({ status }) => status === 'connected' || status === 'degraded').length;
  return (
    <>
      <div className="mb-6 grid grid-cols-2 gap-3 lg:grid-cols-4">
        <Figure
          label="Open incidents"
          value={
            <Link href="/incidents" className={data.openIncidents > 0 ? 'text-bad hover:underline' : 'hover:underline'}>
              {count(data.openIncidents)}
            </Link>
          }
          detail={data.openIncidents === 0 ? 'Everything is healthy' : 'Listed below'}
        />
        <Figure label="Clusters reporting" value={`${connected} of ${data.clusters.length}`} detail="Heartbeat every 30 s" />
        <Figure label="Events today" value={count(data.eventsToday.used)} detail={`${count(data.eventsMonth)} this month`} />
        <Figure
          label="Estimated bill"
          value={data.estimateCents === null ? 'By contract' : dollars(data.estimateCents)}
          detail={`${PLANS[data.plan].name} plan, month to date`}
        />
      </div>
      <div className="grid items-start gap-x-6 lg:grid-cols-[3fr_2fr]">
        <div className="min-w-0">
          <Section title="Incidents" flush action={<More href="/incidents">All incidents</More>}>
            {data.incidents.length === 0 ? (
              <Empty title="No incidents yet">When something breaks, its root cause appears here within seconds.</Empty>
            ) : (
              <ul className="divide-y">
                {data.incidents.map((incident) => (
                  <IncidentRow key={incident.id} incident={incident} />
                ))}
              </ul>
            )}
          </Section>
          <Trend />
          <LatestChanges />
        </div>
        <div className="min-w-0">
          <Section title="Clusters" flush action={<More href="/clusters">Details</More>}>
            <ul className="divide-y">
              {data.clusters.map((cluster) => (
                <li key={cluster.name} className="px-4 py-3">
                  <div className="flex flex-wrap items-center justify-between gap-2">
                    <span className="font-medium break-all">
                      <ClusterName name={cluster.name} />
                    </span>
                    <span className="flex items-center gap-2 text-sm text-ink-2">
                      {cluster.lastHeartbeatAt !== null && <When ms={cluster.lastHeartbeatAt} />}
                      <ClusterStatus status={cluster.status} />
                    </span>
                  </div>
                  <ClusterHealth cluster={cluster.name} counts={health.data?.items} />
                </li>
              ))}
            </ul>
          </Section>
          <Section title="Plan usage" action={<More href="/usage">Usage</More>}>
            <dl className="flex flex-col gap-4">
              <Limit label="Events today">
                <LimitBar {...data.eventsToday} format={count} />
              </Limit>
              <Limit label="RCA queries">
                <LimitBar {...data.rcaQueries} format={count} />
              </Limit>
              <Limit label="API calls">
                <LimitBar {...data.apiCalls} format={count} />
              </Limit>
              <Limit label="Storage, monthly average">
                <LimitBar {...data.storageBytes} format={bytes} />
              </Limit>
            </dl>
          </Section>
        </div>
      </div>
    </>
  );
}

/** Incidents of the last days by severity, and how long they took to recover. */
function Trend() {
  const trend = useApi<typeof GetIncidentTrend>(READS.trend, 60_000);
  return (
    <Section title={`Incidents of the last ${TREND_DAYS} days`}>
      <Loaded query={trend} skeleton={<Skeleton className="h-56" />}>
        {({ days, medianRecoveryMs }) => (
          <>
            <IncidentBars days={days} />
            {medianRecoveryMs !== null && (
              <p className="mt-2 text-sm text-ink-2">Half of those that recovered did so within {duration(medianRecoveryMs)}.</p>
            )}
          </>
        )}
      </Loaded>
    </Section>
  );
}

function LatestChanges() {
  const changes = useApi<typeof ListChangeGroups>(READS.changes, 10_000);
  return (
    <Section title="Latest changes" flush action={<More href="/changes">All changes</More>}>
      <Loaded query={changes} skeleton={<Skeleton className="m-4 h-32" />}>
        {({ items, incidents }) =>
          items.length === 0 ? (
            <Empty title="No changes yet">Changes to objects appear here, with the fields before and after.</Empty>
          ) : (
            <ChangeList groups={items} incidents={incidents} />
          )
        }
      </Loaded>
    </Section>
  );
}

function Limit({ label, children }: { label: string; children: ReactNode }) {
  return (
    <div>
      <dt className="mb-1">{label}</dt>
      <dd>{children}</dd>
    </div>
  );
}

function More({ href, children }: { href: '/incidents' | '/clusters' | '/usage' | '/changes'; children: string }) {
  return (
    <Link href={href} className="link text-sm">
      {children}
    </Link>
  );
}

function Waiting() {
  return (
    <>
      <div className="mb-6 grid grid-cols-2 gap-3 lg:grid-cols-4">
        {['incidents', 'clusters', 'events', 'bill'].map((figure) => (
          <Skeleton key={figure} className="h-24" />
        ))}
      </div>
      <div className="grid gap-6 lg:grid-cols-[3fr_2fr]">
        <Skeleton className="h-80" />
        <Skeleton className="h-80" />
      </div>
    </>
  );
}
