import { mkdirSync, readdirSync, readFileSync, renameSync, rmSync, truncateSync, writeFileSync } from 'node:fs';
import { type FileHandle, open } from 'node:fs/promises';
import { join } from 'node:path';
import { decodeFrames, encodeFrame } from './frames.ts';

interface Segment {
  number: number;
  path: string;
  bytes: number;
  /** Records in it that are not acknowledged yet. */
  records: number;
}

/** Records from the head of a queue, and the place after them: hand it back to `acknowledge`. */
export interface Batch {
  payloads: string[];
  segment: number;
  offset: number;
  /** How many of the records each segment gave. */
  taken: Map<number, number>;
}

/**
 * One stream's records on disk, oldest first: numbered segment files that are only appended to, and a small file
 * `acknowledged` that says how far they were delivered. A segment goes when all of it was delivered.
 */
export class StreamQueue {
  readonly #dir: string;
  readonly #segmentBytes: number;
  #segments: Segment[] = [];
  #head = 0;
  #file: FileHandle | undefined;
  #nextNumber = 1;
  #lost = 0;
  /** Whether opening found bytes that are no frame (a crash's torn end, or damage) and cut them off. */
  readonly wasDamaged: boolean;

  /** Opens or makes the queue in `dir`; cuts off what a crash left half written. Throws where the directory can't be used. */
  constructor(dir: string, segmentBytes: number) {
    this.#dir = dir;
    this.#segmentBytes = segmentBytes;
    mkdirSync(dir, { recursive: true });
    this.wasDamaged = this.#recover();
  }

  #recover(): boolean {
    let damaged = false;
    const acknowledged = this.#readAcknowledged();
    const numbers = readdirSync(this.#dir)
      .map((name) => /^(\d{10})\.segment$/.exec(name)?.[1])
      .filter((digits) => digits !== undefined)
      .map(Number)
      .sort((a, b) => a - b);
    for (const number of numbers) {
      this.#nextNumber = number + 1;
      const path = this.#path(number);
      if (number < acknowledged.segment) {
        rmSync(path);
        continue;
      }
      const bytes = readFileSync(path);
      const from = number === acknowledged.segment ? Math.min(acknowledged.offset, bytes.length) : 0;
      const { frames, validBytes } = decodeFrames(bytes, from);
      if (validBytes < bytes.length) {
        damaged = true;
        truncateSync(path, validBytes);
      }
      if (frames.length === 0) {
        rmSync(path);
        continue;
      }
      if (this.#segments.length === 0) this.#head = from;
      this.#segments.push({ number, path, bytes: validBytes, records: frames.length });
    }
    this.#nextNumber = Math.max(this.#nextNumber, acknowledged.segment + 1);
    return damaged;
  }

  #path(number: number): string {
    return join(this.#dir, `${String(number).padStart(10, '0')}.segment`);
  }

  #readAcknowledged(): { segment: number; offset: number } {
    try {
      const [segment, offset] = readFileSync(join(this.#dir, 'acknowledged'), 'utf8').split(' ').map(Number);
      if (Number.isSafeInteger(segment) && Number.isSafeInteger(offset)) return { segment: segment as number, offset: offset as number };
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'ENOENT') throw error;
    }
    return { segment: 0, offset: 0 };
  }

  #writeAcknowledged(segment: number, offset: number): void {
    const path = join(this.#dir, 'acknowledged');
    writeFileSync(`${path}.new`, `${segment} ${offset}`);
    renameSync(`${path}.new`, path);
  }

  /** Bytes on disk. */
  get bytes(): number {
    return this.#segments.reduce((sum, segment) => sum + segment.bytes, 0);
  }

  /** Records not acknowledged yet. */
  get records(): number {
    return this.#segments.reduce((sum, segment) => sum + segment.records, 0);
  }

  /** Records that the disk no longer gave back, since opening. */
  get lost(): number {
    return this.#lost;
  }

  /** Appends in order and returns once the records are on the disk. One call at a time. */
  async append(payloads: readonly string[]): Promise<void> {
    const last = this.#segments.at(-1);
    if (!this.#file || !last || last.bytes >= this.#segmentBytes) await this.#roll();
    const segment = this.#segments.at(-1) as Segment;
    const bytes = Buffer.concat(payloads.map(encodeFrame));
    const file = this.#file as FileHandle;
    try {
      let written = 0;
      while (written < bytes.length) {
        written += (await file.write(bytes, written, bytes.length - written, segment.bytes + written)).bytesWritten;
      }
      await file.datasync();
    } catch (error) {
      // A half-written frame must not stand before later ones: cut it off, and go on in a new segment.
      await file.truncate(segment.bytes).catch(() => {});
      await this.#closeFile();
      throw error;
    }
    segment.bytes += bytes.length;
    segment.records += payloads.length;
  }

  async #roll(): Promise<void> {
    await this.#closeFile();
    const number = this.#nextNumber++;
    const path = this.#path(number);
    this.#file = await open(path, 'w');
    if (this.#segments.length === 0) this.#head = 0;
    this.#segments.push({ number, path, bytes: 0, records: 0 });
  }

  async #closeFile(): Promise<void> {
    const file = this.#file;
    this.#file = undefined;
    await file?.close();
  }

  /** Up to `maxRecords` records from the head, together at most `maxBytes` (but at least one); undefined when empty. */
  peek(maxRecords: number, maxBytes: number): Batch | undefined {
    const batch: Batch = { payloads: [], segment: 0, offset: 0, taken: new Map() };
    let size = 0;
    for (const [index, segment] of this.#segments.entries()) {
      if (segment.records === 0) continue;
      const bytes = readFileSync(segment.path).subarray(0, segment.bytes);
      const { frames } = decodeFrames(bytes, index === 0 ? this.#head : 0);
      if (frames.length === 0) {
        // The disk changed what was written: nothing behind the damage can be read, so it counts as lost.
        this.#lost += segment.records;
        segment.records = 0;
        continue;
      }
      for (const frame of frames) {
        const bytesOfRecord = Buffer.byteLength(frame.payload) + 1;
        if (batch.payloads.length > 0 && (batch.payloads.length >= maxRecords || size + bytesOfRecord > maxBytes)) return batch;
        batch.payloads.push(frame.payload);
        size += bytesOfRecord;
        batch.segment = segment.number;
        batch.offset = frame.end;
        batch.taken.set(segment.number, (batch.taken.get(segment.number) ?? 0) + 1);
      }
    }
    return batch.payloads.length > 0 ? batch : undefined;
  }

  /** Marks everything up to a batch's place as delivered. A batch whose segment was dropped meanwhile changes nothing. */
  async acknowledge(batch: Batch): Promise<void> {
    if (!this.#segments.some((segment) => segment.number === batch.segment)) return;
    for (const segment of this.#segments) segment.records -= batch.taken.get(segment.number) ?? 0;
    const gone = this.#segments.filter((segment) => segment.number < batch.segment);
    const rest = this.#segments.filter((segment) => segment.number >= batch.segment);
    const head = rest[0] as Segment;
    if (batch.offset >= head.bytes) {
      gone.push(head);
      rest.shift();
      if (rest.length === 0) await this.#closeFile();
    }
    this.#segments = rest;
    this.#head = rest[0] === head ? batch.offset : 0;
    this.#writeAcknowledged(batch.segment, batch.offset);
    for (const segment of gone) rmSync(segment.path, { force: true });
  }

  /**
   * Keeps only the newest record of each key, in the order of what is kept, and gives how many records went. Durable when it
   * returns; a crash meanwhile leaves all records, some of them twice. A batch that `peek` gave before is no longer
   * acknowledged: what it holds is delivered again.
   */
  async fold(keyOf: (payload: string) => string): Promise<number> {
    await this.#closeFile();
    const seen = new Set<string>();
    const isNewest = new Map<Segment, boolean[]>();
    for (const segment of this.#segments.toReversed()) {
      const payloads = this.#payloadsOf(segment).toReversed();
      isNewest.set(segment, payloads.map((payload) => seen.size < seen.add(keyOf(payload)).size).toReversed());
    }
    const before = this.#segments;
    const records = this.records;
    const head = this.#head;
    this.#segments = [];
    for (const segment of before) {
      const kept = this.#payloadsOf(segment, segment === before[0] ? head : 0).filter((_, index) => isNewest.get(segment)?.[index]);
      if (kept.length > 0) await this.append(kept);
    }
    this.#head = 0;
    this.#writeAcknowledged(this.#segments[0]?.number ?? this.#nextNumber, 0);
    for (const { path } of before) rmSync(path, { force: true });
    return records - this.records;
  }

  /** The records of a segment that were not acknowledged yet. `from`: where they begin in it. */
  #payloadsOf(segment: Segment, from = segment === this.#segments[0] ? this.#head : 0): string[] {
    return decodeFrames(readFileSync(segment.path).subarray(0, segment.bytes), from).frames.map(({ payload }) => payload);
  }

  /** Deletes the oldest segment, delivered or not. Returns how many records were lost, undefined when there is none. */
  async dropOldest(): Promise<number | undefined> {
    const segment = this.#segments.shift();
    if (!segment) return undefined;
    if (this.#segments.length === 0) await this.#closeFile();
    this.#head = 0;
    rmSync(segment.path, { force: true });
    return segment.records;
  }

  /** Closes the open file. What was appended stays. */
  close(): Promise<void> {
    return this.#closeFile();
  }
}
