import { constants, zstdCompressSync, zstdDecompressSync } from 'node:zlib';
import type { LogRecord, NewRecord } from '../port.ts';

/**
 * A segment holds the records of one append: a line of JSON that tells where each is, then their keys and values one
 * after the other, all of it compressed by zstd (RFC 8878). One row of the database for hundreds of records is what
 * makes the log fast, and records of one client are so alike that a twentieth of their bytes is left.
 */
interface Header {
  /** Lengths of keys and values, in UTF-16 code units. */
  keys: number[];
  values: number[];
  /** How far each record's offset lies before the segment's last; without it they have no gaps. */
  before?: number[];
  /** The records' identities, IDENTITY_BYTES each, in base64; without it they have none. */
  identities?: string;
  /** The trace that the append was part of. */
  trace?: string;
}

/** Length of a record's identity. */
export const IDENTITY_BYTES = 16;

const ZSTD_MAGIC = Buffer.from([0x28, 0xb5, 0x2f, 0xfd]);
const FASTEST = { params: { [constants.ZSTD_c_compressionLevel]: 1 } };

/** Packs records: new ones with the trace of their append, or those that are left of a segment that ends at the offset `last`. */
export function packSegment(records: readonly (NewRecord & { offset?: bigint })[], last = 0n, trace?: string): Buffer {
  const header: Header = { keys: records.map(({ key }) => key.length), values: records.map(({ value }) => value.length) };
  const before = records.map(({ offset }, i) => (offset === undefined ? records.length - 1 - i : Number(last - offset)));
  if (before.some((distance, i) => distance !== records.length - 1 - i)) header.before = before;
  const identities = records.flatMap(({ identity }) => identity ?? []);
  // All or none: who reads a segment takes its records for checked, or for not.
  if (identities.length === records.length) header.identities = Buffer.concat(identities).toString('base64');
  if (trace !== undefined) header.trace = trace;
  const text = `${JSON.stringify(header)}\n${records.map(({ key, value }) => key + value).join('')}`;
  return zstdCompressSync(text, FASTEST);
}

/** The records of a segment, in order. `payload` may be uncompressed, too: as rows were converted that came before segments. */
export function unpackSegment(payload: Buffer, last: bigint, appendedAt: number): LogRecord[] {
  const isPacked = payload.subarray(0, ZSTD_MAGIC.length).equals(ZSTD_MAGIC);
  const text = (isPacked ? zstdDecompressSync(payload) : payload).toString('utf8');
  const lineEnd = text.indexOf('\n');
  const { keys, values, before, identities, trace }: Header = JSON.parse(text.slice(0, lineEnd));
  const marks = identities === undefined ? undefined : Buffer.from(identities, 'base64');
  let at = lineEnd + 1;
  return keys.map((length, i) => {
    const valueAt = at + length;
    const end = valueAt + (values[i] ?? 0);
    const record: LogRecord = {
      offset: last - BigInt(before?.[i] ?? keys.length - 1 - i),
      key: text.slice(at, valueAt),
      value: text.slice(valueAt, end),
      appendedAt,
      ...(marks && { identity: marks.subarray(i * IDENTITY_BYTES, (i + 1) * IDENTITY_BYTES) }),
      ...(trace !== undefined && { trace }),
    };
    at = end;
    return record;
  });
}

/** What records weigh for storage: the bytes of their keys and values, before compression. */
export function bytesOf(records: readonly NewRecord[]): number {
  return records.reduce((sum, { key, value }) => sum + Buffer.byteLength(key) + Buffer.byteLength(value), 0);
}
