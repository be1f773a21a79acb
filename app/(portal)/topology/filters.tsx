'use client';

import type { GET as ListClusters } from '#app/api/v1/clusters/route.ts';
import { useApi } from '#components/api.ts';
import { useQueryState } from '#components/graph/query-state.ts';
import { Field } from '#components/ui/field.tsx';
import { Select } from '#components/ui/select.tsx';

/** Cluster, namespace, name and time of the topology; kept in the address. */
export function TopologyFilters() {
  const [params, set] = useQueryState();
  const clusters = useApi<typeof ListClusters>('/api/v1/clusters', 30_000);
  const at = params.get('at');
  return (
    <div className="mb-4 grid grid-cols-1 gap-3 sm:grid-cols-2 lg:grid-cols-4">
      <Select label="Cluster" value={params.get('cluster') ?? ''} onChange={(event) => set({ cluster: event.target.value })}>
        <option value="">All</option>
        {clusters.data?.items.map(({ name }) => (
          <option key={name}>{name}</option>
        ))}
      </Select>
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
      <Field
        label="Point in time"
        type="datetime-local"
        value={at ? localTime(Number(at)) : ''}
        onChange={(event) => set({ at: event.target.value ? String(new Date(event.target.value).getTime()) : undefined })}
      />
    </div>
  );
}

/** A time in the viewer's zone, in the format of the input. */
function localTime(ms: number): string {
  const date = new Date(ms);
  return new Date(ms - date.getTimezoneOffset() * 60_000).toISOString().slice(0, 16);
}
