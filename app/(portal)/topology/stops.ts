import { amount } from '#components/ui/format.ts';

/** A moment of the time line at which something happened. */
export interface Stop {
  at: number;
  kind: 'incident' | 'change';
  text: string;
}

/** What the time line shows of an incident. */
export interface ShownIncident {
  number: number;
  title: string;
  openedAt: number;
  closedAt: number | null;
}

/** What it shows of a change. */
export interface ShownChange {
  at: number;
  op: string;
  kind: string;
  name: string;
}

/** The beginnings and ends of incidents, and the changes, in the order of their times. Changes within `apart` ms of the first of them are one stop, at the last. */
export function stopsOf(incidents: readonly ShownIncident[], changes: readonly ShownChange[], apart: number): Stop[] {
  const stops: Stop[] = incidents.flatMap(({ number, title, openedAt, closedAt }): Stop[] => [
    { at: openedAt, kind: 'incident', text: `Incident ${number} began: ${title}` },
    ...(closedAt === null ? [] : [{ at: closedAt, kind: 'incident' as const, text: `Incident ${number} ended: ${title}` }]),
  ]);
  let together: ShownChange[] = [];
  const end = () => {
    const last = together.at(-1);
    if (last) stops.push({ at: last.at, kind: 'change', text: changeText(together, last) });
    together = [];
  };
  for (const change of changes.toSorted((a, b) => a.at - b.at)) {
    if (together[0] && change.at - together[0].at > apart) end();
    together.push(change);
  }
  end();
  return stops.sort((a, b) => a.at - b.at);
}

function changeText(changes: readonly ShownChange[], last: ShownChange): string {
  if (changes.length === 1) return `${last.kind} ${last.name} ${last.op}`;
  const names = [...new Set(changes.map(({ kind, name }) => `${kind} ${name}`))];
  return `${amount(changes.length, 'change')}: ${names.slice(0, 3).join(', ')}${names.length > 3 ? ` and ${names.length - 3} more` : ''}`;
}

/** The last stop before a time, or the first one after it. */
export function stopBeside(stops: readonly Stop[], at: number, direction: 'before' | 'after'): Stop | undefined {
  return direction === 'before' ? stops.findLast((stop) => stop.at < at) : stops.find((stop) => stop.at > at);
}
