'use client';

import { useMemo, useState } from 'react';
import { saveBlob } from '#components/api.ts';
import { MapWithPanel } from '#components/graph/map-with-panel.tsx';
import { Button } from '#components/ui/button.tsx';
import { amount } from '#components/ui/format.ts';
import { Section } from '#components/ui/page.tsx';
import { Empty, Notice } from '#components/ui/state.tsx';
import { ViewSwitch } from '#components/ui/view-switch.tsx';
import { AnswerTable } from './answer-table.tsx';
import { type ConsoleAnswer, csvOf, drawnOf } from './cells.ts';

type View = 'table' | 'map' | 'plan';
const WORDS: Record<View, string> = { table: 'Table', map: 'Map', plan: 'Plan' };

/** What a query answered: as a table, as a map of its objects, and how the graph came by it. */
export function Result({ answer, isPlanned }: { answer: ConsoleAnswer; isPlanned: boolean }) {
  const drawn = useMemo(() => drawnOf(answer), [answer]);
  const [wanted, setWanted] = useState<View>('table');
  const [selected, setSelected] = useState<string>();
  const views: View[] = isPlanned ? ['plan'] : drawn ? ['table', 'map', 'plan'] : ['table', 'plan'];
  const view = views.includes(wanted) ? wanted : views[0];
  const { columns, rows, truncated, plan, ms } = answer;
  return (
    <>
      <div className="mb-4 flex flex-wrap items-center gap-3">
        {views.length > 1 && <ViewSwitch views={views} words={WORDS} view={view} onChange={setWanted} />}
        <p className="grow text-sm text-ink-2">
          {isPlanned ? 'Explained without running it.' : `${amount(rows.length, 'row')} in ${ms.toLocaleString()} ms.`}
        </p>
        {rows.length > 0 && (
          <Button small onClick={() => saveBlob(new Blob([csvOf(answer)], { type: 'text/csv' }), 'query.csv')}>
            Download as CSV
          </Button>
        )}
      </div>
      {truncated && (
        <div className="mb-4">
          <Notice tone="info">{truncated === 'rows' ? MORE_ROWS : MORE_BYTES}</Notice>
        </div>
      )}
      {view === 'map' && drawn ? (
        <div className="mb-6">
          <MapWithPanel topology={drawn} selected={selected} onSelect={setSelected} />
        </div>
      ) : (
        <Section flush>
          {view === 'plan' ? (
            <Plan text={plan} />
          ) : rows.length === 0 && !truncated ? (
            <Empty title="No rows">Nothing in the graph is what the query asks for.</Empty>
          ) : (
            <AnswerTable columns={columns} rows={rows} />
          )}
        </Section>
      )}
    </>
  );
}

const MORE_ROWS = 'Only the first 1,000 rows are shown. Narrow the query, or page through the rows with SKIP and LIMIT.';
const MORE_BYTES = 'Only the first 4 MB of the answer are shown. Return single properties instead of whole nodes, or fewer rows.';

function Plan({ text }: { text: string }) {
  return (
    <>
      <p className="border-b px-4 py-2 text-sm text-ink-2">
        The steps of the graph store. Each works on what is indented below it, so the innermost line comes first.
      </p>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: long lines are scrolled by keyboard too */}
      <pre tabIndex={0} className="overflow-x-auto p-4 font-mono text-sm">
        {text}
      </pre>
    </>
  );
}
