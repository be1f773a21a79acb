'use client';

import { useState } from 'react';
import type { GET as ListAllDeadLetters } from '#app/api/v1/admin/dead-letters/route.ts';
import { useApi } from '#components/api.ts';
import { useQueryState } from '#components/graph/query-state.ts';
import { Loaded } from '#components/loaded.tsx';
import { Field } from '#components/ui/field.tsx';
import { PageHead, Section } from '#components/ui/page.tsx';
import { Pager } from '#components/ui/pager.tsx';
import { Select } from '#components/ui/select.tsx';
import { Empty, Notice, Skeleton } from '#components/ui/state.tsx';
import { STREAMS } from '#lib/wire/names.ts';
import { PROVIDER_CRUMBS } from '../crumbs.ts';
import { DeadLetterTable, SOURCES, STATES } from './dead-letter-table.tsx';
import { type Resolution, ResolveDialog } from './resolve-dialog.tsx';

const PAGE = 50;
const FILTERS = ['client_id', 'stream', 'source', 'state'];

/** Rejected records with their reason, and two ways to resolve each: replay or discard. */
export function DeadLettersView() {
  const [params] = useQueryState();
  const [resolution, setResolution] = useState<Resolution>();
  const [result, setResult] = useState<string>();
  const query = new URLSearchParams({ limit: String(PAGE) });
  for (const name of [...FILTERS, 'cursor']) {
    const value = params.get(name);
    if (value) query.set(name, value);
  }
  const letters = useApi<typeof ListAllDeadLetters>(`/api/v1/admin/dead-letters?${query}`, 5_000);
  const isFiltered = FILTERS.some((name) => params.has(name));

  function startResolution(next: Resolution) {
    setResult(undefined);
    setResolution(next);
  }

  return (
    <>
      <PageHead title="Dead letters" crumbs={PROVIDER_CRUMBS}>
        Records that were rejected, with the reason. Once the cause is fixed, a record can be replayed.
      </PageHead>
      <Filters />
      {result && (
        <div className="mb-4">
          <Notice tone="good">{result}</Notice>
        </div>
      )}
      <Loaded query={letters} skeleton={<Skeleton className="h-96" />}>
        {({ items, nextCursor }) => (
          <Section flush>
            {items.length === 0 ? (
              <Empty title={isFiltered || params.has('cursor') ? 'No matching dead letters' : 'No dead letters'}>
                {isFiltered
                  ? 'Remove one of the filters.'
                  : 'Records that cannot be parsed, are too large or cannot be applied to a graph appear here, for the retention period of their client.'}
              </Empty>
            ) : (
              <DeadLetterTable items={items} onResolve={startResolution} />
            )}
            <Pager next={nextCursor} />
          </Section>
        )}
      </Loaded>
      {resolution && <ResolveDialog resolution={resolution} onClose={() => setResolution(undefined)} onDone={setResult} />}
    </>
  );
}

function Filters() {
  const [params, set] = useQueryState();
  const filter = (name: string) => ({
    value: params.get(name) ?? '',
    onChange: (event: { target: { value: string } }) => set({ [name]: event.target.value, cursor: undefined }),
  });
  return (
    <div className="mb-4 grid gap-3 sm:grid-cols-2 lg:grid-cols-4">
      <Field label="Client" type="search" placeholder="Full client ID" {...filter('client_id')} />
      <Select label="Stream" {...filter('stream')}>
        <option value="">All</option>
        {STREAMS.map((stream) => (
          <option key={stream}>{stream}</option>
        ))}
      </Select>
      <Select label="Rejected by" {...filter('source')}>
        <option value="">All</option>
        {Object.entries(SOURCES).map(([source, label]) => (
          <option key={source} value={source}>
            {label}
          </option>
        ))}
      </Select>
      <Select label="Status" {...filter('state')}>
        <option value="">All</option>
        {Object.entries(STATES).map(([state, { label }]) => (
          <option key={state} value={state}>
            {label}
          </option>
        ))}
      </Select>
    </div>
  );
}
