import { fields, text } from '#lib/kubernetes/fields.ts';
import { shortened } from '#lib/text/index.ts';

const MAX_MESSAGE = 200;
/** Fields in which structured loggers write the message (zap, logrus, pino, bunyan, logback, Serilog, ECS). */
const MESSAGE_FIELDS = ['msg', 'message', '@message', 'Message', 'log', 'text', 'event', 'RenderedMessage', '@m'];
const ERROR_FIELDS = ['error', 'err', 'exception', 'stack_trace', 'reason'];

/** A sentence with exactly one full stop at its end, however the quoted text ends. */
export function sentence(words: string): string {
  const plain = words.trim().replace(/(?<![\s.:;,])[\s.:;,]+$/, '');
  return /[!?]$/.test(plain) ? plain : `${plain}.`;
}

/** The readable part of a log line: the message of a JSON or logfmt line, otherwise the line itself; at most `most` characters. */
export function logMessage(line: string, most = MAX_MESSAGE): string {
  const message = (messageOf(line) ?? line).replace(/\s+/g, ' ').trim();
  return shortened(message, most);
}

function messageOf(line: string): string | undefined {
  const start = line.indexOf('{');
  if (start >= 0 && line.trimEnd().endsWith('}')) {
    const parsed = parsedObject(line.slice(start));
    if (parsed) return messageAndError(parsed);
  }
  const logfmt = /(?:^|\s)(?:msg|message)=(?:"((?:[^"\\]|\\.)*)"|(\S+))/.exec(line);
  if (!logfmt) return undefined;
  const error = /(?:^|\s)(?:err|error)=(?:"((?:[^"\\]|\\.)*)"|(\S+))/.exec(line);
  const [message, reason] = [logfmt, error].map((match) => (match?.[1] ?? match?.[2])?.replaceAll('\\"', '"'));
  return reason ? `${message}: ${reason}` : message;
}

function parsedObject(json: string): Record<string, unknown> | undefined {
  try {
    return fields(JSON.parse(json));
  } catch {
    return undefined;
  }
}

function messageAndError(parsed: Record<string, unknown>): string | undefined {
  const first = (names: readonly string[]) =>
    names.flatMap((name) => text(parsed[name]) ?? text(fields(parsed[name]).message) ?? text(fields(parsed[name]).msg) ?? [])[0];
  const [message, error] = [first(MESSAGE_FIELDS), first(ERROR_FIELDS)];
  if (message && error && !message.includes(error)) return `${message}: ${error}`;
  return message ?? error;
}
