import type { Obj } from '../store/object.ts';
import type { Store } from '../store/store.ts';
import type { LogSource } from './logs.ts';
import type { Tokens } from './users.ts';

export type Operation = 'CREATE' | 'UPDATE' | 'DELETE';

/**
 * Admission of a write: sets defaults, validates and checks quota. Takes the object to be written, the current object (on
 * update) and the name of the writer for managedFields (`kubectl-edit`), which is undefined if managedFields is already
 * set. Returns the object to write. Throws an error with a reason of the API (Forbidden, Invalid) and the real server's
 * message.
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
  /** The version that the server reports. */
  version: string;
  /** How often watches that asked for bookmarks get one, in ms. */
  bookmarkEveryMs: number;
  /** Callbacks that end each open watch and followed log. */
  streams: Set<() => void>;
}
