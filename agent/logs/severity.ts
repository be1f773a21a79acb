import type { LogMessage } from '#lib/wire/messages.ts';

/** The severity of a log line. */
export type Severity = LogMessage['severity'];

const WORDS: Record<string, Severity> = {
  trace: 'debug',
  verbose: 'debug',
  debug: 'debug',
  dbg: 'debug',
  info: 'info',
  information: 'info',
  informational: 'info',
  notice: 'info',
  log: 'info',
  inf: 'info',
  warn: 'warning',
  warning: 'warning',
  wrn: 'warning',
  error: 'error',
  err: 'error',
  severe: 'error',
  eror: 'error',
  critical: 'fatal',
  crit: 'fatal',
  alert: 'fatal',
  emerg: 'fatal',
  emergency: 'fatal',
  fatal: 'fatal',
  ftl: 'fatal',
  panic: 'fatal',
  dpanic: 'fatal',
};

const KLOG: Record<string, Severity> = { I: 'info', W: 'warning', E: 'error', F: 'fatal' };

/** What runtimes print when they die or when an exception was not caught, whatever the log format. */
const FATAL_TEXT =
  /^(panic: |fatal error: |runtime: |Segmentation fault|terminate called|thread '.*' panicked)|\bOutOfMemoryError\b|^FATAL\b/;
const ERROR_TEXT =
  /^(Traceback \(most recent call last\)|Exception in thread|Uncaught |Unhandled|Caused by: |[\w.$]*(Error|Exception)(:|$| \[))/;
const CONTINUATION = /^(\s+\S|Caused by: |\.\.\. \d+ more|goroutine \d+ \[)/;

/** pino and bunyan write levels as numbers. */
function ofNumber(level: number): Severity {
  if (level >= 60) return 'fatal';
  if (level >= 50) return 'error';
  if (level >= 40) return 'warning';
  return level >= 30 ? 'info' : 'debug';
}

function ofJson(line: string): Severity | undefined {
  let fields: Record<string, unknown>;
  try {
    fields = JSON.parse(line) as Record<string, unknown>;
  } catch {
    return undefined;
  }
  const nested = fields.log as Record<string, unknown> | undefined;
  const level =
    fields.level ?? fields.severity ?? fields.lvl ?? fields.loglevel ?? fields['log.level'] ?? fields['@level'] ?? nested?.level;
  if (typeof level === 'number') return ofNumber(level);
  return typeof level === 'string' ? WORDS[level.toLowerCase()] : undefined;
}

/**
 * The severity that a line states, in the common formats: JSON fields, klog, logfmt, a word in brackets or
 * capitals near the beginning, and what runtimes print when they die. A line that continues the one before it (a stack
 * trace) has `before`'s; `unknown` where the line does not tell.
 */
export function severityOf(line: string, before: Severity = 'unknown'): Severity {
  if (line.startsWith('{')) {
    const stated = ofJson(line);
    if (stated) return stated;
  }
  const klog = /^([IWEF])\d{4} \d\d:\d\d:\d\d/.exec(line);
  if (klog) return KLOG[klog[1] as string] as Severity;
  const logfmt = /(?:^|\s)(?:level|lvl|severity)=["']?([A-Za-z]+)/.exec(line);
  const fromLogfmt = logfmt && WORDS[(logfmt[1] as string).toLowerCase()];
  if (fromLogfmt) return fromLogfmt;
  if (FATAL_TEXT.test(line)) return 'fatal';
  if (ERROR_TEXT.test(line) && !CONTINUATION.test(line)) return 'error';
  if (CONTINUATION.test(line) && before !== 'unknown') return before;
  const head = line.slice(0, 120);
  const bracketed = /[[(<]\s*([A-Za-z]+)\s*[\])>]/g;
  for (const [, word] of head.matchAll(bracketed)) {
    const severity = WORDS[(word as string).toLowerCase()];
    if (severity) return severity;
  }
  const capitals = /(?:^|[\s|:])([A-Z]{3,13})(?=[\s|:]|$)/g;
  for (const [, word] of head.matchAll(capitals)) {
    const severity = WORDS[(word as string).toLowerCase()];
    if (severity) return severity;
  }
  const leading = /^([A-Za-z]+):\s/.exec(head);
  return (leading && WORDS[(leading[1] as string).toLowerCase()]) || 'unknown';
}
