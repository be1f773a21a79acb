'use client';

import type { Route } from 'next';
import { useState } from 'react';
import type { GET as ListQueries } from '#app/api/v1/queries/route.ts';
import { useApi } from '#components/api.ts';
import { useQueryState } from '#components/graph/query-state.ts';
import { Loaded } from '#components/loaded.tsx';
import { Button, buttonClass } from '#components/ui/button.tsx';
import { inputClass } from '#components/ui/field.tsx';
import { Link } from '#components/ui/link.tsx';
import { PageHead, Section } from '#components/ui/page.tsx';
import { Empty, Skeleton } from '#components/ui/state.tsx';
import type { AnswerOf } from '#lib/api/index.ts';
import { holdsWords } from '#lib/queries/search.ts';

type Query = AnswerOf<typeof ListQueries>['items'][number];

/** The library of queries, by subject, with a search. */
export function QueriesView() {
  const queries = useApi<typeof ListQueries>('/api/v1/queries');
  return (
    <>
      <PageHead
        title="Queries"
        action={
          <Link href="/queries/console" className={buttonClass()}>
            Query console
          </Link>
        }
      >
        Questions to the graph of your clusters that are ready to be asked. Each gives a table, which you can download.
      </PageHead>
      <Loaded query={queries} skeleton={<Skeleton className="h-96" />}>
        {({ items }) => <Library queries={items} />}
      </Loaded>
    </>
  );
}

function Library({ queries }: { queries: Query[] }) {
  const [params, set] = useQueryState();
  const [text, setText] = useState(params.get('q') ?? '');
  const subject = params.get('subject') ?? '';
  const subjects = [...new Set(queries.map((query) => query.subject))];
  const found = queries.filter((query) => (subject === '' || query.subject === subject) && holdsWords(query, text));
  function search(words: string, of = subject) {
    setText(words);
    set({ q: words, subject: of });
  }
  return (
    <>
      <search className="mb-4 flex flex-wrap gap-3">
        <input
          type="search"
          aria-label="Search queries"
          placeholder="Search queries"
          className={`${inputClass} min-w-0 grow basis-56`}
          value={text}
          onChange={(event) => search(event.target.value)}
        />
        <select
          aria-label="Subject"
          className={`${inputClass} w-auto`}
          value={subject}
          onChange={(event) => search(text, event.target.value)}
        >
          <option value="">All subjects</option>
          {subjects.map((one) => (
            <option key={one} value={one}>
              {heading(one)}
            </option>
          ))}
        </select>
      </search>
      {found.length === 0 && (
        <Section>
          <Empty
            title="No such query"
            action={
              <Button small onClick={() => search('', '')}>
                Show all queries
              </Button>
            }
          >
            No title or description of this subject holds all of these words.
          </Empty>
        </Section>
      )}
      {subjects.map((one) => (
        <SubjectList key={one} subject={one} queries={found.filter((query) => query.subject === one)} />
      ))}
    </>
  );
}

function SubjectList({ subject, queries }: { subject: string; queries: Query[] }) {
  if (queries.length === 0) return null;
  return (
    <Section flush title={heading(subject)}>
      <ul className="divide-y">
        {queries.map(({ id, title, description }) => (
          <li key={id} className="px-4 py-3">
            <Link href={`/queries/${id}` as Route} className="font-medium hover:underline">
              {title}
            </Link>
            <p className="text-sm text-ink-2">{description}</p>
          </li>
        ))}
      </ul>
    </Section>
  );
}

function heading(subject: string): string {
  return subject.charAt(0).toUpperCase() + subject.slice(1);
}
