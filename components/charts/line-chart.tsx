'use client';

import { Area, AreaChart, CartesianGrid, ResponsiveContainer, Tooltip, XAxis, YAxis } from 'recharts';
import { ChartTable, GRID, MARGIN, TOOLTIP, X_AXIS, Y_AXIS } from './chart-parts.tsx';

/** A value over time; null where it is not known, which interrupts the line. `at` in epoch ms. */
export interface Point {
  at: number;
  value: number | null;
}

/** A line over time, in the zone of who looks, or over days in UTC; and the same values as a table for screen readers and copying. */
export function LineChart({
  label,
  points,
  isByDay,
  format,
}: {
  label: string;
  points: readonly Point[];
  isByDay: boolean;
  format: (n: number) => string;
}) {
  const known = points.filter(({ value }) => value !== null);
  if (known.length === 0) return <p className="text-ink-2">Nothing was recorded in this time.</p>;
  const timeOf = (at: number) =>
    isByDay
      ? new Date(at).toLocaleDateString(undefined, { day: 'numeric', month: 'short', timeZone: 'UTC' })
      : new Date(at).toLocaleTimeString(undefined, { hour: '2-digit', minute: '2-digit' });
  return (
    <figure aria-label={label}>
      <div aria-hidden className="h-48">
        <ResponsiveContainer width="100%" height="100%">
          <AreaChart accessibilityLayer={false} data={[...points]} margin={MARGIN}>
            <CartesianGrid {...GRID} />
            <XAxis {...X_AXIS} dataKey="at" tickFormatter={timeOf} minTickGap={32} />
            <YAxis {...Y_AXIS} tickFormatter={format} domain={[0, 'auto']} />
            <Tooltip {...TOOLTIP} formatter={(value) => format(Number(value))} labelFormatter={(at) => timeOf(Number(at))} />
            <Area
              dataKey="value"
              name={label}
              stroke="var(--accent)"
              fill="var(--accent)"
              fillOpacity={0.15}
              isAnimationActive={false}
              // A single sample between two gaps is a dot, or it would not be seen.
              dot={known.length < 12}
            />
          </AreaChart>
        </ResponsiveContainer>
      </div>
      <ChartTable
        label={label}
        head={isByDay ? 'Day (UTC)' : 'Time'}
        columns={[label]}
        rows={known.map(({ at, value }) => ({ name: timeOf(at), cells: [format(value ?? 0)] }))}
      />
    </figure>
  );
}
