'use client';

import { useEffect, useId, useRef, useState } from 'react';
import type { GET as ListClusters } from '#app/api/v1/clusters/route.ts';
import { useApi } from '#components/api.ts';
import { useDebounced } from '#components/debounced.ts';
import { EXPRESSION_EXAMPLES } from '#components/graph/expression.ts';
import { Field } from '#components/ui/field.tsx';
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
  const list = useId();
  const names = [...new Set([...(clusters.data?.items.map(({ name }) => name) ?? []), ...(choice.cluster ? [choice.cluster] : [])])];
  const isUnknown = choice.namespace !== undefined && namespaces !== undefined && !namespaces.includes(choice.namespace);
  return (
    <div className="mb-4 grid grid-cols-1 gap-3 sm:grid-cols-2 lg:grid-cols-4">
      <Select label="Cluster" value={choice.cluster ?? ''} onChange={(event) => set({ cluster: event.target.value, namespace: undefined })}>
        <option value="">All</option>
        {names.map((name) => (
          <option key={name}>{name}</option>
        ))}
      </Select>
      <div>
        <Typed
          label="Namespace"
          placeholder="All"
          list={list}
          value={choice.namespace ?? ''}
          onSettled={(namespace) => set({ namespace })}
          error={
            isUnknown
              ? `There is no namespace "${choice.namespace}"${choice.cluster ? ` in ${choice.cluster}` : ''}. ${existing(namespaces)}`
              : undefined
          }
        />
        <datalist id={list}>
          {namespaces?.map((name) => (
            <option key={name} value={name} />
          ))}
        </datalist>
      </div>
      <Typed
        label="Find"
        placeholder="health:bad"
        value={choice.find}
        onSettled={(find) => set({ find })}
        error={errors.find}
        hint={`A word, or ${EXPRESSION_EXAMPLES[1]}`}
      />
      <Typed
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

/** A field whose text is told once somebody has stopped typing. */
function Typed({
  value,
  onSettled,
  ...field
}: {
  label: string;
  placeholder: string;
  value: string;
  onSettled: (value: string) => void;
  list?: string;
  hint?: string;
  error?: string | undefined;
}) {
  const [text, setText] = useState(value);
  const settled = useDebounced(text, 300);
  const told = useRef(value);
  // The address changes by links and by the back button, too; what was told by typing must not undo what was typed since.
  useEffect(() => {
    if (value !== told.current) setText(value);
    told.current = value;
  }, [value]);
  // biome-ignore lint/correctness/useExhaustiveDependencies: only what was typed is told
  useEffect(() => {
    if (settled !== text || settled.trim() === value) return;
    told.current = settled.trim();
    onSettled(told.current);
  }, [settled]);
  return <Field {...field} autoComplete="off" spellCheck={false} value={text} onChange={(event) => setText(event.target.value)} />;
}
