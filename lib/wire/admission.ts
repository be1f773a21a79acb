import { gunzipSync } from 'node:zlib';
import { Problem } from '#lib/platform/problem.ts';
import { safeParse } from '#lib/platform/safe-parse.ts';
import { cut, parseJson } from '#lib/text/index.ts';
import type { NewRecord } from '#lib/wire/records.ts';
import { identityDigest, MAX_MESSAGE_BYTES, messageKey, messageSchemas } from './messages.ts';
import type { Stream } from './names.ts';

/** Most records and (uncompressed) bytes of one request. */
export const MAX_RECORDS = 1_000;
export const MAX_BODY_BYTES = 8 * 1024 * 1024;

/** A record's result, in the order of the request. A `duplicate` was sent before: it is accepted, but not counted again. */
export type RecordResult = { status: 'accepted'; duplicate?: true } | { status: 'rejected'; reason: string; detail: string };

/** A request taken apart: what may be appended, and what was wrong with the rest. */
export interface Admission {
  /** `index` is the place in the request. */
  accepted: (AdmittedRecord & { index: number })[];
  rejected: { index: number; reason: string; detail: string; record: string }[];
  /** Number of records in the request. */
  total: number;
}

/** A record that may be appended. */
export interface AdmittedRecord extends NewRecord {
  cluster: string;
  identity: Buffer;
}

/**
 * Parses and validates the body of an ingest request, `{"records": [message, ...]}`, gzip or plain. A bad record is
 * rejected alone; a body that is no such thing is refused whole with a Problem (400 or 413).
 */
export function admit(stream: Stream, body: Uint8Array, gzip: boolean): Admission {
  const records = recordsOf(gzip ? unzip(body) : body);
  const admission: Admission = { accepted: [], rejected: [], total: records.length };
  records.forEach((record, index) => {
    const admitted = admitRecord(stream, record);
    if ('reason' in admitted) admission.rejected.push({ index, ...admitted });
    else admission.accepted.push({ index, ...admitted });
  });
  return admission;
}

/** A parsed record as it may be appended to a stream; or why not, with its text as far as it is worth keeping. */
export function admitRecord(stream: Stream, record: unknown): AdmittedRecord | { reason: string; detail: string; record: string } {
  const parsed = safeParse(messageSchemas[stream], record);
  const value = textOf(parsed.success ? parsed.data : record);
  if (value === undefined) return { reason: 'does_not_parse', detail: 'record: it is nested too deep', record: 'null' };
  const reject = (reason: string, detail: string) => ({ reason, detail, record: cut(value, MAX_MESSAGE_BYTES) });
  if (!parsed.success) {
    const issue = parsed.error.issues[0];
    return reject('does_not_parse', issue ? `${issue.path.join('.') || 'record'}: ${issue.message}` : 'not a message of this stream');
  }
  if (Buffer.byteLength(value) > MAX_MESSAGE_BYTES) {
    return reject('too_large', `a record holds at most ${MAX_MESSAGE_BYTES} bytes, this one has ${Buffer.byteLength(value)}`);
  }
  // A body comes without (parseJson); what else is admitted may still hold some.
  if (value.includes('\\u0000')) return reject('bad_text', 'text with a NUL character cannot be stored');
  return { cluster: parsed.data.cluster, key: messageKey(stream, parsed.data), value, identity: identityDigest(stream, parsed.data) };
}

/** A record as JSON; undefined if it is nested so deep that it has none. No object of Kubernetes is. */
function textOf(record: unknown): string | undefined {
  try {
    return JSON.stringify(record) ?? 'null';
  } catch (error) {
    if (error instanceof RangeError) return undefined;
    throw error;
  }
}

function unzip(body: Uint8Array): Uint8Array {
  try {
    return gunzipSync(body, { maxOutputLength: MAX_BODY_BYTES });
  } catch (error) {
    if ((error as { code?: string }).code === 'ERR_BUFFER_TOO_LARGE') throw tooLarge();
    throw new Problem(400, 'bad_body', 'The body says it is gzip but cannot be unpacked.');
  }
}

function recordsOf(body: Uint8Array): unknown[] {
  if (body.byteLength > MAX_BODY_BYTES) throw tooLarge();
  let json: unknown;
  try {
    json = parseJson(Buffer.from(body.buffer, body.byteOffset, body.byteLength).toString('utf8'));
  } catch (error) {
    throw new Problem(400, 'bad_body', `The body is no JSON: ${(error as Error).message}`);
  }
  const records = (json as { records?: unknown } | null)?.records;
  if (!Array.isArray(records) || records.length === 0) {
    throw new Problem(400, 'bad_body', 'The body must be {"records": [...]} with at least one record.', {
      invalidParams: [{ name: 'records', reason: 'must be a list with at least one record' }],
    });
  }
  if (records.length > MAX_RECORDS) {
    throw new Problem(
      413,
      'too_many_records',
      `A request holds at most ${MAX_RECORDS} records, this one has ${records.length}: send them in several.`,
    );
  }
  return records;
}

function tooLarge(): Problem {
  return new Problem(413, 'body_too_large', `A request holds at most ${MAX_BODY_BYTES} bytes unpacked: send the records in several.`);
}
