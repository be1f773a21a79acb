import { byText } from '#lib/kubernetes/canonical.ts';
import { type Container, STUCK_REASONS } from '#lib/kubernetes/containers.ts';
import { items, text, time, words } from '#lib/kubernetes/fields.ts';
import { keyOf, ref } from '#lib/kubernetes/refs.ts';
import { cut } from '#lib/text/index.ts';
import type { Window } from '../types.ts';
import { type FactType, PATTERNS, WORTH_READING } from './log-patterns.ts';
import { PLATFORM_PATTERNS } from './platform-log-patterns.ts';
import { settingNamed } from './setting-names.ts';
import { type Target, tracebackTargets } from './tracebacks.ts';
import type { Workload } from './workloads.ts';

const ALL_PATTERNS = [...PLATFORM_PATTERNS, ...PATTERNS];

/** What the log of one container says; lines with the same meaning are combined. */
export interface LogFact {
  type: FactType;
  workload: Workload;
  namespace: string;
  pod: string;
  container: string;
  previous: boolean;
  host: string | undefined;
  port: number | undefined;
  /** A variable, user, path or value that the line mentions. */
  subject: string | undefined;
  /** The newest of these lines. */
  line: string;
  count: number;
  at: number | undefined;
  /** The number of lines in the log after the newest of these. */
  linesAfter: number;
  /** The time of the newest line in the log that has one. */
  logEnd: number | undefined;
  /** Whether the line or the lines around it come from a database driver. */
  database: boolean;
}

/** An error older than this is over, or was logged again. */
const PAST_MS = 20 * 60_000;
const MAX_LINES = 2_000;
const MAX_LINE = 1_500;
/** Names of the local host: what they refuse is not a dependency. */
const OWN_HOST = /^(localhost|127\.\d+\.\d+\.\d+|0\.0\.0\.0|::1)$/;
/** Lines this close to one that mentions a database driver belong to the same error (a stack trace). */
const CONTEXT_LINES = 60;
const DATABASE_DRIVER =
  /jdbc|mysql|mariadb|postgres|psycopg|pgx|\bpq:|mongo|hikari|sqlalchemy|sequelize|hibernate|oracle|sqlserver|database\/sql|gorm/i;
/** Proxies of a mesh log the failures of all calls that pass through them: only where nothing but a proxy fails is that the story of the pod. */
const SIDECARS = new Set(['istio-proxy', 'linkerd-proxy', 'envoy', 'istio-init', 'linkerd-init']);

/** The facts of all logs by workload key, without those from before the window. */
export function logFactsOf(logs: unknown, workloads: readonly Workload[], window: Window): Map<string, LogFact[]> {
  const owners = new Map<string, Workload>();
  for (const workload of workloads) for (const pod of workload.pods) owners.set(pod.key, workload);
  const found = new Map<string, LogFact[]>();
  for (const log of items(logs)) {
    const [namespace, pod, container] = [text(log.namespace), text(log.pod), text(log.container)];
    const workload =
      namespace && pod ? (owners.get(keyOf(ref('Pod', namespace, pod))) ?? ownerByName(workloads, namespace, pod)) : undefined;
    if (!namespace || !pod || !container || !workload) continue;
    const containers = workload.pods.find((one) => one.ref.name === pod)?.containers ?? [];
    const own = containers.find((one) => one.name === container);
    if (SIDECARS.has(container) && !isAllThatFails(containers, own)) continue;
    // What an init container complained of before it succeeded is over.
    if (own?.init && own.terminated?.exitCode === 0) continue;
    const isRunning = workload.pods.some(
      (one) => one.ref.name === pod && one.containers.some((each) => each.name === container && each.running),
    );
    const facts = factsOf(words(log.lines), Array.isArray(log.times) ? log.times : [], window, log.previous !== true && isRunning).map(
      (fact) => ({
        ...fact,
        workload,
        namespace,
        pod,
        container,
        previous: log.previous === true || !owners.has(keyOf(ref('Pod', namespace, pod))),
      }),
    );
    found.set(workload.key, [...(found.get(workload.key) ?? []), ...facts]);
  }
  for (const facts of found.values()) facts.sort(compareFacts);
  return found;
}

/** Whether a proxy fails, and no container of the pod beside the proxies does. */
function isAllThatFails(containers: readonly Container[], proxy: Container | undefined): boolean {
  return proxy !== undefined && isFailing(proxy) && !containers.some((one) => !SIDECARS.has(one.name) && isFailing(one));
}

/** Whether a container does not run as it should: it waits after a failure, ended with one, or is not ready. */
function isFailing({ init, waiting, terminated, running, ready }: Container): boolean {
  if (terminated) return terminated.exitCode !== 0;
  return waiting ? STUCK_REASONS.has(waiting.reason) : !init && running && !ready;
}

/** The workload of a deleted pod by its name; its logs count only if the workload has no pods. */
function ownerByName(workloads: readonly Workload[], namespace: string, pod: string): Workload | undefined {
  return workloads
    .filter(
      ({ ref: own, pods }) => pods.length === 0 && own.namespace === namespace && (pod === own.name || pod.startsWith(`${own.name}-`)),
    )
    .toSorted((a, b) => b.ref.name.length - a.ref.name.length)[0];
}

type LineFact = Omit<LogFact, 'workload' | 'namespace' | 'pod' | 'container' | 'previous'>;

/** `isRunning`: the program keeps running, so old errors are over; the last lines of a program that exited stay relevant. */
function factsOf(lines: readonly string[], times: readonly unknown[], window: Window, isRunning: boolean): LineFact[] {
  const found = new Map<string, LineFact>();
  const first = Math.max(0, lines.length - MAX_LINES);
  const logEnd = newestOf(lines, times);
  const end = isRunning ? window.to : (logEnd ?? window.to);
  const traced = tracebackTargets(lines, first);
  let driverAt = Number.NEGATIVE_INFINITY;
  for (let index = first; index < lines.length; index++) {
    const line = cut(lines[index]!, MAX_LINE);
    if (DATABASE_DRIVER.test(line)) driverAt = index;
    if (!WORTH_READING.test(line) || isRoutine(line)) continue;
    const at = time(times[index]) ?? timeOfLine(line);
    if (isRunning && at !== undefined && at < window.from) continue;
    const fact = withTarget(factOf(line), traced.get(index));
    if (!fact || (at !== undefined && fact.type !== 'listening' && end - at > PAST_MS)) continue;
    const key = `${fact.type} ${fact.host ?? ''} ${fact.port ?? ''} ${fact.subject ?? ''}`;
    const known = found.get(key);
    found.set(key, {
      ...fact,
      line: line.trim(),
      count: (known?.count ?? 0) + 1,
      at: at ?? known?.at,
      linesAfter: lines.length - 1 - index,
      logEnd,
      database: (known?.database ?? false) || index - driverAt < CONTEXT_LINES,
    });
  }
  return [...found.values()];
}

/** The time of the newest line that has one; most lines do, so the last few are enough. */
function newestOf(lines: readonly string[], times: readonly unknown[]): number | undefined {
  for (let index = lines.length - 1; index >= Math.max(0, lines.length - 20); index--) {
    const at = time(times[index]) ?? timeOfLine(lines[index]!);
    if (at !== undefined) return at;
  }
  return undefined;
}

/** Whether a line is uninteresting: below error level, or a frame of a stack trace. */
function isRoutine(line: string): boolean {
  return (
    /"(?:level|severity)":\s*"(?:info|debug|trace)"|\s(?:INFO|DEBUG|TRACE)\s|^\s*at [\w$.]+\(|\blevel=(?:info|debug)\b|\tinfo\t|\tdebug\t/i.test(
      line,
    ) && !/\b(?:refused|no such host|listen\w*|started on port)\b/i.test(line)
  );
}

function factOf(line: string): Pick<LineFact, 'type' | 'host' | 'port' | 'subject'> | undefined {
  for (const { type, match, only } of ALL_PATTERNS) {
    if (only && !only.test(line)) continue;
    const groups = match.exec(line);
    if (!groups) continue;
    const named = groups.groups ?? {};
    const host = named.host?.toLowerCase();
    if (host && OWN_HOST.test(host)) return undefined;
    const captured = named.subject ?? named.role ?? named.input ?? named.literal;
    const subject = type === 'setting-missing' ? settingNamed(captured, line) : captured;
    return { type, host, port: named.port === undefined ? undefined : Number(named.port), subject };
  }
  return undefined;
}

/** What fails on the way to another program, so that its name is worth finding. */
const OF_CALLS: ReadonlySet<FactType> = new Set(['host-unknown', 'refused', 'timeout', 'unreachable', 'reset']);

/** A failed call that does not say where to, with the target that its traceback names. */
function withTarget<T extends Pick<LineFact, 'type' | 'host' | 'port'>>(fact: T | undefined, target: Target | undefined): T | undefined {
  if (!fact || !target || fact.host !== undefined || !OF_CALLS.has(fact.type)) return fact;
  return OWN_HOST.test(target.host) ? undefined : { ...fact, ...target };
}

/** The RFC 3339 time at the beginning of a line or in the usual field of a JSON line, as epoch ms. */
export function timeOfLine(line: string): number | undefined {
  const match =
    /^\W?(\d{4}-\d{2}-\d{2}[T ]\d{2}:\d{2}:\d{2}(?:[.,]\d{1,9})?(?:Z|[+-]\d{2}:?\d{2})?)/.exec(line) ??
    /"(?:time|timestamp|ts|@timestamp)":\s*"(\d{4}-\d{2}-\d{2}T[^"]+)"/.exec(line);
  if (!match) return undefined;
  const stamp = match[1]!
    .replace(' ', 'T')
    .replace(',', '.')
    .replace(/(\.\d{3})\d+/, '$1');
  return /Z|[+-]\d{2}:?\d{2}$/.test(stamp) ? time(stamp) : undefined;
}

function compareFacts(a: LogFact, b: LogFact): number {
  return (
    byText(a.type, b.type) ||
    byText(a.host ?? '', b.host ?? '') ||
    (a.port ?? 0) - (b.port ?? 0) ||
    byText(a.subject ?? '', b.subject ?? '') ||
    byText(a.pod, b.pod) ||
    byText(a.container, b.container) ||
    Number(a.previous) - Number(b.previous) ||
    byText(a.line, b.line)
  );
}
