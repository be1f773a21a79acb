import type { Health } from '#lib/kubernetes/health/index.ts';

/** The kinds of things that a search finds. */
export const SEARCH_TYPES = ['page', 'action', 'incident', 'resource', 'event', 'log', 'alert', 'query', 'guide'] as const;
export type SearchType = (typeof SEARCH_TYPES)[number];

/** Something that can be found. */
export interface SearchDocument {
  /** Unique among the documents of a client. */
  id: string;
  type: SearchType;
  title: string;
  /** The rest of what it says. */
  text: string;
  /** Its page in the portal. */
  path: string;
  cluster?: string;
  namespace?: string;
  /** Of a resource. */
  kind?: string;
  /** Of a resource. */
  health?: Health;
  /** When it was last seen, in epoch milliseconds. */
  at?: number;
}
