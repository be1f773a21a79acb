import type { Obj, Store } from '../store/store.ts';
import type { LogSource } from './logs.ts';
import type { Tokens } from './users.ts';

export type Operation = 'CREATE' | 'UPDATE' | 'DELETE';

/**
 * What a write becomes before it is kept: defaulted, checked, counted against quota. Gets the object as it would be
 * written, what it is as yet (of an update), and the name of the writer to be noted in managedFields (`kubectl-edit`), unless
 * the object has the note already; gives what to write. Throws an error with a reason of the API (Forbidden, Invalid) and the server's text.
 */
export type Admit = (operation: Operation, object: Obj, old: Obj | undefined, writer: string | undefined) => Obj;

/** What the parts of the API server share. */
export interface Api {
  store: Store;
  /** Epoch ms. */
  now: () => number;
  admit: Admit;
  logs: LogSource;
  tokens: Tokens;
  /** The version that the server says it is. */
  version: string;
  /** How often a watch that asked for bookmarks gets one. */
  bookmarkEveryMs: number;
  /** What ends each open watch and followed log. */
  streams: Set<() => void>;
}
