'use client';

import type { Route } from 'next';
import { useMemo, useState } from 'react';
import type { GET as GetQuery } from '#app/api/v1/queries/[id]/route.ts';
import type { GET as RunQuery } from '#app/api/v1/queries/[id]/rows/route.ts';
import { useApi } from '#components/api.ts';
import { DownloadButton } from '#components/download.tsx';
import { MapWithPanel } from '#components/graph/map-with-panel.tsx';
import { useQueryState } from '#components/graph/query-state.ts';
import { Loaded } from '#components/loaded.tsx';
import { Link } from '#components/ui/link.tsx';
import { PageHead, Section } from '#components/ui/page.tsx';
import { Empty, Notice, Skeleton } from '#components/ui/state.tsx';
import { CopyText } from '#components/ui/text.tsx';
import { ViewSwitch } from '#components/ui/view-switch.tsx';
import type { AnswerOf } from '#lib/api/index.ts';
import { ParametersForm } from './parameters-form.tsx';
import { RowsTable } from './rows-table.tsx';
import { topologyOf } from './rows-topology.ts';

const VIEWS = ['table', 'map'] as const;
const WORDS = { table: 'Table', map: 'Map' };
type Query = AnswerOf<typeof GetQuery>;

/** A query of the library: the form of its parameters, which are kept in the address, and the rows that it gives. */
export function QueryView({ id }: { id: string }) {
  const query = useApi<typeof GetQuery>(`/api/v1/queries/${encodeURIComponent(id)}`);
  return (
    <Loaded query={query} skeleton={<Skeleton className="h-96" />}>
      {(found) => <FoundQuery query={found} />}
    </Loaded>
  );
}

function FoundQuery({ query }: { query: Query }) {
  const [params, set] = useQueryState();
  const names = query.parameters.map(({ name }) => name);
  const given = new URLSearchParams([...params].filter(([name, value]) => names.includes(name) && value !== ''));
  const isAsked = query.parameters.every(({ name, required }) => !required || given.has(name));
  const path = `/api/v1/queries/${query.id}`;
  const answer = useApi<typeof RunQuery>(isAsked ? `${path}/rows?${given}` : null);
  const wrong = answer.error?.status === 422 ? answer.error.fields : {};
  return (
    <>
      <PageHead
        title={query.title}
        crumbs={[{ href: '/queries', label: 'Queries' }]}
        action={isAsked && answer.data && <DownloadButton path={`${path}/csv?${given}`}>Download as CSV</DownloadButton>}
      >
        {query.description}
      </PageHead>
      {query.parameters.length > 0 && (
        <Section>
          <ParametersForm
            parameters={query.parameters}
            example={query.example}
            given={given.toString()}
            errors={wrong}
            busy={answer.isFetching}
            onRun={(values) => {
              const isSame = names.every((name) => (given.get(name) ?? '') === values[name]);
              if (!isSame) set(values);
              else if (isAsked) void answer.refetch();
            }}
          />
        </Section>
      )}
      {isAsked ? (
        Object.keys(wrong).length === 0 && (
          <Loaded query={answer} skeleton={<Skeleton className="h-64" />}>
            {(data) => <Rows answer={data} />}
          </Loaded>
        )
      ) : (
        <Section>
          <Empty title="Not asked yet">Fill in what the query needs, and run it.</Empty>
        </Section>
      )}
      <details className="text-sm">
        <summary className="cursor-pointer text-ink-2 hover:text-ink">The text of the query</summary>
        <div className="mt-2">
          <CopyText block text={query.cypher} label="Copy the text of the query" />
        </div>
        <p className="mt-2">
          <Link href={`/queries/console?from=${query.id}` as Route} className="link">
            Change it in the query console
          </Link>
        </p>
      </details>
    </>
  );
}

/** The rows as a table or, where they tie objects to each other, as a map. */
function Rows({ answer: { columns, rows, truncated } }: { answer: AnswerOf<typeof RunQuery> }) {
  const [params, set] = useQueryState();
  const [selected, setSelected] = useState<string>();
  const view = VIEWS.find((one) => one === params.get('view')) ?? 'table';
  const drawn = useMemo(() => topologyOf(columns, rows), [columns, rows]);
  if (rows.length === 0) {
    return (
      <Section flush>
        <Empty title="No rows">Nothing in the graph is what the query asks for, at least with these parameters.</Empty>
      </Section>
    );
  }
  const only = rows.length === 1 ? 'the first row is' : `the first ${rows.length} rows are`;
  return (
    <>
      {truncated && (
        <div className="mb-4">
          <Notice tone="info">{`Only ${only} shown. Narrow the query, or download up to 5,000 rows.`}</Notice>
        </div>
      )}
      {drawn && <ViewSwitch views={VIEWS} words={WORDS} view={view} onChange={(one) => set({ view: one })} className="mb-4" />}
      {drawn && view === 'map' ? (
        <div className="mb-6">
          <MapWithPanel topology={drawn} selected={selected} onSelect={setSelected} />
        </div>
      ) : (
        <Section flush>
          <RowsTable columns={columns} rows={rows} />
        </Section>
      )}
    </>
  );
}
