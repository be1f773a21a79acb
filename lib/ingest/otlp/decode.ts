import { gunzipSync } from 'node:zlib';
import { z } from 'zod';
import { Problem } from '#lib/platform/problem.ts';
import { safeParse } from '#lib/platform/safe-parse.ts';
import { parseJson } from '#lib/text/index.ts';
import { MAX_BODY_BYTES } from '#lib/wire/admission.ts';
import { logsRequest } from './schema.ts';

/** A log record of OTLP with its resource; attributes and body as plain values. */
export interface OtlpRecord {
  resource: Record<string, unknown>;
  attributes: Record<string, unknown>;
  body: unknown;
  /** Epoch ms; undefined if the record says none. */
  time: number | undefined;
  severityNumber: number;
  severityText: string;
}

/** How OTLP is encoded. */
export type OtlpEncoding = 'json' | 'protobuf';

const MAX_RECORDS = 10_000;
const MAX_DEPTH = 60;

const number = z.union([z.string().regex(/^\d{1,20}$/), z.number().int().nonnegative()]);
const keyValues = z.array(z.object({ key: z.string(), value: z.unknown() })).default([]);
const request = z.object({
  resourceLogs: z
    .array(
      z.object({
        resource: z.object({ attributes: keyValues }).prefault({}),
        scopeLogs: z
          .array(
            z.object({
              logRecords: z
                .array(
                  z.object({
                    timeUnixNano: number.optional(),
                    observedTimeUnixNano: number.optional(),
                    severityNumber: z.number().int().catch(0),
                    severityText: z.string().default(''),
                    body: z.unknown(),
                    attributes: keyValues,
                  }),
                )
                .default([]),
            }),
          )
          .default([]),
      }),
    )
    .default([]),
});

/**
 * The log records of a request body (OTLP 1.9, ExportLogsServiceRequest). Throws a Problem: 400 for a body that is none, 413 for one
 * that is too large unpacked or holds too many records.
 */
export function decodeLogs(body: Uint8Array, encoding: OtlpEncoding, gzip: boolean): OtlpRecord[] {
  const plain = gzip ? unzip(body) : body;
  if (plain.byteLength > MAX_BODY_BYTES) throw tooLarge();
  const parsed = safeParse(request, encoding === 'json' ? jsonOf(plain) : messageOf(plain));
  if (!parsed.success) {
    const [issue] = parsed.error.issues;
    throw badBody(`${issue?.path.join('.')}: ${issue?.message}`);
  }
  const records = (parsed.data as z.infer<typeof request>).resourceLogs.flatMap(({ resource, scopeLogs }) => {
    const about = plainOf(resource.attributes);
    return scopeLogs.flatMap(({ logRecords }) => logRecords.map((record) => recordOf(record, about)));
  });
  if (records.length > MAX_RECORDS)
    throw new Problem(413, 'too_many_records', `A request holds at most ${MAX_RECORDS} log records, this one has ${records.length}.`);
  return records;
}

type LogRecord = z.infer<typeof request>['resourceLogs'][number]['scopeLogs'][number]['logRecords'][number];

function recordOf(record: LogRecord, resource: Record<string, unknown>): OtlpRecord {
  const { timeUnixNano, observedTimeUnixNano, severityNumber, severityText } = record;
  const nanos = BigInt(timeUnixNano ?? 0) || BigInt(observedTimeUnixNano ?? 0);
  return {
    resource,
    attributes: plainOf(record.attributes),
    body: plainValue(record.body),
    time: nanos === 0n ? undefined : Number(nanos / 1_000_000n),
    severityNumber,
    severityText,
  };
}

function plainOf(pairs: readonly { key: string; value?: unknown }[], depth = 0): Record<string, unknown> {
  return Object.fromEntries(pairs.map(({ key, value }) => [key, plainValue(value, depth)]));
}

/** An AnyValue as a plain value; undefined where it holds nothing. */
function plainValue(value: unknown, depth = 0): unknown {
  if (depth > MAX_DEPTH) throw badBody('a value is nested too deep');
  if (typeof value !== 'object' || value === null) return undefined;
  const any = value as Record<string, unknown>;
  if (typeof any.stringValue === 'string') return any.stringValue;
  if (typeof any.boolValue === 'boolean') return any.boolValue;
  if (any.intValue !== undefined) return Number(any.intValue);
  if (any.doubleValue !== undefined) return Number(any.doubleValue);
  if (any.bytesValue !== undefined) return String(any.bytesValue);
  const values = (list: unknown) => ((list as { values?: unknown })?.values ?? []) as unknown[];
  if (any.arrayValue !== undefined) return values(any.arrayValue).map((one) => plainValue(one, depth + 1));
  if (any.kvlistValue !== undefined) {
    const pairs = values(any.kvlistValue).filter((one) => typeof (one as { key?: unknown } | null)?.key === 'string');
    return plainOf(pairs as { key: string; value?: unknown }[], depth + 1);
  }
  return undefined;
}

function jsonOf(body: Uint8Array): unknown {
  try {
    return parseJson(Buffer.from(body).toString('utf8'));
  } catch (error) {
    throw badBody((error as Error).message);
  }
}

function messageOf(body: Uint8Array): unknown {
  try {
    return logsRequest.toObject(logsRequest.decode(body), { longs: String, bytes: String });
  } catch (error) {
    throw badBody((error as Error).message);
  }
}

function badBody(what: string): Problem {
  return new Problem(400, 'bad_body', `The body is no ExportLogsServiceRequest of OTLP: ${what}`);
}

function unzip(body: Uint8Array): Uint8Array {
  try {
    return gunzipSync(body, { maxOutputLength: MAX_BODY_BYTES });
  } catch (error) {
    if ((error as { code?: string }).code === 'ERR_BUFFER_TOO_LARGE') throw tooLarge();
    throw new Problem(400, 'bad_body', 'The body says it is gzip but cannot be unpacked.');
  }
}

function tooLarge(): Problem {
  return new Problem(413, 'body_too_large', `A request holds at most ${MAX_BODY_BYTES} bytes unpacked: set send_batch_max_size lower.`);
}
