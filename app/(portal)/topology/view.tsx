'use client';

import { useEffect, useMemo, useState } from 'react';
import type { GET as GetTopology } from '#app/api/v1/topology/route.ts';
import { useApi } from '#components/api.ts';
import { readExpression } from '#components/graph/expression.ts';
import { useQueryState } from '#components/graph/query-state.ts';
import type { Topology } from '#components/graph/types.ts';
import { Loaded } from '#components/loaded.tsx';
import { Button } from '#components/ui/button.tsx';
import { PageHead } from '#components/ui/page.tsx';
import { Skeleton } from '#components/ui/state.tsx';
import { ViewSwitch } from '#components/ui/view-switch.tsx';
import { TopologyFilters } from './filters.tsx';
import { Objects } from './objects.tsx';
import { Timeline } from './timeline.tsx';
import { type Choice, useChoice } from './use-choice.ts';

/** The most objects that are asked for, the unhealthy first. */
const MAX_NODES = 5_000;
const REFRESH_MS = 10_000;
const NARROW = '(max-width: 640px)';
const VIEWS = ['map', 'list'] as const;
const WORDS = { map: 'Map', list: 'List' };

/** The topology as a map and as a list of the same objects, now and at a time in the past. What is chosen is kept in the address. */
export function TopologyView() {
  const [params, set] = useQueryState();
  const { choice } = useChoice();
  const [isNarrow, setNarrow] = useState(false);
  useEffect(() => setNarrow(matchMedia(NARROW).matches), []);
  const [find, hide] = useMemo(() => [readExpression(choice.find), readExpression(choice.hide)], [choice.find, choice.hide]);
  const topology = useApi<typeof GetTopology>(
    pathOf(choice, find.error === undefined ? find.kinds : []),
    choice.at === undefined ? REFRESH_MS : undefined,
  );
  const view = VIEWS.find((one) => one === params.get('view')) ?? (isNarrow ? 'list' : 'map');
  const now = useNow();
  const known = topology.data?.knownSince;

  return (
    <>
      <PageHead title="Topology" action={<ViewSwitch views={VIEWS} words={WORDS} view={view} onChange={(next) => set({ view: next })} />}>
        Workloads, what calls them and what they need. Pods are shown as part of the workload that owns them.
      </PageHead>
      <TopologyFilters
        choice={choice}
        set={set}
        namespaces={topology.isPlaceholderData ? undefined : topology.data?.namespaces}
        errors={{ find: find.error, hide: hide.error }}
      />
      {known !== undefined && known !== null && now !== undefined && (
        <Timeline
          cluster={choice.cluster}
          at={choice.at}
          knownSince={known}
          now={now}
          isLoading={topology.isPlaceholderData}
          onChange={(at) => set({ at: at === undefined ? undefined : String(at) })}
        />
      )}
      {topology.error && choice.at !== undefined && (
        <div className="mb-3">
          <Button onClick={() => set({ at: undefined })}>Back to now</Button>
        </div>
      )}
      <Loaded query={topology} skeleton={<Skeleton className="h-[62vh]" />}>
        {(data: Topology) => <Objects topology={data} find={find} hide={hide} view={view} />}
      </Loaded>
    </>
  );
}

/** Pods and what else is folded are asked for only when they are searched for. */
function pathOf({ cluster, namespace, at, expanded }: Choice, kinds: readonly string[]): string {
  const detail = kinds.some((kind) => kind === 'replicaset' || kind === 'job') ? 'full' : kinds.includes('pod') ? 'pods' : undefined;
  const query = new URLSearchParams({ maxNodes: String(MAX_NODES) });
  const given = { cluster, namespace, at: at?.toString(), detail, expand: [...expanded].join(',') };
  for (const [name, value] of Object.entries(given)) if (value) query.set(name, value);
  return `/api/v1/topology?${query}`;
}

/** The present time, to a quarter of a minute; undefined until the page is interactive. */
function useNow(): number | undefined {
  const [now, setNow] = useState<number>();
  useEffect(() => {
    setNow(Date.now());
    const timer = setInterval(() => setNow(Date.now()), 15_000);
    return () => clearInterval(timer);
  }, []);
  return now;
}
