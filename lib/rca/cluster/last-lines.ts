import { items, text, words } from '#lib/kubernetes/fields.ts';
import { cut } from '#lib/text/index.ts';

/** The last line of a container's log that says what went wrong. */
export interface LastLine {
  namespace: string;
  pod: string;
  container: string;
  previous: boolean;
  line: string;
}

/** How far from the end of a log its last error may be: a stack trace follows it. */
const TAIL = 80;
const MAX_LINE = 1_500;
const ERROR =
  /error|exception|panic|fatal|fail|cannot|can't|could not|unable|invalid|missing|denied|refused|not found|no such|unknown|abort|critical/i;
/** Frames of stack traces, and what programs print after their error. */
const FRAME =
  /^\s*(?:at |File "|goroutine |\.{3} \d+ more|main\.|runtime\.|created by |Node\.js v\d|\^+$|\[recovered\])|\.(?:go|rs|rb|py):\d+(?: \+0x|:in |$)/;
const BELOW_ERROR = /\b(?:INFO|DEBUG|TRACE)\b|"(?:level|severity)":\s*"(?:info|debug|trace)"|\blevel=(?:info|debug)\b/i;

/**
 * The last error line of each container's log, by `namespace/pod/container`; the last line that is not blank if none looks like
 * an error. Of a log and that of the run before it, that of the run before counts: it holds the end of the program.
 */
export function lastLinesOf(logs: unknown): Map<string, LastLine> {
  const found = new Map<string, LastLine>();
  for (const log of items(logs)) {
    const [namespace, pod, container] = [text(log.namespace), text(log.pod), text(log.container)];
    if (!namespace || !pod || !container) continue;
    const line = lastError(words(log.lines));
    const key = `${namespace}/${pod}/${container}`;
    const known = found.get(key);
    const previous = log.previous === true;
    if (line === undefined || (known && (known.previous || !previous) && !(known.previous === previous && known.line < line))) continue;
    found.set(key, { namespace, pod, container, previous, line });
  }
  return found;
}

function lastError(lines: readonly string[]): string | undefined {
  const tail = lines
    .slice(-TAIL)
    .map((line) => cut(line, MAX_LINE).trim())
    .filter((line) => line !== '' && !FRAME.test(line));
  return tail.findLast((line) => ERROR.test(line) && !BELOW_ERROR.test(line)) ?? tail.at(-1);
}
