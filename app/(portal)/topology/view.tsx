'use client';

import Link from 'next/link';
import { useEffect, useState } from 'react';
import type { GET as GetTopology } from '#app/api/v1/topology/route.ts';
import { useApi } from '#components/api.ts';
import { MapWithPanel } from '#components/graph/map-with-panel.tsx';
import { useQueryState } from '#components/graph/query-state.ts';
import { Loaded } from '#components/loaded.tsx';
import { Button, buttonClass } from '#components/ui/button.tsx';
import { count } from '#components/ui/format.ts';
import { PageHead, Section } from '#components/ui/page.tsx';
import { Empty, Notice, Skeleton } from '#components/ui/state.tsx';
import type { AnswerOf } from '#lib/api/index.ts';
import { TopologyFilters } from './filters.tsx';
import { ObjectList } from './object-list.tsx';

/** Beyond this a map can no longer be read. */
const MAX_NODES = 400;
const NARROW = '(max-width: 640px)';
const VIEWS = ['map', 'list'] as const;

type Topology = AnswerOf<typeof GetTopology>;
type View = (typeof VIEWS)[number];

/** The topology as a map and as a list of the same objects. View, filters and selection are kept in the address. */
export function TopologyView() {
  const [params, set] = useQueryState();
  const [isNarrow, setNarrow] = useState(false);
  useEffect(() => setNarrow(matchMedia(NARROW).matches), []);
  const at = params.get('at');
  const query = new URLSearchParams({ maxNodes: String(MAX_NODES) });
  for (const name of ['cluster', 'namespace', 'at']) {
    const value = params.get(name);
    if (value) query.set(name, value);
  }
  const topology = useApi<typeof GetTopology>(`/api/v1/topology?${query}`, at ? undefined : 5_000);
  const view = VIEWS.find((one) => one === params.get('view')) ?? (isNarrow ? 'list' : 'map');

  return (
    <>
      <PageHead title="Topology" action={<ViewSwitch view={view} onChange={(next) => set({ view: next })} />}>
        Workloads and their relations. Pods are shown as part of the workload that owns them.
      </PageHead>
      <TopologyFilters />
      {at && (
        <div className="mb-4">
          <Notice
            tone="info"
            title={`Topology on ${new Date(Number(at)).toLocaleString()}`}
            action={
              <Button small onClick={() => set({ at: undefined })}>
                Back to now
              </Button>
            }
          >
            Only current health is stored, so objects that have changed since then show as unknown.
          </Notice>
        </div>
      )}
      <Loaded query={topology} skeleton={<Skeleton className="h-[60vh]" />}>
        {(data) => <Objects topology={data} view={view} />}
      </Loaded>
    </>
  );
}

function ViewSwitch({ view, onChange }: { view: View; onChange: (view: View) => void }) {
  return (
    <fieldset className="flex" aria-label="View">
      {VIEWS.map((one) => (
        <Button key={one} small look={view === one ? 'primary' : 'secondary'} aria-pressed={view === one} onClick={() => onChange(one)}>
          {one === 'map' ? 'Map' : 'List'}
        </Button>
      ))}
    </fieldset>
  );
}

function Objects({ topology, view }: { topology: Topology; view: View }) {
  const [params, set] = useQueryState();
  const find = (params.get('find') ?? '').toLowerCase();
  const nodes = topology.nodes.filter((node) => `${node.kind} ${node.namespace ?? ''} ${node.name}`.toLowerCase().includes(find));
  if (topology.nodes.length === 0) {
    return (
      <Section>
        <Empty
          title="No objects yet"
          action={
            <Link href="/onboarding" className={buttonClass('primary')}>
              Install the agent
            </Link>
          }
        >
          The map of your clusters appears here once an agent has sent its first data.
        </Empty>
      </Section>
    );
  }
  return (
    <>
      {topology.notes?.map((note) => (
        <div key={note} className="mb-4">
          <Notice tone="info" title="This topology is not complete">
            {note}
          </Notice>
        </div>
      ))}
      {topology.truncated && (
        <div className="mb-4">
          <Notice tone="warn" title={`Showing ${MAX_NODES} of ${count(topology.truncated.nodes)} objects, unhealthy ones first`}>
            Select a cluster or a namespace to see all of its objects.
          </Notice>
        </div>
      )}
      {view === 'map' ? (
        <MapWithPanel topology={{ ...topology, nodes }} selected={params.get('node') ?? undefined} onSelect={(node) => set({ node })} />
      ) : (
        <ObjectList nodes={nodes} />
      )}
    </>
  );
}
