import type { Diagnosis } from './words.ts';

type Entry = Diagnosis['timeline'][number];
export type LaneName = Entry['lane'];

/** Everything in a lane at about the same time: its position from 0 to 1, and the entries by their index in the timeline. */
export interface Mark {
  at: number;
  position: number;
  entries: number[];
  severity: Entry['severity'];
}

export interface Lanes {
  from: number;
  to: number;
  lanes: { lane: LaneName; marks: Mark[] }[];
  /** Evenly spaced times for the axis, with their positions. */
  ticks: { at: number; position: number }[];
}

const ORDER: readonly LaneName[] = ['change', 'event', 'log', 'alert'];
const SEVERITY_ORDER = { info: 0, warning: 1, error: 2 } as const;
const TICKS = 4;

/**
 * Distributes a timeline (oldest first) over its four lanes, from its first to its last entry. Entries closer than `near`,
 * a fraction of the width, to the first entry of a mark join that mark, so that marks do not overlap.
 */
export function lanesOf(entries: readonly Entry[], near = 0.05): Lanes {
  const times = entries.map(({ at }) => at);
  const from = entries.length > 0 ? Math.min(...times) : 0;
  const to = entries.length > 0 ? Math.max(...times) : 0;
  const positionOf = (at: number) => (to === from ? 0.5 : (at - from) / (to - from));
  const lanes = ORDER.map((lane) => {
    const marks: Mark[] = [];
    for (const [i, entry] of entries.entries()) {
      if (entry.lane !== lane) continue;
      const last = marks.at(-1);
      if (last && positionOf(entry.at) - last.position < near) {
        last.entries.push(i);
        if (SEVERITY_ORDER[entry.severity] > SEVERITY_ORDER[last.severity]) last.severity = entry.severity;
      } else marks.push({ at: entry.at, position: positionOf(entry.at), entries: [i], severity: entry.severity });
    }
    return { lane, marks };
  });
  const ticks =
    to === from ? [] : Array.from({ length: TICKS }, (_, i) => ({ at: from + ((to - from) * i) / (TICKS - 1), position: i / (TICKS - 1) }));
  return { from, to, lanes, ticks };
}
