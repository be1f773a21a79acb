'use client';

import type { GET as Search } from '#app/api/v1/search/route.ts';
import type { AnswerOf } from '#lib/api/index.ts';
import type { SearchType } from '#lib/search/documents.ts';
import { useApi } from '../api.ts';
import { useDebounced } from '../debounced.ts';

export type FoundItem = AnswerOf<typeof Search>['items'][number];

/** A pause in typing after which a search is made. */
const PAUSE_MS = 200;

/** What is found for a text as it is typed; `isBehind` while the answer is one for an earlier text. Nothing is asked for an empty text. */
export function useSearch(text: string, limit: number) {
  const wanted = text.trim();
  const settled = useDebounced(wanted, PAUSE_MS);
  const found = useApi<typeof Search>(
    settled === '' ? null : `/api/v1/search?${new URLSearchParams({ q: settled, limit: String(limit) })}`,
  );
  return { found, isBehind: wanted !== settled || found.isPlaceholderData };
}

/** What the types are called where several are listed, in the order of `SEARCH_TYPES`. */
export const HEADINGS: Record<SearchType, string> = {
  page: 'Pages',
  action: 'Actions',
  incident: 'Incidents',
  resource: 'Resources',
  event: 'Events',
  log: 'Log lines',
  alert: 'Alerts',
  query: 'Queries',
  guide: 'Docs',
};

/** Items by type, the types in the order of their best items. */
export function byType<Item extends { type: SearchType }>(items: readonly Item[]): [type: SearchType, items: Item[]][] {
  const groups = new Map<SearchType, Item[]>();
  for (const item of items) groups.set(item.type, [...(groups.get(item.type) ?? []), item]);
  return [...groups];
}
