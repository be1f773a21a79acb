import { ChartTable, Legend } from '#components/charts/chart-parts.tsx';
import { count, utcDay } from '#components/ui/format.ts';
import type { Severity } from '#lib/incidents/severity.ts';

const SERIES = [
  { key: 'critical', name: 'Critical', colour: 'var(--bad)' },
  { key: 'major', name: 'Major', colour: 'var(--warn)' },
  { key: 'minor', name: 'Minor', colour: 'var(--info)' },
] as const;

/** How many incidents began on each UTC day, by severity, the oldest day first. */
type Days = readonly ({ day: string } & Record<Severity, number>)[];

/**
 * Incidents by day: bars with their number above, and the same as a table for screen readers and copying. It is on the first screen of the
 * portal, so it comes with the page, and not with a library that draws charts.
 */
export function IncidentBars({ days }: { days: Days }) {
  const totals = days.map((day) => SERIES.reduce((sum, { key }) => sum + day[key], 0));
  const highest = Math.max(...totals);
  if (highest === 0) return <p className="text-ink-2">No incidents in the last {days.length} days.</p>;
  return (
    <figure aria-label="Incidents per day">
      <ol aria-hidden className="flex h-44">
        {days.map((day, i) => (
          <li key={day.day} className="flex min-w-0 flex-1 flex-col items-center justify-end gap-1 text-xs text-ink-2">
            {totals[i] !== 0 && count(totals[i] ?? 0)}
            <span
              className="flex w-4/5 max-w-7 flex-col overflow-hidden rounded-t-sm"
              style={{ height: `${((totals[i] ?? 0) / highest) * 75}%` }}
            >
              {SERIES.map(({ key, colour }) => (
                <span key={key} style={{ flexGrow: day[key], background: colour }} />
              ))}
            </span>
            <span className="flex h-4 w-full justify-end border-t pt-0.5 whitespace-nowrap">
              {i % 3 === (days.length - 1) % 3 && utcDay(day.day)}
            </span>
          </li>
        ))}
      </ol>
      <figcaption className="mt-3 flex flex-wrap gap-x-4 gap-y-1 text-sm text-ink-2">
        <Legend series={SERIES} />
      </figcaption>
      <ChartTable
        label="Incidents per day"
        head="Day (UTC)"
        columns={SERIES.map(({ name }) => name)}
        rows={days.map((day) => ({ name: day.day, cells: SERIES.map(({ key }) => count(day[key])) }))}
      />
    </figure>
  );
}
