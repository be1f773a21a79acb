'use client';

import Link from 'next/link';
import { useEffect, useState } from 'react';
import type { GET as ListClusters } from '#app/api/v1/clusters/route.ts';
import type { GET as GetTopology } from '#app/api/v1/topology/route.ts';
import { useApi } from '#components/api.ts';
import { TopologyMap } from '#components/graph/map.tsx';
import { ObjectName, resourcePath } from '#components/graph/object-link.tsx';
import { useQueryState } from '#components/graph/query-state.ts';
import { Loaded } from '#components/loaded.tsx';
import { Button, buttonClass } from '#components/ui/button.tsx';
import { Field, inputClass } from '#components/ui/field.tsx';
import { PageHead, Section } from '#components/ui/page.tsx';
import { Empty, Health, Notice, Skeleton } from '#components/ui/state.tsx';
import type { AnswerOf } from '#lib/api/index.ts';

const DRAWN_AT_MOST = 400;
const NARROW = '(max-width: 640px)';
type Topology = AnswerOf<typeof GetTopology>;

/** The topology page: map and list of the same nodes, with what is chosen, asked and shown kept in the address. */
export function TopologyView() {
  const [params, set] = useQueryState();
  const [narrow, setNarrow] = useState(false);
  useEffect(() => setNarrow(matchMedia(NARROW).matches), []);
  const clusters = useApi<typeof ListClusters>('/api/v1/clusters', 30_000);
  const at = params.get('at');
  const asked = new URLSearchParams({ maxNodes: String(DRAWN_AT_MOST) });
  for (const name of ['cluster', 'namespace', 'at']) {
    const value = params.get(name);
    if (value) asked.set(name, value);
  }
  const topology = useApi<typeof GetTopology>(`/api/v1/topology?${asked}`, at ? undefined : 5_000);
  const view = params.get('view') ?? (narrow ? 'list' : 'map');
  const find = (params.get('find') ?? '').toLowerCase();

  return (
    <>
      <PageHead
        title="Topology"
        action={
          <fieldset className="flex" aria-label="Show as">
            {(['map', 'list'] as const).map((one) => (
              <Button
                key={one}
                small
                look={view === one ? 'primary' : 'secondary'}
                aria-pressed={view === one}
                onClick={() => set({ view: one })}
              >
                {one === 'map' ? 'Map' : 'List'}
              </Button>
            ))}
          </fieldset>
        }
      >
        Workloads and what they are related to. Pods are folded into what owns them.
      </PageHead>
      <div className="mb-4 grid grid-cols-1 gap-3 sm:grid-cols-2 lg:grid-cols-4">
        <div>
          <label htmlFor="cluster" className="mb-1 block text-sm font-medium">
            Cluster
          </label>
          <select
            id="cluster"
            className={inputClass}
            value={params.get('cluster') ?? ''}
            onChange={(event) => set({ cluster: event.target.value })}
          >
            <option value="">All</option>
            {clusters.data?.items.map(({ name }) => (
              <option key={name}>{name}</option>
            ))}
          </select>
        </div>
        <Field
          label="Namespace"
          placeholder="All"
          defaultValue={params.get('namespace') ?? ''}
          onBlur={(event) => set({ namespace: event.target.value.trim() })}
        />
        <Field
          label="Find"
          placeholder="Name or kind"
          value={params.get('find') ?? ''}
          onChange={(event) => set({ find: event.target.value })}
        />
        <div>
          <label htmlFor="at" className="mb-1 block text-sm font-medium">
            As it was at
          </label>
          <input
            id="at"
            type="datetime-local"
            className={inputClass}
            value={at ? localTime(Number(at)) : ''}
            onChange={(event) => set({ at: event.target.value ? String(new Date(event.target.value).getTime()) : undefined })}
          />
        </div>
      </div>
      {at && (
        <div className="mb-4">
          <Notice
            tone="info"
            title={`As it was at ${new Date(Number(at)).toLocaleString()}`}
            action={
              <Button small onClick={() => set({ at: undefined })}>
                Back to now
              </Button>
            }
          >
            Health is kept for now only: what changed since is shown as unknown.
          </Notice>
        </div>
      )}
      <Loaded query={topology} skeleton={<Skeleton className="h-[60vh]" />}>
        {(data) => {
          const nodes = data.nodes.filter((node) => `${node.kind} ${node.namespace ?? ''} ${node.name}`.toLowerCase().includes(find));
          const shown = { ...data, nodes };
          if (data.nodes.length === 0) {
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
                  The map of your clusters appears here as soon as an agent has sent its first picture.
                </Empty>
              </Section>
            );
          }
          return (
            <>
              {data.truncated && (
                <div className="mb-4">
                  <Notice tone="warn" title={`${DRAWN_AT_MOST} of ${data.truncated.nodes} objects are shown, the unhealthy ones first`}>
                    Choose a cluster or a namespace to see all of a part.
                  </Notice>
                </div>
              )}
              {view === 'map' ? (
                <MapWithPanel topology={shown} selected={params.get('node') ?? undefined} onSelect={(node) => set({ node })} />
              ) : (
                <List nodes={nodes} />
              )}
            </>
          );
        }}
      </Loaded>
    </>
  );
}

function MapWithPanel({
  topology,
  selected,
  onSelect,
}: {
  topology: Topology;
  selected: string | undefined;
  onSelect: (key: string | undefined) => void;
}) {
  const node = topology.nodes.find((one) => one.key === selected);
  const beside = topology.edges.filter((edge) => edge.from === selected || edge.to === selected);
  const nameOf = (key: string) => topology.nodes.find((one) => one.key === key);
  return (
    <div className="grid grid-cols-1 gap-4 lg:grid-cols-[minmax(0,1fr)_18rem]">
      <div className="overflow-hidden rounded-lg border bg-surface">
        <TopologyMap topology={topology} selected={selected} onSelect={onSelect} />
        <p className="border-t px-4 py-2 text-sm text-ink-2">
          ✕ failing, ! degraded, … pending, ? unknown. Circle: Service; rectangle: workload; hexagon: Node. The list says the same in words.
        </p>
      </div>
      <aside aria-label="Chosen object" className="rounded-lg border bg-surface p-4">
        {node ? (
          <div className="flex flex-col gap-3">
            <h2 className="font-semibold break-words">
              <ObjectName {...node} />
            </h2>
            <Health health={node.health} />
            {node.healthReason && <p className="break-words">{node.healthReason}</p>}
            {node.total !== undefined && (
              <p>
                {node.ready} of {node.total} pods ready
              </p>
            )}
            {node.missingRefs && node.missingRefs.length > 0 && (
              <p className="break-words text-bad">Refers to what is not there: {node.missingRefs.join(', ')}</p>
            )}
            <ul className="flex flex-col gap-1 text-sm">
              {beside.slice(0, 30).map((edge) => {
                const other = nameOf(edge.from === selected ? edge.to : edge.from);
                return (
                  other && (
                    <li key={`${edge.from}${edge.type}${edge.to}`} className="break-words">
                      <span className="text-ink-2">{edge.from === selected ? edge.type : `${edge.type} by`}</span>{' '}
                      <button type="button" className="text-left hover:underline" onClick={() => onSelect(other.key)}>
                        {other.kind} {other.name}
                      </button>
                    </li>
                  )
                );
              })}
            </ul>
            <Link href={resourcePath(node.key)} className={buttonClass('secondary', true)}>
              Open
            </Link>
          </div>
        ) : (
          <p className="text-ink-2">Choose an object on the map to see its health and what it is related to.</p>
        )}
      </aside>
    </div>
  );
}

const ORDER = ['failing', 'degraded', 'unknown', 'pending', 'healthy'];

function List({ nodes }: { nodes: Topology['nodes'] }) {
  const sorted = [...nodes].sort(
    (a, b) =>
      ORDER.indexOf(a.health) - ORDER.indexOf(b.health) ||
      `${a.namespace}/${a.kind}/${a.name}`.localeCompare(`${b.namespace}/${b.kind}/${b.name}`),
  );
  return (
    <Section flush>
      <ul className="divide-y">
        {sorted.map((node) => (
          <li key={node.key} className="flex flex-wrap items-center justify-between gap-2 px-4 py-2">
            <ObjectName {...node} resourceKey={node.key} />
            <span className="flex items-center gap-3">
              {node.total !== undefined && (
                <span className="text-sm text-ink-2">
                  {node.ready}/{node.total} ready
                </span>
              )}
              <Health health={node.health} />
            </span>
          </li>
        ))}
      </ul>
      {sorted.length === 0 && <Empty title="Nothing matches">Another word in the field “Find” may.</Empty>}
    </Section>
  );
}

/** A time as the input wants it, in the viewer's zone. */
function localTime(ms: number): string {
  const date = new Date(ms);
  return new Date(ms - date.getTimezoneOffset() * 60_000).toISOString().slice(0, 16);
}
