'use client';

import { Bar, BarChart, CartesianGrid, ReferenceLine, ResponsiveContainer, Tooltip, XAxis, YAxis } from 'recharts';

/** One of the values of each day, stacked from the bottom. The name appears in legend, tooltip and table. */
export interface Series {
  key: string;
  name: string;
  colour: string;
}

/** One UTC day (`2026-11-23`) or month (`2026-11`) with a value for each series. */
export type Day = { day: string } & Record<string, number | string>;

const SMALL = { fontSize: 12, fill: 'var(--ink-2)' };

/** A bar chart with one bar per day, or per month, and a line at the plan's limit, and the same values as a table for screen readers and copying. */
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
  period?: 'day' | 'month';
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
        <ResponsiveContainer width="100%" height="100%">
          <BarChart accessibilityLayer={false} data={days} margin={{ top: 8, right: 0, bottom: 0, left: 0 }} barCategoryGap="20%">
            <CartesianGrid vertical={false} stroke="var(--line)" />
            <XAxis dataKey="day" tick={SMALL} tickFormatter={short} tickLine={false} stroke="var(--line)" minTickGap={24} />
            <YAxis
              tick={SMALL}
              tickFormatter={format}
              tickLine={false}
              axisLine={false}
              width={64}
              allowDecimals={false}
              domain={[0, isLimitShown ? Math.max(highest, limit) : 'auto']}
            />
            <Tooltip
              cursor={{ fill: 'var(--sunken)' }}
              formatter={(value) => format(Number(value))}
              labelFormatter={(day) => short(String(day))}
              contentStyle={{ background: 'var(--surface)', border: '1px solid var(--line)', borderRadius: 6, color: 'var(--ink)' }}
              itemStyle={{ color: 'var(--ink)' }}
              isAnimationActive={false}
            />
            {isLimitShown && <ReferenceLine y={limit} stroke="var(--bad)" strokeDasharray="4 3" />}
            {series.map(({ key, name, colour }) => (
              <Bar key={key} dataKey={key} name={name} stackId="day" fill={colour} isAnimationActive={false} maxBarSize={28} />
            ))}
          </BarChart>
        </ResponsiveContainer>
      </div>
      <figcaption className="mt-2 flex flex-wrap gap-x-4 gap-y-1 text-sm text-ink-2">
        {series.length > 1 &&
          series.map(({ key, name, colour }) => (
            <span key={key} className="inline-flex items-center gap-1.5">
              <span aria-hidden className="size-2.5 rounded-sm" style={{ background: colour }} />
              {name}
            </span>
          ))}
        {isLimitShown && <span>Dashed line: the plan's limit of {format(limit)} per day</span>}
      </figcaption>
      <DayTable label={label} days={days} series={series} format={format} period={period} />
    </figure>
  );
}

function DayTable({
  label,
  days,
  series,
  format,
  period,
}: {
  label: string;
  days: Day[];
  series: Series[];
  format: (n: number) => string;
  period: 'day' | 'month';
}) {
  return (
    <details className="mt-2">
      <summary className="cursor-pointer text-sm text-ink-2 hover:text-ink">Show as a table</summary>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: a scrollable region must be reachable by keyboard */}
      <section className="mt-2 max-h-64 overflow-auto rounded-md border" tabIndex={0} aria-label={`${label} as a table`}>
        <table className="w-full text-sm">
          <thead>
            <tr>
              <th scope="col" className="sticky top-0 bg-surface px-3 py-1.5 text-left font-medium text-ink-2">
                {period === 'day' ? 'Day (UTC)' : 'Month (UTC)'}
              </th>
              {series.map(({ key, name }) => (
                <th key={key} scope="col" className="sticky top-0 bg-surface px-3 py-1.5 text-right font-medium text-ink-2">
                  {name}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {days.toReversed().map((day) => (
              <tr key={day.day} className="border-t">
                <th scope="row" className="px-3 py-1 text-left font-normal">
                  {day.day}
                </th>
                {series.map(({ key }) => (
                  <td key={key} className="px-3 py-1 text-right">
                    {format(Number(day[key]))}
                  </td>
                ))}
              </tr>
            ))}
          </tbody>
        </table>
      </section>
    </details>
  );
}

/** Such as `23 Nov`, or `Nov 2026` for a month. */
function short(day: string): string {
  const isMonth = day.length === 7;
  const parts = isMonth ? ({ month: 'short', year: 'numeric' } as const) : ({ day: 'numeric', month: 'short' } as const);
  return new Date(day).toLocaleDateString(undefined, { ...parts, timeZone: 'UTC' });
}
