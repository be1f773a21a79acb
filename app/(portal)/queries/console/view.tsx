'use client';

import { useMutation } from '@tanstack/react-query';
import { useSearchParams } from 'next/navigation';
import { useState } from 'react';
import type { GET as ListConsoleQueries, POST as RunConsoleQuery } from '#app/api/v1/console-queries/route.ts';
import type { GET as GetQuery } from '#app/api/v1/queries/[id]/route.ts';
import { type ApiError, callApi, useApi } from '#components/api.ts';
import { PageHead, Section } from '#components/ui/page.tsx';
import { Notice, Skeleton } from '#components/ui/state.tsx';
import type { AnswerOf } from '#lib/api/index.ts';
import type { ConsoleAnswer } from './cells.ts';
import { Editor, type Entered } from './editor.tsx';
import { History } from './history.tsx';
import { Result } from './result.tsx';
import { SchemaHelp } from './schema-help.tsx';

const EXAMPLE = 'MATCH (p:Pod)-[r:RUNS_ON]->(n:Node)\nWHERE p.health <> $health\nRETURN p, r, n\nLIMIT 100';
const EXAMPLE_PARAMETERS = '{"health": "healthy"}';

/** Queries of one's own in Cypher, with what the graph holds beside them, and those that were run before. */
export function ConsoleView() {
  const from = useSearchParams().get('from');
  const copied = useApi<typeof GetQuery>(from ? `/api/v1/queries/${encodeURIComponent(from)}` : null);
  const history = useApi<typeof ListConsoleQueries>('/api/v1/console-queries?limit=20');
  return (
    <>
      <PageHead title="Query console" crumbs={[{ href: '/queries', label: 'Queries' }]}>
        Ask the graph of your clusters in Cypher. Queries only read, run for at most 10 seconds and are kept in the history below.
      </PageHead>
      {history.error?.code === 'missing_role' ? (
        <Notice tone="info" title="For admins and owners">
          {history.error.message}
        </Notice>
      ) : from && copied.isLoading ? (
        <Skeleton className="h-96" />
      ) : (
        <Console key={from} first={copied.data && enteredOf(copied.data)} history={history.data?.items} refresh={history.refetch} />
      )}
    </>
  );
}

function Console({
  first = { cypher: EXAMPLE, parameters: EXAMPLE_PARAMETERS },
  history,
  refresh,
}: {
  first?: Entered | undefined;
  history: AnswerOf<typeof ListConsoleQueries>['items'] | undefined;
  refresh: () => unknown;
}) {
  const [entered, setEntered] = useState(first);
  // Not an action, which would fetch everything on the page again.
  const run = useMutation<ConsoleAnswer, ApiError, { planOnly: boolean }>({
    mutationFn: async ({ planOnly }) => {
      const body = { cypher: entered.cypher, parameters: JSON.parse(entered.parameters.trim() || '{}'), planOnly };
      const answer = await callApi<typeof RunConsoleQuery>('POST', '/api/v1/console-queries', body);
      return answer as ConsoleAnswer;
    },
    onSettled: () => void refresh(),
  });
  return (
    <>
      <div className="grid grid-cols-1 gap-x-4 lg:grid-cols-[minmax(0,1fr)_18rem]">
        <Editor
          entered={entered}
          onChange={setEntered}
          error={run.error}
          busy={run.isPending}
          onRun={(planOnly) => run.mutate({ planOnly })}
        />
        <SchemaHelp />
      </div>
      <div aria-live="polite">{run.data && !run.error && <Result answer={run.data} isPlanned={run.variables?.planOnly === true} />}</div>
      <Section flush title="History">
        <History items={history} onTake={setEntered} />
      </Section>
    </>
  );
}

/** A query of the library, with parameters with which it can be tried. */
function enteredOf({ cypher, parameters, example }: AnswerOf<typeof GetQuery>): Entered {
  const values = { ...Object.fromEntries(parameters.map((one) => [one.name, one.default ?? ''])), ...example };
  return { cypher: `${cypher}\nLIMIT 200`, parameters: JSON.stringify({ ...values, now: Date.now() }) };
}
