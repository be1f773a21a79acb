'use client';

import type { Route } from 'next';
import { useState } from 'react';
import { useQueryState } from '#components/graph/query-state.ts';
import { Loaded } from '#components/loaded.tsx';
import { Found } from '#components/search/found.tsx';
import { byType, HEADINGS, useSearch } from '#components/search/use-search.ts';
import { Button } from '#components/ui/button.tsx';
import { inputClass } from '#components/ui/field.tsx';
import { Link } from '#components/ui/link.tsx';
import { PageHead, Section } from '#components/ui/page.tsx';
import { Empty, Skeleton } from '#components/ui/state.tsx';
import { When } from '#components/ui/text.tsx';
import { SEARCH_TYPES, type SearchType } from '#lib/search/documents.ts';

const MOST = 100;
const EXAMPLES = ['out of memory', 'kind:pod health:failing', 'type:incident certificate', 'who changed what'];

/** Everything that was found for a text, by type. The text and the type are in the address. */
export function SearchView() {
  const [params, set] = useQueryState();
  const [text, setText] = useState(params.get('q') ?? '');
  const type = params.get('type') ?? '';
  const { found, isBehind } = useSearch(text, MOST);
  function search(words: string): void {
    setText(words);
    set({ q: words });
  }
  return (
    <>
      <PageHead title="Search">
        Words, misspelt or in part, and what they mean: “out of memory” finds OOMKilled. Fields narrow a search: <code>type:event</code>,{' '}
        <code>kind:pod</code>, <code>ns:shop</code>, <code>cluster:prod</code>, <code>health:failing</code>.
      </PageHead>
      <search className="mb-4 flex flex-wrap gap-3">
        <input
          type="search"
          aria-label="Search"
          placeholder="Search"
          maxLength={200}
          className={`${inputClass} min-w-0 grow basis-56`}
          value={text}
          onChange={(event) => search(event.target.value)}
        />
        <select aria-label="Type" className={`${inputClass} w-auto`} value={type} onChange={(event) => set({ type: event.target.value })}>
          <option value="">All types</option>
          {SEARCH_TYPES.map((one) => (
            <option key={one} value={one}>
              {HEADINGS[one]}
            </option>
          ))}
        </select>
      </search>
      {text.trim() === '' ? (
        <Section>
          <Empty title="What are you looking for?">
            <p>For example:</p>
            <ul className="mt-3 flex flex-wrap justify-center gap-2">
              {EXAMPLES.map((example) => (
                <li key={example}>
                  <Button small onClick={() => search(example)}>
                    {example}
                  </Button>
                </li>
              ))}
            </ul>
          </Empty>
        </Section>
      ) : (
        <Loaded query={found} skeleton={<Skeleton className="h-96" />}>
          {({ items }) => <Results items={items} type={type} isBehind={isBehind} showAll={() => set({ type: '' })} />}
        </Loaded>
      )}
    </>
  );
}

type Items = NonNullable<ReturnType<typeof useSearch>['found']['data']>['items'];

function Results({ items, type, isBehind, showAll }: { items: Items; type: string; isBehind: boolean; showAll: () => void }) {
  const shown = items.filter((item) => type === '' || item.type === type);
  if (shown.length === 0 && !isBehind) {
    return (
      <Section>
        <Empty
          title="Nothing was found"
          action={
            items.length > 0 ? (
              <Button small onClick={showAll}>
                Show all types
              </Button>
            ) : undefined
          }
        >
          {items.length > 0
            ? `Nothing of the type ${HEADINGS[type as SearchType]} answers this, but other things do.`
            : 'Events and log lines are found for seven days. Try fewer words, or other ones.'}
        </Empty>
      </Section>
    );
  }
  return (
    <div className={isBehind ? 'opacity-60' : ''} aria-busy={isBehind}>
      {byType(shown).map(([of, group]) => (
        <Section key={of} title={HEADINGS[of]} flush>
          <ul className="divide-y">
            {group.map((item) => (
              <li key={item.id}>
                <Link href={item.path as Route} className="flex items-start justify-between gap-4 px-4 py-2.5 hover:bg-sunken">
                  <Found item={item} />
                  {item.at !== null && (
                    <span className="shrink-0 text-sm text-ink-2">
                      <When ms={item.at} />
                    </span>
                  )}
                </Link>
              </li>
            ))}
          </ul>
        </Section>
      ))}
      {items.length === MOST && <p className="text-ink-2">These are the best {MOST}. More words or a field narrow the search.</p>}
    </div>
  );
}
