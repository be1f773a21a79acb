import type { LogRecord } from '#lib/event-log/port.ts';
import type { Observed } from '#lib/graph/index.ts';
import { safeParse } from '#lib/platform/safe-parse.ts';
import { cut, parseJson } from '#lib/text/index.ts';
import { type Messages, messageSchemas } from '#lib/wire/messages.ts';
import type { Stream } from '#lib/wire/names.ts';

const MAX_REASON_CHARACTERS = 500;

/** A record as a message of its stream, or the reason why it is not one. A record with an identity was validated before it was appended. */
export function parseRecord(stream: Stream, { value, identity }: LogRecord): { observed: Observed } | { reason: string } {
  let json: unknown;
  try {
    json = parseJson(value);
  } catch (error) {
    return { reason: cut(`not JSON: ${(error as Error).message}`, MAX_REASON_CHARACTERS) };
  }
  if (identity) return { observed: { stream, message: json as Messages[Stream] } as Observed };
  const parsed = safeParse(messageSchemas[stream], json);
  if (parsed.success) return { observed: { stream, message: parsed.data } as Observed };
  const issues = parsed.error.issues.map(({ path, message }) => `${path.join('.') || 'message'}: ${message}`);
  return { reason: cut(issues.join('; '), MAX_REASON_CHARACTERS) };
}
