'use client';

import type { GET as ListClusters } from '#app/api/v1/clusters/route.ts';
import { useApi } from '#components/api.ts';
import { ClusterStatus } from '#components/cluster-status.tsx';
import { Loaded } from '#components/loaded.tsx';
import { useMe } from '#components/shell/session.ts';
import { buttonClass } from '#components/ui/button.tsx';
import { amount, bytes, count } from '#components/ui/format.ts';
import { Link } from '#components/ui/link.tsx';
import { PageHead, Section } from '#components/ui/page.tsx';
import { Badge, Empty, Notice, Skeleton } from '#components/ui/state.tsx';
import { When } from '#components/ui/text.tsx';
import type { AnswerOf } from '#lib/api/index.ts';
import { RemoveCluster } from './remove-cluster.tsx';
import { RenameCluster } from './rename-cluster.tsx';
import { SampleCluster } from './sample-cluster.tsx';

type Cluster = AnswerOf<typeof ListClusters>['items'][number];
const COMPONENT_STATES = {
  ok: { tone: 'good', word: 'OK' },
  degraded: { tone: 'warn', word: 'Degraded' },
  failing: { tone: 'bad', word: 'Failing' },
  silent: { tone: 'bad', word: 'Not reporting' },
} as const;

/** What a stream brings, as the subject of "is behind". */
const BEHIND: Record<string, string> = {
  'state.k8s.resource': 'The state of objects is',
  'events.normalized': 'Events are',
  'logs.normalized': 'Logs are',
};

/** The clusters and the health of their agents; on a local installation also the sample cluster. */
export function ClustersView() {
  const clusters = useApi<typeof ListClusters>('/api/v1/clusters', 5_000);
  const me = useMe().data;
  const sample = me?.installation.sampleCluster ?? false;
  const mayManage = me?.role === 'owner' || me?.role === 'admin';
  return (
    <>
      <PageHead
        title="Clusters"
        action={
          <Link href="/agent" className={buttonClass('primary')}>
            Add a cluster
          </Link>
        }
      />
      <div className="mb-6">
        <Loaded query={clusters} skeleton={<Skeleton className="h-64" />}>
          {({ items }) =>
            items.length === 0 ? (
              <Section>
                <Empty
                  title="No clusters yet"
                  action={
                    <Link href="/onboarding" className={buttonClass('primary')}>
                      Install the agent
                    </Link>
                  }
                >
                  A cluster appears here once its agent has sent data.
                </Empty>
              </Section>
            ) : (
              items.map((cluster) => <ClusterCard key={cluster.id} cluster={cluster} mayManage={mayManage} />)
            )
          }
        </Loaded>
      </div>
      {sample && <SampleCluster />}
    </>
  );
}

function ClusterCard({ cluster, mayManage }: { cluster: Cluster; mayManage: boolean }) {
  const { health } = cluster;
  const objects = Object.entries(health.objects).sort(([, a], [, b]) => b - a);
  return (
    <Section
      title={cluster.displayName ?? cluster.name}
      action={
        <span className="flex items-center gap-3">
          <ClusterStatus status={cluster.status} />
          {mayManage && (
            <>
              <RenameCluster id={cluster.id} name={cluster.name} displayName={cluster.displayName} />
              <RemoveCluster
                id={cluster.id}
                name={cluster.displayName ?? cluster.name}
                isReporting={cluster.status === 'connected' || cluster.status === 'degraded'}
              />
            </>
          )}
        </span>
      }
    >
      <p className="text-ink-2">
        {cluster.displayName !== null && `Its agent calls it ${cluster.name}. `}
        {cluster.lastHeartbeatAt ? (
          <>
            Last seen <When ms={cluster.lastHeartbeatAt} />.
          </>
        ) : (
          'Never seen.'
        )}
        {cluster.kubernetesVersion && ` Kubernetes ${cluster.kubernetesVersion}.`}
        {cluster.agentVersion && ` Agent ${cluster.agentVersion}.`}
      </p>
      {cluster.status === 'silent' && (
        <div className="mt-3">
          <Notice tone="bad" title="The agent is not reporting">
            The data of this cluster may be out of date. Check the agent's pods: kubectl -n kg-rca get pods
          </Notice>
        </div>
      )}
      {health.behind.map(({ stream, records, since, reason }) => (
        <div key={stream} className="mt-3">
          <Notice tone="warn" title={`${BEHIND[stream] ?? stream} behind: ${amount(records, 'record')} waiting in the cluster`}>
            Since <When ms={since} />: {reason} Of state, only the newest version of each object is kept meanwhile.
          </Notice>
        </div>
      ))}
      {health.forbiddenKinds.length > 0 && (
        <div className="mt-3">
          <Notice tone="warn" title="The agent lacks permission to read some kinds">
            {health.forbiddenKinds.join(', ')}. Run install.sh again to restore the agent's ClusterRole, unless you restricted it on
            purpose.
          </Notice>
        </div>
      )}
      <div className="mt-4 grid gap-6 sm:grid-cols-2">
        <ul className="flex flex-col gap-2">
          {health.components.map((part) => (
            <li key={part.name} className="flex flex-wrap items-center gap-2">
              <Badge tone={COMPONENT_STATES[part.status].tone}>{COMPONENT_STATES[part.status].word}</Badge>
              {part.name}
              {part.status === 'silent' && (
                <span className="text-sm text-ink-2">
                  last seen <When ms={part.reportedAt} />
                </span>
              )}
              {part.message && <span className="text-sm break-words text-ink-2">{part.message}</span>}
            </li>
          ))}
          {health.parts.map(({ components, buffered, dropped }) => (
            <li key={components.join()} className="text-sm text-ink-2">
              {health.parts.length > 1 && `${components.join(', ')}: `}
              {health.parts.length > 1 ? 'buffered' : 'Buffered'}: {amount(buffered.records, 'record')}, {bytes(buffered.bytes)}
              {dropped > 0 && `; dropped: ${count(dropped)}`}
            </li>
          ))}
        </ul>
        <ul className="flex flex-wrap content-start gap-x-4 gap-y-1 text-sm">
          {objects.map(([kind, n]) => (
            <li key={kind}>
              <span className="font-medium">{count(n)}</span> <span className="text-ink-2">{kind}</span>
            </li>
          ))}
        </ul>
      </div>
    </Section>
  );
}
