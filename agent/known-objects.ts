import { closeSync, fdatasyncSync, openSync, readFileSync, renameSync, rmSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import { decodeFrames, encodeFrame } from './buffer/frames.ts';

/** What the agent keeps of a reported object: enough to detect a change and to report its deletion. */
export interface KnownObject {
  kind: string;
  uid: string;
  name: string;
  namespace?: string;
  /** Of the version last reported. */
  resourceVersion: string;
  /** Of what was last reported; empty while the report may not have reached the disk. */
  fingerprint: string;
}

type Entry =
  | [kind: string, uid: string, namespace: string, name: string, resourceVersion: string, fingerprint: string]
  | [kind: string, uid: string];

const COMPACT_FROM_BYTES = 1024 * 1024;

/**
 * The objects that were reported, in memory and in a journal on disk. The journal is what lets a restarted agent
 * report deletions that happened while it was away, and not report what did not change.
 *
 * Order makes it safe against a crash at any moment: an object is noted with an empty fingerprint before its report
 * goes into the buffer, and with its fingerprint after. So what may have been reported is known, and what may not
 * have been is reported again.
 */
export class KnownObjects {
  readonly #path: string;
  readonly #kinds = new Map<string, Map<string, KnownObject>>();
  #file: number;
  #bytes = 0;
  #compactAt = COMPACT_FROM_BYTES;

  /** Opens the journal in `dir`, which must exist, or creates it. `forgetFingerprints`: every object is to be reported again. */
  constructor(dir: string, forgetFingerprints: boolean) {
    this.#path = join(dir, 'known-objects');
    this.#load(forgetFingerprints);
    this.#file = this.#rewrite();
  }

  #load(forgetFingerprints: boolean): void {
    let bytes: Buffer;
    try {
      bytes = readFileSync(this.#path);
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code === 'ENOENT') return;
      throw error;
    }
    for (const { payload } of decodeFrames(bytes).frames) for (const entry of JSON.parse(payload) as Entry[]) this.#apply(entry);
    if (!forgetFingerprints) return;
    for (const objects of this.#kinds.values()) for (const object of objects.values()) object.fingerprint = '';
  }

  #apply(entry: Entry): void {
    const [kind, uid] = entry;
    const objects = this.#of(kind);
    if (entry.length === 2) {
      objects.delete(uid);
      return;
    }
    const [, , namespace, name, resourceVersion, fingerprint] = entry;
    objects.set(uid, { kind, uid, name, ...(namespace && { namespace }), resourceVersion, fingerprint });
  }

  #of(kind: string): Map<string, KnownObject> {
    let objects = this.#kinds.get(kind);
    if (!objects) {
      objects = new Map();
      this.#kinds.set(kind, objects);
    }
    return objects;
  }

  /** Rewrites the journal with only what is known now. Returns the open file. */
  #rewrite(): number {
    const file = openSync(`${this.#path}.new`, 'w');
    this.#bytes = 0;
    for (const objects of this.#kinds.values()) {
      if (objects.size > 0) this.#bytes += writeSync(file, encodeFrame(JSON.stringify([...objects.values()].map(entryOf))));
    }
    fdatasyncSync(file);
    renameSync(`${this.#path}.new`, this.#path);
    this.#compactAt = Math.max(COMPACT_FROM_BYTES, 3 * this.#bytes);
    return file;
  }

  get(kind: string, uid: string): KnownObject | undefined {
    return this.#kinds.get(kind)?.get(uid);
  }

  /** What is known of a kind, in one namespace or (undefined) in all. */
  *all(kind: string, namespace: string | undefined): IterableIterator<KnownObject> {
    for (const object of this.#kinds.get(kind)?.values() ?? []) {
      if (namespace === undefined || object.namespace === namespace) yield object;
    }
  }

  /** How many objects of each kind are known. */
  counts(): Record<string, number> {
    return Object.fromEntries([...this.#kinds].filter(([, objects]) => objects.size > 0).map(([kind, objects]) => [kind, objects.size]));
  }

  /** Notes objects and forgets others, durably when it returns. */
  note(objects: readonly KnownObject[], gone: readonly Pick<KnownObject, 'kind' | 'uid'>[] = []): void {
    const entries: Entry[] = [...objects.map(entryOf), ...gone.map(({ kind, uid }): Entry => [kind, uid])];
    if (entries.length === 0) return;
    this.#bytes += writeSync(this.#file, encodeFrame(JSON.stringify(entries)));
    fdatasyncSync(this.#file);
    for (const entry of entries) this.#apply(entry);
    if (this.#bytes < this.#compactAt) return;
    closeSync(this.#file);
    this.#file = this.#rewrite();
  }

  /** Closes the journal. */
  close(): void {
    closeSync(this.#file);
    rmSync(`${this.#path}.new`, { force: true });
  }
}

function entryOf({ kind, uid, namespace, name, resourceVersion, fingerprint }: KnownObject): Entry {
  return [kind, uid, namespace ?? '', name, resourceVersion, fingerprint];
}
