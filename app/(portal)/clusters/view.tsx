'use client';

import Link from 'next/link';
import type { GET as ListClusters } from '#app/api/v1/clusters/route.ts';
import type { PUT as SwitchFault } from '#app/api/v1/sample-cluster/faults/[name]/route.ts';
import type { POST as AttachSample, DELETE as DetachSample, GET as GetSample } from '#app/api/v1/sample-cluster/route.ts';
import { useAction, useApi } from '#components/api.ts';
import { ClusterStatus } from '#components/cluster-status.tsx';
import { Loaded } from '#components/loaded.tsx';
import { useMe } from '#components/shell/session.ts';
import { Button, buttonClass } from '#components/ui/button.tsx';
import { bytes, count } from '#components/ui/format.ts';
import { PageHead, Section } from '#components/ui/page.tsx';
import { Badge, Empty, Notice, Skeleton } from '#components/ui/state.tsx';
import { Switch } from '#components/ui/switch.tsx';
import { When } from '#components/ui/text.tsx';
import type { AnswerOf } from '#lib/api/index.ts';

type Cluster = AnswerOf<typeof ListClusters>['items'][number];
const PART_STATES = {
  ok: { tone: 'good', word: 'OK' },
  degraded: { tone: 'warn', word: 'Degraded' },
  failing: { tone: 'bad', word: 'Failing' },
} as const;

/** The clusters and how their agents are; on a local installation also the sample cluster. */
export function ClustersView() {
  const clusters = useApi<typeof ListClusters>('/api/v1/clusters', 5_000);
  const sample = useMe().data?.installation.sampleCluster ?? false;
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
                  title="No cluster yet"
                  action={
                    <Link href="/onboarding" className={buttonClass('primary')}>
                      Install the agent
                    </Link>
                  }
                >
                  A cluster appears here when its agent sends for the first time.
                </Empty>
              </Section>
            ) : (
              items.map((cluster) => <ClusterCard key={cluster.id} cluster={cluster} />)
            )
          }
        </Loaded>
      </div>
      {sample && <SampleCluster />}
    </>
  );
}

function ClusterCard({ cluster }: { cluster: Cluster }) {
  const { health } = cluster;
  const objects = Object.entries(health.objects).sort(([, a], [, b]) => b - a);
  return (
    <Section title={cluster.name} action={<ClusterStatus status={cluster.status} />}>
      <p className="text-ink-2">
        {cluster.lastHeartbeatAt ? (
          <>
            Last sign of life <When ms={cluster.lastHeartbeatAt} />.
          </>
        ) : (
          'No sign of life yet.'
        )}
        {cluster.kubernetesVersion && ` Kubernetes ${cluster.kubernetesVersion}.`}
        {cluster.agentVersion && ` Agent ${cluster.agentVersion}.`}
      </p>
      {cluster.status === 'silent' && (
        <div className="mt-3">
          <Notice tone="bad" title="The agent is silent">
            What is shown of this cluster may be out of date. Look at its pods: kubectl -n kg-rca get pods
          </Notice>
        </div>
      )}
      {health.forbiddenKinds.length > 0 && (
        <div className="mt-3">
          <Notice tone="warn" title="The agent may not read some kinds">
            {health.forbiddenKinds.join(', ')}. Install the chart's ClusterRole anew, or leave the kinds out on purpose.
          </Notice>
        </div>
      )}
      <div className="mt-4 grid gap-6 sm:grid-cols-2">
        <ul className="flex flex-col gap-2">
          {health.components.map((part) => (
            <li key={part.name} className="flex flex-wrap items-center gap-2">
              <Badge tone={PART_STATES[part.status].tone}>{PART_STATES[part.status].word}</Badge>
              {part.name}
              {part.message && <span className="text-sm break-words text-ink-2">{part.message}</span>}
            </li>
          ))}
          <li className="text-sm text-ink-2">
            Waiting to be sent: {count(health.buffered.records)} records, {bytes(health.buffered.bytes)}
            {health.dropped > 0 && `; dropped: ${count(health.dropped)}`}
          </li>
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

function SampleCluster() {
  const sample = useApi<typeof GetSample>('/api/v1/sample-cluster', 3_000);
  const attach = useAction<typeof AttachSample>('POST', '/api/v1/sample-cluster');
  const detach = useAction<typeof DetachSample>('DELETE', '/api/v1/sample-cluster');
  const flip = useAction<typeof SwitchFault, { name: string; on: boolean }>(
    'PUT',
    ({ name }) => `/api/v1/sample-cluster/faults/${name}`,
    ({ on }) => ({ on }),
  );
  const error = attach.error ?? detach.error ?? flip.error;
  return (
    <Loaded query={sample} skeleton={<Skeleton className="h-40" />}>
      {({ state, faults, error: why }) => (
        <Section
          title="Sample cluster"
          action={
            state === 'detached' || state === 'failed' ? (
              <Button small onClick={() => attach.mutate()} busy={attach.isPending}>
                Attach
              </Button>
            ) : (
              <Button small onClick={() => detach.mutate()} busy={detach.isPending}>
                Detach
              </Button>
            )
          }
        >
          <p className="text-ink-2">
            A shop of a dozen services on a simulated Kubernetes, watched by the real agent. Break something and read its cause under
            Incidents.
          </p>
          {(error || why) && (
            <div className="mt-3">
              <Notice tone="bad">{error?.message ?? why}</Notice>
            </div>
          )}
          {state === 'starting' && <p className="mt-3">Starting …</p>}
          {faults.length > 0 && (
            <ul className="mt-4 grid gap-x-6 gap-y-4 sm:grid-cols-2">
              {faults.map((fault) => (
                <li key={fault.name}>
                  <Switch
                    label={fault.title}
                    on={flip.isPending && flip.variables.name === fault.name ? flip.variables.on : fault.on}
                    busy={flip.isPending && flip.variables.name === fault.name}
                    onChange={(on) => flip.mutate({ name: fault.name, on })}
                  >
                    {fault.description}
                  </Switch>
                </li>
              ))}
            </ul>
          )}
        </Section>
      )}
    </Loaded>
  );
}
