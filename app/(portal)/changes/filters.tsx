'use client';

import type { GET as ListClusters } from '#app/api/v1/clusters/route.ts';
import { useApi } from '#components/api.ts';
import { ChoiceFilter, TypedFilter, useFilter } from '#components/filters.tsx';
import { useQueryState } from '#components/graph/query-state.ts';
import { Field } from '#components/ui/field.tsx';
import { localTime } from '#components/ui/format.ts';
import { Select } from '#components/ui/select.tsx';
import { Switch } from '#components/ui/switch.tsx';
import { STATE_KINDS } from '#lib/kubernetes/kinds.ts';

const HOURS = [
  ['', 'Any time'],
  ['1', 'Last hour'],
  ['24', 'Last 24 hours'],
  ['168', 'Last 7 days'],
  ['range', 'Between two times'],
] as const;

const KINDS = STATE_KINDS.map(({ kind }) => kind).sort((a, b) => a.localeCompare(b, 'en'));

/** The filters of the changes, kept in the address. */
export function ChangesFilters() {
  const clusters = useApi<typeof ListClusters>('/api/v1/clusters', 30_000).data?.items ?? [];
  const [controllers, setControllers] = useFilter('controllers');
  return (
    <search className="mb-4 flex flex-col gap-3">
      <div className="grid grid-cols-2 gap-3 sm:grid-cols-4">
        <ChoiceFilter
          name="cluster"
          label="Cluster"
          options={[['', 'Any'], ...clusters.map(({ name, displayName }) => [name, displayName ?? name])]}
        />
        <TypedFilter name="namespace" label="Namespace" placeholder="Any" />
        <ChoiceFilter name="kind" label="Kind" options={[['', 'Any'], ...KINDS.map((kind) => [kind, kind])]} />
        <TypedFilter name="name" label="Name" placeholder="Part of a name" />
        <TypedFilter name="by" label="Changed by" placeholder="helm, kubectl-edit" />
        <TypedFilter name="field" label="Field" placeholder="image, replicas" />
        <TimeFilter />
      </div>
      <Switch label="Changes by controllers" on={controllers === 'show'} onChange={(on) => setControllers(on ? 'show' : '')}>
        Show also what the cluster’s own controllers wrote, such as the replicas that an autoscaler set.
      </Switch>
    </search>
  );
}

/** A range of time: back from now, or between two times in the viewer's zone. */
function TimeFilter() {
  const [params, set] = useQueryState();
  const hasRange = params.has('since') || params.has('until');
  const isRange = hasRange || params.get('hours') === 'range';
  const bound = (name: 'since' | 'until', label: string) => (
    <Field
      key={`${name} ${params.get(name)}`}
      label={label}
      type="datetime-local"
      defaultValue={localTime(params.get(name))}
      onBlur={({ target: { value } }) =>
        value !== localTime(params.get(name)) &&
        set({ [name]: value ? String(new Date(value).getTime()) : undefined, hours: 'range', cursor: undefined })
      }
    />
  );
  return (
    <>
      <Select
        label="Time"
        value={isRange ? 'range' : (params.get('hours') ?? '')}
        onChange={({ target: { value } }) => set({ hours: value, since: undefined, until: undefined, cursor: undefined })}
      >
        {HOURS.map(([value, word]) => (
          <option key={value} value={value}>
            {word}
          </option>
        ))}
      </Select>
      {isRange && bound('since', 'From')}
      {isRange && bound('until', 'Until')}
    </>
  );
}
