'use client';

import { Bar, BarChart, CartesianGrid, ReferenceLine, ResponsiveContainer, Tooltip, XAxis, YAxis } from 'recharts';
import { GRID, MARGIN, TOOLTIP, X_AXIS, Y_AXIS } from './chart-parts.tsx';

/** One of the values of each day, stacked from the bottom. The name appears in legend, tooltip and table. */
export interface Series {
  key: string;
  name: string;
  colour: string;
}

/** One UTC day (`2026-11-23`) or month (`2026-11`), or an hour by its begin (`2026-11-23T05:00:00.000Z`), with a value for each series. */
export type Day = { day: string } & Record<string, number | string>;

/** The bars of a DayChart, as large as what they stand in. `limit` is where a line is drawn, `short` how a day is written on the axis. */
export function DayBars({
  days,
  series,
  format,
  limit,
  short,
}: {
  days: Day[];
  series: Series[];
  format: (n: number) => string;
  limit: number | undefined;
  short: (day: string) => string;
}) {
  return (
    <ResponsiveContainer width="100%" height="100%">
      <BarChart accessibilityLayer={false} data={days} margin={MARGIN} barCategoryGap="20%">
        <CartesianGrid {...GRID} />
        <XAxis {...X_AXIS} dataKey="day" tickFormatter={short} minTickGap={24} />
        <YAxis
          {...Y_AXIS}
          tickFormatter={format}
          domain={[0, limit === undefined ? 'auto' : (highest: number) => Math.max(highest, limit)]}
        />
        <Tooltip {...TOOLTIP} formatter={(value) => format(Number(value))} labelFormatter={(day) => short(String(day))} />
        {limit !== undefined && <ReferenceLine y={limit} stroke="var(--bad)" strokeDasharray="4 3" />}
        {series.map(({ key, name, colour }) => (
          <Bar key={key} dataKey={key} name={name} stackId="day" fill={colour} isAnimationActive={false} maxBarSize={28} />
        ))}
      </BarChart>
    </ResponsiveContainer>
  );
}
