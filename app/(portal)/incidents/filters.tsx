'use client';

import { useEffect, useState } from 'react';
import type { GET as ListClusters } from '#app/api/v1/clusters/route.ts';
import type { GET as ListMembers } from '#app/api/v1/members/route.ts';
import { useApi } from '#components/api.ts';
import { useQueryState } from '#components/graph/query-state.ts';
import { useMe } from '#components/shell/session.ts';
import { Field } from '#components/ui/field.tsx';
import { Select } from '#components/ui/select.tsx';
import { CAUSES, causeTitle } from '#lib/rca/causes.ts';

const CODES = Object.keys(CAUSES).sort((a, b) => causeTitle(a).localeCompare(causeTitle(b), 'en'));
const STATES = [
  ['', 'Open'],
  ['waiting', 'Needs attention'],
  ['acknowledged', 'Acknowledged'],
  ['snoozed', 'Snoozed'],
  ['resolved', 'Resolved, still failing'],
  ['closed', 'Recovered'],
  ['all', 'All'],
] as const;
const SEVERITIES = [
  ['', 'Any'],
  ['critical', 'Critical'],
  ['major', 'Major'],
  ['minor', 'Minor'],
] as const;
const TIMES = [
  ['', 'Any'],
  ['1', 'Last day'],
  ['7', 'Last 7 days'],
  ['30', 'Last 30 days'],
] as const;
const TYPING_MS = 300;

/** The filters of the list. Each is kept in the address, and begins at the first page. */
export function Filters() {
  const [params, setParams] = useQueryState();
  const set = (name: string, value: string) => setParams({ [name]: value, cursor: undefined });
  const me = useMe().data;
  const clusters = useApi<typeof ListClusters>('/api/v1/clusters').data?.items ?? [];
  const members = useApi<typeof ListMembers>('/api/v1/members').data?.items ?? [];
  const people = [
    ['', 'Anybody'],
    ...(me?.isPerson ? [['me', 'Me']] : []),
    ['nobody', 'Nobody'],
    ...members.map(({ userId, name }) => [userId, name]),
  ];
  const choice = (name: string, label: string, options: readonly (readonly string[])[]) => (
    <Select label={label} value={params.get(name) ?? ''} onChange={(event) => set(name, event.target.value)}>
      {options.map(([value, word]) => (
        <option key={value} value={value}>
          {word}
        </option>
      ))}
    </Select>
  );
  return (
    <search className="mb-4 grid grid-cols-2 gap-3 sm:grid-cols-4">
      <TypedFilter name="q" label="Search" placeholder="Words or number" onChange={(value) => set('q', value)} />
      {choice('state', 'State', STATES)}
      {choice('severity', 'Severity', SEVERITIES)}
      {choice('days', 'Began', TIMES)}
      {choice('cluster', 'Cluster', [['', 'Any'], ...clusters.map(({ name }) => [name, name])])}
      <TypedFilter name="namespace" label="Namespace" placeholder="Any" onChange={(value) => set('namespace', value)} />
      {choice('code', 'Cause', [['', 'Any'], ...CODES.map((code) => [code, causeTitle(code)])])}
      {choice('assignee', 'Assigned to', people)}
    </search>
  );
}

/** A filter that is typed: it takes effect when the typing pauses. */
function TypedFilter({
  name,
  label,
  placeholder,
  onChange,
}: {
  name: string;
  label: string;
  placeholder: string;
  onChange: (value: string) => void;
}) {
  const [params] = useQueryState();
  const current = params.get(name) ?? '';
  const [typed, setTyped] = useState(current);
  useEffect(() => setTyped(current), [current]);
  // biome-ignore lint/correctness/useExhaustiveDependencies: only typing starts the clock
  useEffect(() => {
    if (typed.trim() === current) return;
    const timer = setTimeout(() => onChange(typed.trim()), TYPING_MS);
    return () => clearTimeout(timer);
  }, [typed]);
  return <Field type="search" label={label} placeholder={placeholder} value={typed} onChange={(event) => setTyped(event.target.value)} />;
}
