'use client';

import { type ReactNode, useDeferredValue, useState } from 'react';
import { Field } from '#components/ui/field.tsx';

/** The operations of one subject, as the page has rendered them. */
export interface Subject {
  tag: string;
  anchor: string;
  operations: { id: string; text: string; shown: ReactNode }[];
}

/** The operations of the API with a table of contents, both narrowed to those that hold every word that is searched for. */
export function SearchableOperations({ subjects, children }: { subjects: readonly Subject[]; children: ReactNode }) {
  const [query, setQuery] = useState('');
  const words = useDeferredValue(query).toLowerCase().split(/\s+/).filter(Boolean);
  const found = subjects
    .map((subject) => ({
      ...subject,
      operations: subject.operations.filter(({ text }) => words.every((word) => text.includes(word))),
    }))
    .filter(({ operations }) => operations.length > 0);
  const count = found.reduce((sum, { operations }) => sum + operations.length, 0);
  return (
    <div className="gap-8 lg:grid lg:grid-cols-[13rem_1fr]">
      <nav aria-label="Operations" className="mb-6 lg:sticky lg:top-4 lg:mb-0 lg:max-h-[calc(100vh-2rem)] lg:overflow-y-auto">
        <ul className="flex flex-wrap gap-x-4 gap-y-1 lg:flex-col">
          {found.map(({ tag, anchor, operations }) => (
            <li key={tag}>
              <a href={`#${anchor}`} className="inline-block py-1 font-medium hover:underline">
                {tag}
              </a>
              <ul className="hidden lg:block">
                {operations.map(({ id }) => (
                  <li key={id}>
                    <a href={`#${id}`} className="block py-1 text-sm text-ink-2 hover:text-ink hover:underline">
                      {id}
                    </a>
                  </li>
                ))}
              </ul>
            </li>
          ))}
        </ul>
      </nav>
      <div className="min-w-0">
        {children}
        <search className="mt-6 block max-w-md">
          <Field
            type="search"
            label="Find an operation"
            placeholder="incidents, POST, api-keys …"
            value={query}
            onChange={(event) => setQuery(event.target.value)}
          />
          <p role="status" className="mt-1 text-sm text-ink-2">
            {count === 0 ? 'No operation holds all of these words. Use fewer.' : `${count} operations`}
          </p>
        </search>
        {found.map(({ tag, anchor, operations }) => (
          <section key={tag} aria-labelledby={anchor} className="mt-8">
            <h2 id={anchor} className="text-lg font-semibold">
              {tag}
            </h2>
            {operations.map(({ id, shown }) => (
              <div key={id}>{shown}</div>
            ))}
          </section>
        ))}
      </div>
    </div>
  );
}
