'use client';

import { Command } from 'cmdk';
import { Search } from 'lucide-react';
import type { Route } from 'next';
import { useRouter } from 'next/navigation';
import { useState } from 'react';
import { DESTINATIONS } from '#lib/search/destinations.ts';
import { Notice } from '../ui/state.tsx';
import { Found, type Shown } from './found.tsx';
import { byType, HEADINGS, useSearch } from './use-search.ts';

const LIMIT = 24;
const itemClass = 'cursor-pointer rounded-md px-3 py-2 aria-selected:bg-accent-soft';

/** What is in the command palette: a field, and what it finds. */
export function PaletteContent({ close }: { close: () => void }) {
  const router = useRouter();
  const [text, setText] = useState('');
  const { found, isBehind } = useSearch(text, LIMIT);
  const isEmpty = text.trim() === '';
  const items: (Shown & { id: string; path: string })[] = isEmpty ? [...DESTINATIONS] : (found.data?.items ?? []);
  function go(path: string): void {
    close();
    router.push(path as Route);
  }
  return (
    <Command label="Search and commands" shouldFilter={false} loop className="flex min-h-0 flex-col">
      <div className="flex items-center gap-3 border-b px-4">
        <Search aria-hidden className="size-4 shrink-0 text-ink-2" />
        <Command.Input
          autoFocus
          value={text}
          onValueChange={setText}
          maxLength={200}
          placeholder="Search, or say what you want to do"
          className="min-w-0 grow bg-transparent py-3 outline-none"
        />
        <kbd className="rounded border px-1 text-xs text-ink-2">Esc</kbd>
      </div>
      <div aria-live="polite" className="sr-only">
        {isEmpty || isBehind || !found.data ? '' : `${found.data.items.length} found`}
      </div>
      {!isEmpty && found.error && !isBehind ? (
        <div className="p-3">
          <Notice tone="bad" title="The search failed">
            {found.error.message}
          </Notice>
        </div>
      ) : (
        <Command.List className={`min-h-24 overflow-y-auto p-2 ${isBehind && !isEmpty ? 'opacity-60' : ''}`}>
          {!isEmpty && !found.data && <Command.Loading className="px-3 py-6 text-center text-ink-2">Searching …</Command.Loading>}
          {!isEmpty && found.data?.items.length === 0 && !isBehind && (
            <p className="px-3 py-6 text-center text-ink-2">
              Nothing was found. Fields narrow a search: <code>type:incident</code>, <code>kind:pod</code>, <code>ns:shop</code>.
            </p>
          )}
          {byType(items).map(([type, group]) => (
            <Command.Group
              key={type}
              heading={HEADINGS[type]}
              className="[&_[cmdk-group-heading]]:px-3 [&_[cmdk-group-heading]]:pt-2 [&_[cmdk-group-heading]]:pb-1 [&_[cmdk-group-heading]]:text-xs [&_[cmdk-group-heading]]:font-medium [&_[cmdk-group-heading]]:text-ink-2"
            >
              {group.map((item) => (
                <Command.Item key={item.id} value={item.id} onSelect={() => go(item.path)} className={itemClass}>
                  <Found item={item} />
                </Command.Item>
              ))}
            </Command.Group>
          ))}
          {!isEmpty && items.length > 0 && (
            <Command.Item value="all" onSelect={() => go(`/search?${new URLSearchParams({ q: text.trim() })}`)} className={itemClass}>
              <span className="text-accent">Show all results for “{text.trim()}”</span>
            </Command.Item>
          )}
        </Command.List>
      )}
    </Command>
  );
}
