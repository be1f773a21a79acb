'use client';

import dynamic from 'next/dynamic';
import { WhenSeen } from '../ui/when-seen.tsx';
import { ChartTable, Legend } from './chart-parts.tsx';
import type { Day, Series } from './day-bars.tsx';

// What draws them is larger than the rest of most pages: it is loaded once the chart is on the screen.
const DayBars = dynamic(() => import('./day-bars.tsx').then((module) => module.DayBars), { ssr: false });

const HEADS = { hour: 'Hour', day: 'Day (UTC)', month: 'Month (UTC)' };

/** A bar chart with one bar per day, hour or month, and a line at the plan's limit, and the same values as a table for screen readers and copying. */
export function DayChart({
  label,
  days,
  series,
  format,
  limit,
  period = 'day',
}: {
  label: string;
  days: Day[];
  series: Series[];
  format: (n: number) => string;
  limit?: number | null;
  period?: keyof typeof HEADS;
}) {
  const highest = Math.max(0, ...days.map((day) => series.reduce((sum, { key }) => sum + Number(day[key]), 0)));
  // A limit far above the values would flatten the bars, so it is left out of the chart.
  const isLimitShown = limit !== null && limit !== undefined && limit <= highest * 4;
  if (highest === 0)
    return (
      <p className="text-ink-2">
        No data in the last {days.length} {period}s.
      </p>
    );
  return (
    <figure aria-label={label}>
      <div aria-hidden className="h-48">
        <WhenSeen placeholder={<div className="h-48" />}>
          <DayBars days={days} series={series} format={format} limit={isLimitShown ? limit : undefined} short={short} />
        </WhenSeen>
      </div>
      <figcaption className="mt-2 flex flex-wrap gap-x-4 gap-y-1 text-sm text-ink-2">
        {series.length > 1 && <Legend series={series} />}
        {isLimitShown && <span>Dashed line: the plan's limit of {format(limit)} per day</span>}
      </figcaption>
      <ChartTable
        label={label}
        head={HEADS[period]}
        columns={series.map(({ name }) => name)}
        rows={days.map((day) => ({
          name: period === 'hour' ? new Date(day.day).toLocaleString() : day.day,
          cells: series.map(({ key }) => format(Number(day[key]))),
        }))}
      />
    </figure>
  );
}

/** Such as `23 Nov`, `Nov 2026` for a month, or `05:00` for an hour, in the zone of who looks. */
function short(day: string): string {
  if (day.length > 10) return new Date(day).toLocaleTimeString(undefined, { hour: '2-digit', minute: '2-digit' });
  const isMonth = day.length === 7;
  const parts = isMonth ? ({ month: 'short', year: 'numeric' } as const) : ({ day: 'numeric', month: 'short' } as const);
  return new Date(day).toLocaleDateString(undefined, { ...parts, timeZone: 'UTC' });
}
