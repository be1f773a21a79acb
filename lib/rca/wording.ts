import { fields, text } from '#lib/kubernetes/fields.ts';

const MAX_SPOKEN = 200;
/** Fields under which structured loggers put what a line says (zap, logrus, pino, bunyan, logback, Serilog, ECS). */
const MESSAGE_FIELDS = ['msg', 'message', '@message', 'Message', 'log', 'text', 'event', 'RenderedMessage', '@m'];
const ERROR_FIELDS = ['error', 'err', 'exception', 'stack_trace', 'reason'];

/** A sentence with exactly one full stop at its end, however the text it quotes ended. */
export function sentence(words: string): string {
  const plain = words.trim().replace(/[\s.:;,]+$/, '');
  return /[!?]$/.test(plain) ? plain : `${plain}.`;
}

/** What a log line says, for people: the message of a JSON or logfmt line, the line itself otherwise; cut at 200 letters. */
export function spoken(line: string): string {
  const said = (messageOf(line) ?? line).replace(/\s+/g, ' ').trim();
  return said.length > MAX_SPOKEN ? `${said.slice(0, MAX_SPOKEN)}…` : said;
}

function messageOf(line: string): string | undefined {
  const start = line.indexOf('{');
  if (start >= 0 && line.trimEnd().endsWith('}')) {
    const parsed = parsedObject(line.slice(start));
    if (parsed) return together(parsed);
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

function together(parsed: Record<string, unknown>): string | undefined {
  const first = (names: readonly string[]) =>
    names.flatMap((name) => text(parsed[name]) ?? text(fields(parsed[name]).message) ?? text(fields(parsed[name]).msg) ?? [])[0];
  const [message, error] = [first(MESSAGE_FIELDS), first(ERROR_FIELDS)];
  if (message && error && !message.includes(error)) return `${message}: ${error}`;
  return message ?? error;
}
