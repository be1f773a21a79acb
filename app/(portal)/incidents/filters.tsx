'use client';

import type { GET as ListClusters } from '#app/api/v1/clusters/route.ts';
import type { GET as ListMembers } from '#app/api/v1/members/route.ts';
import { useApi } from '#components/api.ts';
import { ChoiceFilter, TypedFilter } from '#components/filters.tsx';
import { useMe } from '#components/shell/session.ts';
import { causeTitle } from '#lib/rca/cause-titles.ts';
import { CAUSES } from '#lib/rca/causes.ts';

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
/** The filters of the list. Each is kept in the address, and begins at the first page. */
export function Filters() {
  const me = useMe().data;
  const clusters = useApi<typeof ListClusters>('/api/v1/clusters').data?.items ?? [];
  const members = useApi<typeof ListMembers>('/api/v1/members').data?.items ?? [];
  const people = [
    ['', 'Anybody'],
    ...(me?.isPerson ? [['me', 'Me']] : []),
    ['nobody', 'Nobody'],
    ...members.map(({ userId, name }) => [userId, name]),
  ];
  return (
    <search className="mb-4 grid grid-cols-2 gap-3 sm:grid-cols-4">
      <TypedFilter name="q" label="Search" placeholder="Words or number" />
      <ChoiceFilter name="state" label="State" options={STATES} />
      <ChoiceFilter name="severity" label="Severity" options={SEVERITIES} />
      <ChoiceFilter name="days" label="Began" options={TIMES} />
      <ChoiceFilter
        name="cluster"
        label="Cluster"
        options={[['', 'Any'], ...clusters.map(({ name, displayName }) => [name, displayName ?? name])]}
      />
      <TypedFilter name="namespace" label="Namespace" placeholder="Any" />
      <ChoiceFilter name="code" label="Cause" options={[['', 'Any'], ...CODES.map((code) => [code, causeTitle(code)])]} />
      <ChoiceFilter name="assignee" label="Assigned to" options={people} />
    </search>
  );
}
