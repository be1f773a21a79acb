'use client';

import { useId } from 'react';
import type { GET as ListClusters } from '#app/api/v1/clusters/route.ts';
import { useApi } from '#components/api.ts';
import { useClusterNames } from '#components/cluster-name.tsx';
import { EXPRESSION_EXAMPLES } from '#components/graph/expression.ts';
import { TypedField } from '#components/typed-field.tsx';
import { Select } from '#components/ui/select.tsx';
import type { Choice } from './use-choice.ts';

/** Cluster, namespace, and the expressions by which objects are found and hidden. */
export function TopologyFilters({
  choice,
  set,
  namespaces,
  errors,
}: {
  choice: Choice;
  set: (change: Record<string, string | undefined>) => void;
  /** Those that exist; undefined until they are known. */
  namespaces: readonly string[] | undefined;
  errors: { find?: string | undefined; hide?: string | undefined };
}) {
  const clusters = useApi<typeof ListClusters>('/api/v1/clusters', 30_000);
  const clusterName = useClusterNames();
  const list = useId();
  const names = [...new Set([...(clusters.data?.items.map(({ name }) => name) ?? []), ...(choice.cluster ? [choice.cluster] : [])])];
  const isUnknown = choice.namespace !== undefined && namespaces !== undefined && !namespaces.includes(choice.namespace);
  return (
    <div className="mb-4 grid grid-cols-1 gap-3 sm:grid-cols-2 lg:grid-cols-4">
      <Select label="Cluster" value={choice.cluster ?? ''} onChange={(event) => set({ cluster: event.target.value, namespace: undefined })}>
        <option value="">All</option>
        {names.map((name) => (
          <option key={name} value={name}>
            {clusterName(name)}
          </option>
        ))}
      </Select>
      <div>
        <TypedField
          label="Namespace"
          placeholder="All"
          list={list}
          value={choice.namespace ?? ''}
          onSettled={(namespace) => set({ namespace })}
          error={
            isUnknown
              ? `There is no namespace "${choice.namespace}"${choice.cluster ? ` in ${clusterName(choice.cluster)}` : ''}. ${existing(namespaces)}`
              : undefined
          }
        />
        <datalist id={list}>
          {namespaces?.map((name) => (
            <option key={name} value={name} />
          ))}
        </datalist>
      </div>
      <TypedField
        label="Find"
        placeholder="health:bad"
        value={choice.find}
        onSettled={(find) => set({ find })}
        error={errors.find}
        hint={`A word, or ${EXPRESSION_EXAMPLES[1]}`}
      />
      <TypedField
        label="Hide"
        placeholder="ns:kube-*"
        value={choice.hide}
        onSettled={(hide) => set({ hide })}
        error={errors.hide}
        hint="Expressions, as in Find"
      />
    </div>
  );
}

function existing(namespaces: readonly string[]): string {
  if (namespaces.length === 0) return 'None has any objects yet.';
  const named = namespaces.slice(0, 8).join(', ');
  return `Those that exist are ${named}${namespaces.length > 8 ? ` and ${namespaces.length - 8} more` : ''}.`;
}
