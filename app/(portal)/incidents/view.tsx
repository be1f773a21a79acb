'use client';

import type { GET as GetAccuracy } from '#app/api/v1/incidents/accuracy/route.ts';
import type { GET as ListIncidents } from '#app/api/v1/incidents/route.ts';
import { useApi } from '#components/api.ts';
import { NothingFits } from '#components/filters.tsx';
import { useQueryState } from '#components/graph/query-state.ts';
import { type Incident, SEVERITY } from '#components/incidents/words.ts';
import { Loaded } from '#components/loaded.tsx';
import { Button, buttonClass } from '#components/ui/button.tsx';
import { amount, duration } from '#components/ui/format.ts';
import { Link } from '#components/ui/link.tsx';
import { PageHead, Section } from '#components/ui/page.tsx';
import { Pager } from '#components/ui/pager.tsx';
import { Badge, Empty, Skeleton } from '#components/ui/state.tsx';
import { type Column, Table } from '#components/ui/table.tsx';
import { When } from '#components/ui/text.tsx';
import { filtersIn, queryOf } from './filter-query.ts';
import { Filters } from './filters.tsx';
import { SavedViews } from './saved-views.tsx';

const REFRESH_MS = 5_000;

type Listed = Pick<
  Incident,
  | 'id'
  | 'number'
  | 'title'
  | 'severity'
  | 'cluster'
  | 'openedAt'
  | 'closedAt'
  | 'acknowledgedAt'
  | 'assignee'
  | 'snoozedUntil'
  | 'resolvedAt'
>;

/** The incidents, narrowed by the filters in the address. */
export function IncidentsView() {
  const [params, set] = useQueryState();
  const filters = filtersIn(params);
  const incidents = useApi<typeof ListIncidents>(`/api/v1/incidents?${queryOf(params)}`, REFRESH_MS);
  const narrowed = Object.keys(filters).filter((name) => name !== 'state');
  return (
    <>
      <PageHead title="Incidents" action={<SavedViews />} />
      <Filters />
      <Section flush>
        <Loaded query={incidents} skeleton={<Skeleton className="h-72" />}>
          {({ items, nextCursor }) =>
            items.length > 0 ? (
              <>
                <Table label="Incidents" columns={columnsAt(incidents.dataUpdatedAt)} rows={items} rowKey={({ id }) => id} />
                <Pager next={nextCursor} />
              </>
            ) : narrowed.length > 0 ? (
              <NothingFits title="No incident fits these filters" filters={narrowed} />
            ) : (
              <NothingYet state={filters.state} onShowAll={() => set({ state: 'all' })} />
            )
          }
        </Loaded>
      </Section>
      <Accuracy />
    </>
  );
}

/** Why the list is empty, and the one next step. */
function NothingYet({ state, onShowAll }: { state: string | undefined; onShowAll: () => void }) {
  if (state === 'all')
    return (
      <Empty
        title="No incidents yet"
        action={
          <Link href="/onboarding" className={buttonClass()}>
            Check your set-up
          </Link>
        }
      >
        When something breaks in one of your clusters, it appears here with its root cause: one incident per problem, however many pods it
        affects.
      </Empty>
    );
  return (
    <Empty
      title={state === undefined ? 'Nothing is broken' : 'No incident is in this state'}
      action={<Button onClick={onShowAll}>Show all incidents</Button>}
    >
      {state === undefined && 'No incident is open.'}
    </Empty>
  );
}

function columnsAt(now: number): Column<Listed>[] {
  return [
    {
      key: 'severity',
      head: 'Severity',
      short: true,
      cell: ({ severity, closedAt }) => (
        <Badge tone={closedAt === null ? SEVERITY[severity].tone : 'neutral'}>{SEVERITY[severity].word}</Badge>
      ),
    },
    {
      key: 'incident',
      head: 'Incident',
      cell: ({ id, number, title }) => (
        <Link href={`/incidents/${id}`} className="font-medium hover:underline">
          <span className="text-ink-2">#{number}</span> {title}
        </Link>
      ),
    },
    { key: 'state', head: 'State', short: true, cell: (row) => stateWords(row, now) },
    { key: 'cluster', head: 'Cluster', cell: ({ cluster }) => cluster },
    { key: 'began', head: 'Began', short: true, cell: ({ openedAt }) => <When ms={openedAt} /> },
    { key: 'assignee', head: 'Assigned to', cell: ({ assignee }) => assignee?.name ?? <span className="text-ink-2">Nobody</span> },
  ];
}

function stateWords({ openedAt, closedAt, acknowledgedAt, snoozedUntil, resolvedAt }: Listed, now: number): string {
  if (closedAt !== null) return `Recovered after ${duration(closedAt - openedAt)}`;
  if (resolvedAt !== null) return 'Resolved, still failing';
  if (snoozedUntil !== null && snoozedUntil > now) return 'Snoozed';
  return acknowledgedAt === null ? 'Open' : 'Acknowledged';
}

/** How often the first cause was right, once somebody has given feedback. */
function Accuracy() {
  const { data } = useApi<typeof GetAccuracy>('/api/v1/incidents/accuracy');
  if (!data || data.judged === 0) return null;
  const { confirmed } = data.byTier;
  return (
    <p className="text-ink-2">
      The first cause was right in {data.right} of the {amount(data.judged, 'incident')} that your team reviewed
      {confirmed.judged > 0 && `; for causes marked Confirmed, in ${confirmed.right} of ${confirmed.judged}`}.
    </p>
  );
}
