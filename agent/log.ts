import { escapedForLog } from '#lib/text/index.ts';

/** How important a log line is. */
export type LogLevel = 'debug' | 'info' | 'warn' | 'error';

/** Where the agent writes what it does. `fields` must never hold a secret. */
export type AgentLog = Record<LogLevel, (message: string, fields?: Record<string, unknown>) => void>;

const ORDER: LogLevel[] = ['debug', 'info', 'warn', 'error'];

/**
 * A log of JSON lines (`time`, `level`, `message` and the fields), one a call.
 * `write` takes the finished line with its newline; lines below `level` are left out.
 */
export function jsonLog(level: LogLevel, write: (line: string) => void): AgentLog {
  const at = (own: LogLevel) =>
    ORDER.indexOf(own) < ORDER.indexOf(level)
      ? () => {}
      : (message: string, fields: Record<string, unknown> = {}) =>
          write(`${escapedForLog(JSON.stringify({ time: new Date().toISOString(), level: own, message, ...fields }))}\n`);
  return { debug: at('debug'), info: at('info'), warn: at('warn'), error: at('error') };
}

/** The text of whatever was thrown, with the system's error code where the message lacks it. */
export function errorText(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  const cause = error.cause instanceof Error ? `: ${errorText(error.cause)}` : '';
  const code = (error as NodeJS.ErrnoException).code;
  const text = error.message || error.name;
  return code && !text.includes(code) ? `${text} (${code})${cause}` : `${text}${cause}`;
}
