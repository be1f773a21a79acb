import { BARS, type RunResult, type Totals, type TroubleResult } from './judge.ts';
import type { Played } from './product.ts';

const after = (value: number | undefined) => (value === undefined ? 'unknown' : `${value} s after the first sign`);

/** What became of a run, for people; `all` shows every change of an incident, too. `tookMs`: how long playing it took. */
export function shownRun({ id, troubles, falseAlarms, refused }: RunResult, { moments }: Played, tookMs: number, all: boolean): string {
  return [
    `${id} (played in ${(tookMs / 1000).toFixed(1)} s)`,
    ...(all ? changesOf(moments) : []),
    ...troubles.flatMap(shownTrouble),
    ...(falseAlarms ?? []).map((title) => `  false alarm: ${title}`),
    ...(refused > 0 ? [`  ${refused} records were refused`] : []),
    ...(troubles.length === 0 && !falseAlarms
      ? [`  no troubles are labelled; incidents: ${new Set(moments.map(({ id: one }) => one)).size}`]
      : []),
  ].join('\n');
}

/** A line for each time that an incident changed its status or its title. */
function changesOf(moments: Played['moments']): string[] {
  const last = new Map<string, string>();
  return moments.flatMap(({ id, at, number, status, title, diagnosis }) => {
    const line = `incident ${number} ${status}: ${title} (${diagnosis.causes[0]?.tier ?? 'unknown'})`;
    if (last.get(id) === line) return [];
    last.set(id, line);
    return [`  ${new Date(at).toISOString()} ${line}`];
  });
}

function shownTrouble(one: TroubleResult): string[] {
  const closed = { true: 'closed after recovery', false: 'NOT closed after recovery', undefined: 'recovery not in the run' };
  return [
    `  ${one.trouble}: ${one.right ? 'right' : 'WRONG'}`,
    `    opened ${after(one.openedAfter)}, right ${after(one.rightAfter)}, incidents: ${one.incidents}, ${closed[`${one.closedAfterRecovery}`]}`,
    `    onset error: ${one.onsetError === undefined ? 'unknown' : `${one.onsetError} s`}`,
    `    first cause at opening: ${one.causeAtOpening ?? 'none'}; at the end: ${one.causeAtEnd ?? 'none'}`,
  ];
}

export function shownTotals(totals: Totals): string {
  const { troubles, right, openedInTime, one, closed, onset, rightAtEnd, falseAlarms, runs } = totals;
  return [
    `${troubles} troubles in ${runs} runs`,
    `  right incident: ${right}, within ${BARS.openedWithin} s of the first sign: ${openedInTime}, right at the end: ${rightAtEnd}`,
    `  one incident per trouble: ${one}`,
    `  closed after recovery: ${closed.met} of ${closed.of}`,
    `  onset within ${BARS.onsetWithin} s: ${onset.met} of ${onset.of}`,
    `  false alarms: ${falseAlarms}`,
  ].join('\n');
}
