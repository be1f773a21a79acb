import { type Diagnosis, type IncidentEvidence, LANES, type ObjectRef, objectText, withoutDiff } from './words.ts';

type Entry = Diagnosis['timeline'][number];
export type LaneName = Entry['lane'];

/** Something that happened once, or again and again from `from` to `to` (epoch ms). */
export interface Happening {
  lane: LaneName;
  from: number;
  to: number;
  count: number;
  object: ObjectRef;
  text: string;
  severity: Entry['severity'];
  fields?: Entry['fields'];
  /** The container whose log it is of, with the instance. */
  log?: { container: string; previous: boolean };
}

/** What stands at one place of a lane: its ends as fractions of the shown time, and what it stands for. */
export interface Mark {
  left: number;
  right: number;
  happenings: Happening[];
  severity: Entry['severity'];
}

const SEVERITY_ORDER = { info: 0, warning: 1, error: 2 } as const;
const LOUD = new Set(['warning', 'error', 'fatal']);
const MAX_ROWS = 3;

/**
 * All that happened, the oldest first: changes and alerts as the diagnosis has them; warning events and log lines as the evidence has
 * them, each once with its span and count, or as the diagnosis has them where there is no evidence.
 */
export function happeningsOf(timeline: readonly Entry[], evidence: IncidentEvidence | undefined): Happening[] {
  const diagnosed = timeline.filter(({ lane }) => lane === 'change' || lane === 'alert' || !evidence).map(entryOf);
  const events = (evidence?.events ?? [])
    .filter(({ type }) => type === 'Warning')
    .map(({ kind, namespace, name, reason, message, count, firstAt, lastAt }) => ({
      ...{ lane: 'event' as const, from: Math.min(firstAt, lastAt), to: lastAt, count, text: `${reason}: ${message}` },
      ...{ severity: 'warning' as const, object: namespace ? { kind, namespace, name } : { kind, name } },
    }));
  const logs = (evidence?.logs ?? [])
    .filter(({ severity }) => LOUD.has(severity))
    .map(({ object, container, previous, sample, count, firstAt, lastAt, severity }) => ({
      ...{ lane: 'log' as const, from: firstAt, to: lastAt, count, text: sample, object, log: { container, previous } },
      severity: severity === 'warning' ? ('warning' as const) : ('error' as const),
    }));
  return [...diagnosed, ...events, ...logs].sort((a, b) => a.from - b.from || a.lane.localeCompare(b.lane, 'en') || a.to - b.to);
}

function entryOf({ lane, at, object, text, severity, fields }: Entry): Happening {
  return { lane, from: at, to: at, count: 1, object, text: withoutDiff(text, fields ?? []), severity, ...(fields && { fields }) };
}

/**
 * Lays what happened in one lane out between two times, in rows in which nothing overlaps: marks nearer to each other than `gap`, a
 * fraction of the width, would. What finds no place in the last row joins the mark that it would cover. What is outside of the shown
 * time is left out.
 */
export function rowsOf(happenings: readonly Happening[], lane: LaneName, [from, to]: readonly [number, number], gap: number): Mark[][] {
  const width = Math.max(1, to - from);
  const rows: Mark[][] = [];
  for (const one of happenings) {
    if (one.lane !== lane || one.to < from || one.from > to) continue;
    const left = Math.max(0, (one.from - from) / width);
    const right = Math.min(1, (one.to - from) / width);
    const free = rows.find((row) => (row.at(-1)?.right ?? -1) + gap <= left);
    if (free) free.push({ left, right, happenings: [one], severity: one.severity });
    else if (rows.length < MAX_ROWS) rows.push([{ left, right, happenings: [one], severity: one.severity }]);
    else join(rows, one, left, right);
  }
  return rows;
}

/** Adds it to the last mark that begins nearest to it. */
function join(rows: Mark[][], one: Happening, left: number, right: number): void {
  const [nearest] = rows.flatMap((row) => row.slice(-1)).sort((a, b) => left - a.left - (left - b.left));
  if (!nearest) return;
  nearest.happenings.push(one);
  nearest.right = Math.max(nearest.right, right);
  if (SEVERITY_ORDER[one.severity] > SEVERITY_ORDER[nearest.severity]) nearest.severity = one.severity;
}

/** A mark as a screen reader says it: with the number that is written on it, as WCAG 2.5.3 (label in name) asks. */
export function nameOfMark({ happenings }: Mark, timeOf: (ms: number) => string): string {
  const [first] = happenings;
  if (!first) return '';
  const { lane, from, to, count, object, text } = first;
  const when = from === to ? timeOf(from) : `${timeOf(from)} to ${timeOf(to)}`;
  const more = happenings.length > 1 ? `, the first of ${happenings.length}` : '';
  return `${LANES[lane].one}, ${when}${count > 1 ? `, ${count} times` : ''}: ${objectText(object)}: ${text.slice(0, 120)}${more}`;
}
